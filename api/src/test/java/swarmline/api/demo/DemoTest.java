package swarmline.api.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import swarmline.api.TestServer;

@Timeout(120)
final class DemoTest {
  @TempDir Path directory;

  @Test
  void itEndsWithOutcomesAndItsCurlLinesWorkAsPrinted() throws Exception {
    var text = new StringWriter();
    try (var server = TestServer.withoutKeys(directory);
        var demo =
            new Demo(
                URI.create(server.server().url()),
                server.server().developmentKey().orElseThrow(),
                new Demo.Options(60, 20, false),
                new PrintWriter(text))) {
      demo.run(System.nanoTime());
      assertThat(text.toString())
          .contains("Published 60 messages")
          .containsPattern("First outcome \\d")
          .containsPattern("tasks +60 in ")
          .containsPattern("resolved +[1-9]\\d* ")
          .containsPattern("contested +\\d")
          .containsPattern("accuracy +\\d+\\.\\d %")
          .containsPattern("answers saved +[1-9]\\d* of 180")
          .containsPattern("claim latency +p50 ");

      text.getBuffer().setLength(0);
      demo.invite();
      List<String> lines =
          text.toString().lines().filter(line -> line.startsWith("  curl ")).toList();
      assertThat(lines).hasSize(3);
      assertThat(shell(lines.get(0))).contains("\"messages to a shop\"");
      assertThat(shell(lines.get(1))).startsWith("task,key,outcome,").hasLineCount(61);
      assertThat(shell(lines.get(2))).contains("\"added\":1");
    }
  }

  @Test
  void theSameSeedGivesTheSameTexts() {
    List<Texts.Text> texts = Texts.make(500, new SplittableRandom(7));
    assertThat(Texts.make(500, new SplittableRandom(7))).isEqualTo(texts);
    assertThat(texts).extracting(Texts.Text::truth).contains(Label.values());
    assertThat(texts).extracting(Texts.Text::hard).contains(true, false);
  }

  private static String shell(String line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", line.replace("curl ", "curl -sS ")).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(error).isZero();
    return said;
  }
}
