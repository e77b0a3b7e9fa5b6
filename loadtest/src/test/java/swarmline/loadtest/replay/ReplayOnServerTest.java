package swarmline.loadtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.replay.Crowd.Answer;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.ServerProcess;

/** A crowd of our own making, replayed to a server of our own under the rules that weigh. */
class ReplayOnServerTest {
  private static final Path JAR = Path.of("../api/target/swarmline.jar");
  private static final int ITEMS = 60;
  private static final int WORKERS = 9;
  private static final int GOOD = 5;
  private static final int ANSWERS = 6;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void theRunningEngineWeighsItsWorkersAndStopsEarly() throws Exception {
    assumeTrue(Files.isRegularFile(JAR), JAR + " is not there: build the module api first");
    try (var file = new JarFile(JAR.toFile())) {
      assumeTrue(file.getEntry("swarmline/api/Main.class") != null, JAR + " is not whole");
    }
    Crowd crowd = madeUp();
    Replayed all;
    Replayed early;
    Replayed counted;
    var recipe =
        new ServerProcess.Recipe(
            JAR,
            directory.resolve("data"),
            ServerProcess.freePort(),
            null,
            List.of("-Xmx256m"),
            Map.of());
    try (var server = ServerProcess.start(recipe, Duration.ofMinutes(2))) {
      var run = new ReplayRun(new PlatformApi(server.target()), 1, 0.1);
      all = run.replay(crowd, policy("all", "fixed", "crowd"), 1);
      early = run.replay(crowd, policy("early", "posterior", "crowd", 0.8), 1);
      counted = run.replay(crowd, policy("counted", "fixed", "majority"), 1);
    }

    assertThat(all.cost()).isEqualTo(ITEMS * ANSWERS);
    assertThat(all.golds()).hasSize(ITEMS / 10);
    assertThat(all.estimates()).hasSize(ITEMS);
    assertThat(Score.estimated(all)).isGreaterThan(Score.majority(crowd));
    assertThat(Score.estimateError(all)).isLessThan(0.3);
    assertThat(early.cost()).isLessThan(ITEMS * ANSWERS * 3 / 4);
    assertThat(Score.accuracy(early))
        .isGreaterThan(Score.majorityAtCost(crowd, early.cost(), early.seed()));
    assertThat(counted.golds()).isEmpty();
    assertThat(counted.estimates()).isEmpty();
  }

  private static Policy policy(String name, String rule, String aggregator, double... threshold) {
    ObjectNode consensus = new ObjectMapper().createObjectNode();
    consensus.put("rule", rule).put("aggregator", aggregator);
    for (double one : threshold) {
      consensus.put("threshold", one);
    }
    return new Policy(name, consensus);
  }

  /** Five good workers and four who guess; each item has answers of six. */
  private static Crowd madeUp() {
    var random = new Random(4);
    List<Answer> answers = new ArrayList<>();
    Map<String, String> truth = new HashMap<>();
    for (int item = 0; item < ITEMS; item++) {
      String right = random.nextBoolean() ? "yes" : "no";
      String wrong = right.equals("yes") ? "no" : "yes";
      truth.put("i" + item, right);
      for (int turn = 0; turn < ANSWERS; turn++) {
        int worker = (item + turn) % WORKERS;
        boolean knows = random.nextInt(100) < (worker < GOOD ? 92 : 50);
        answers.add(new Answer("i" + item, "w" + worker, knows ? right : wrong));
      }
    }
    return new Crowd("made-up", answers, truth);
  }
}
