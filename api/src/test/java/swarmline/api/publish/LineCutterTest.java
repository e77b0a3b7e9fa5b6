package swarmline.api.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LineCutterTest {
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(ConfigFactory.load()));
  private static final int LINE_MAX = 20;
  private static final int BLOCK_LINES = 3;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void linesComeOutAsTheyWentInHoweverTheBytesWereCut() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<String> lines = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        lines.add("x".repeat(random.nextInt(LINE_MAX + 6)));
      }
      boolean lastEnded = random.nextBoolean();
      String text = String.join("\n", lines) + (lastEnded ? "\n" : "");

      List<LineBlock> blocks = cut(pieces(text, random));

      assertThat(seen(blocks)).as("seed %d", seed).isEqualTo(expected(lines, lastEnded));
      assertThat(blocks).allMatch(block -> lines(block).size() <= BLOCK_LINES);
    }
  }

  @Test
  void aLineDoesNotWaitForItsBlockToFillUp() throws Exception {
    LineBlock first =
        Source.single(ByteString.fromString("one\n"))
            .concat(Source.maybe())
            .via(Flow.fromGraph(new LineCutter(LINE_MAX, BLOCK_LINES, Duration.ofMillis(10))))
            .runWith(Sink.head(), KIT.system())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

    assertThat(lines(first)).containsExactly("one");
  }

  private static List<LineBlock> cut(List<ByteString> pieces) {
    return Source.from(pieces)
        .via(Flow.fromGraph(new LineCutter(LINE_MAX, BLOCK_LINES, Duration.ofSeconds(10))))
        .runWith(Sink.seq(), KIT.system())
        .toCompletableFuture()
        .join();
  }

  private static List<ByteString> pieces(String text, Random random) {
    List<ByteString> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int to = Math.min(text.length(), at + 1 + random.nextInt(30));
      pieces.add(ByteString.fromString(text.substring(at, to)));
      at = to;
    }
    return pieces;
  }

  /** Each line as its number and its text; those too long without. */
  private static List<String> seen(List<LineBlock> blocks) {
    List<String> seen = new ArrayList<>();
    for (LineBlock block : blocks) {
      if (block.tooLong()) {
        seen.add(block.firstLine() + ":too long");
      } else {
        long number = block.firstLine();
        for (String line : lines(block)) {
          seen.add(number++ + ":" + line);
        }
      }
    }
    return seen;
  }

  private static List<String> expected(List<String> lines, boolean lastEnded) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      boolean open = i == lines.size() - 1 && !lastEnded;
      if (!(open && lines.get(i).isEmpty())) {
        boolean tooLong = lines.get(i).length() > LINE_MAX + (open ? 1 : 0);
        expected.add((i + 1) + ":" + (tooLong ? "too long" : lines.get(i)));
      }
    }
    return expected;
  }

  private static List<String> lines(LineBlock block) {
    return new String(block.bytes(), StandardCharsets.UTF_8).lines().toList();
  }
}
