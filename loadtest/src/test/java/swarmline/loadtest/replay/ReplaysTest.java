package swarmline.loadtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swarmline.loadtest.fake.FakeServer;
import swarmline.loadtest.replay.Crowd.Answer;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.Target;

class ReplaysTest {
  private static final int ITEMS = 6;
  private static final int WORKERS = 3;

  private final List<Crowd> crowds = List.of(crowd("first"), crowd("second"));
  private final List<Policy> policies = List.of(policy("all"), policy("early"));
  private final Progress progress =
      new Progress(
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), true);

  @Test
  void rowsComeInTheOrderAskedForHoweverManyReplaysAreUnderWay() throws Exception {
    List<String> rows = new ArrayList<>();
    List<Long> seeds = new ArrayList<>();
    long arrived;
    try (FakeServer server = FakeServer.start()) {
      var run = run(server.target());
      replays(run)
          .run(
              5,
              row -> {
                rows.add(row.get(0).crowd().name() + " " + row.get(0).policy().name());
                row.forEach(one -> seeds.add(one.seed()));
                row.forEach(one -> assertThat(one.cost()).isEqualTo(ITEMS * WORKERS));
              });
      arrived = run.arrived();
    }

    assertThat(rows).containsExactly("first all", "first early", "second all", "second early");
    assertThat(seeds).containsExactly(1L, 2L, 1L, 2L, 1L, 2L, 1L, 2L);
    assertThat(arrived).isEqualTo(8L * ITEMS * WORKERS);
  }

  @Test
  void oneThatFailsEndsThemAll() throws Exception {
    Target gone;
    try (FakeServer server = FakeServer.start()) {
      gone = server.target();
    }
    List<String> rows = new ArrayList<>();

    assertThatIOException().isThrownBy(() -> replays(run(gone)).run(2, row -> rows.add("a row")));
    assertThat(rows).isEmpty();
  }

  private Replays replays(ReplayRun run) {
    return new Replays(run, crowds, policies, 2, progress);
  }

  private static ReplayRun run(Target target) throws IOException {
    return new ReplayRun(new PlatformApi(target), 1, 0);
  }

  private static Policy policy(String name) {
    ObjectNode consensus = new ObjectMapper().createObjectNode().put("rule", "fixed");
    return new Policy(name, consensus);
  }

  private static Crowd crowd(String name) {
    List<Answer> answers = new ArrayList<>();
    for (int item = 0; item < ITEMS; item++) {
      for (int worker = 0; worker < WORKERS; worker++) {
        answers.add(new Answer("i" + item, "w" + worker, item % 2 == 0 ? "yes" : "no"));
      }
    }
    return new Crowd(name, answers, Map.of("i0", "yes"));
  }
}
