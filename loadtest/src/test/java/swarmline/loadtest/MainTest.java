package swarmline.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import swarmline.loadtest.fake.FakeServer;
import swarmline.loadtest.fake.Fault;
import swarmline.loadtest.server.Target;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  @Test
  void helpAndVersionAreFine() {
    assertThat(run("--help")).isZero();
    assertThat(run("run", "--help")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("--redundancy", "swarmline-loadtest");
  }

  @Test
  void wrongUseIsSaidAndEndsWithTwo() {
    assertThat(run("run", "--key", "sk", "--workers", "0")).isEqualTo(2);
    assertThat(run("run", "--key", "sk", "--tasks", "9", "--redundancy", "65")).isEqualTo(2);
    assertThat(run("run", "--key", "sk", "--tasks", "9", "--for", "9")).isEqualTo(2);
    assertThat(run("run", "--start", "no.jar")).isEqualTo(2);
    assertThat(run("walk")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "--workers must be at least 1",
            "--redundancy needs that many different --workers",
            "--for and --tasks exclude each other",
            "there is no no.jar");
  }

  @Test
  void aServerThatIsNotThereIsSaidAndEndsWithOne() {
    assertThat(run("run", "--url", "http://127.0.0.1:1", "--key", "sk")).isEqualTo(1);
    assertThat(err.toString()).contains("nothing answers at http://127.0.0.1:1");
  }

  @Test
  void aWrongKeyIsSaidAndEndsWithOne() throws Exception {
    try (FakeServer server = FakeServer.start()) {
      String url = server.target().base().toString();

      assertThat(run("run", "--url", url, "--key", "sk_wrong")).isEqualTo(1);
      assertThat(err.toString()).contains("401");
    }
  }

  @Test
  void theReportSaysTheSameAsItsJsonAndTheHistoryCanBeAuditedAgain() throws Exception {
    Path json = directory.resolve("report.json");
    Path history = directory.resolve("history");
    try (FakeServer server = FakeServer.start()) {
      int code = small(server, "--json", json.toString(), "--history", history.toString());

      assertThat(code).isZero();
    }
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("cycles").asLong()).isEqualTo(500);
    assertThat(report.path("audit").path("passed").asBoolean()).isTrue();
    assertThat(out.toString())
        .contains(
            "(500 in ",
            String.format(
                "p99 %.2f", report.path("latencyMillis").path("answer").path("p99").asDouble()),
            "audit...........: passed");
    assertThat(run("audit", history.toString())).isZero();
  }

  @Test
  void aFailedAuditEndsWithOne() throws Exception {
    try (FakeServer server = FakeServer.start(Fault.NOT_COUNT)) {
      assertThat(small(server)).isEqualTo(1);
    }
    assertThat(out.toString()).contains("audit...........: FAILED", "I4 AcceptedAnswers");
  }

  @Test
  void whatIsNoHistoryIsSaid() {
    assertThat(run("audit", directory.resolve("nothing").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("nothing");
  }

  @Test
  void aScenarioSpeaksForOptionsThatAreNotGivenAndAThresholdThatIsNotMetEndsWithOne()
      throws Exception {
    Path scenario =
        Files.write(
            directory.resolve("small.conf"),
            List.of(
                "redundancy = 2",
                "think = \"constant:1ms\"",
                "threshold = [\"errors = 0\", \"cycles > 1000000\"]"));
    try (FakeServer server = FakeServer.start()) {
      assertThat(small(server, "--scenario", scenario.toString())).isEqualTo(1);
    }
    assertThat(out.toString())
        .contains("(1,000 in ", "✓ errors = 0", "✗ cycles > 1000000", "FAILED")
        .contains("- cycles > 1000000 is not met");
  }

  @Test
  void aScenarioThatIsWrongIsSaidWithItsLineAndEndsWithTwo() throws Exception {
    Path scenario = directory.resolve("wrong.conf");
    Files.write(scenario, List.of("for = 3s", "workers = many"));
    assertThat(run("run", "--key", "sk", "--scenario", scenario.toString())).isEqualTo(2);
    Files.write(scenario, List.of("", "workers = 0"));
    assertThat(run("run", "--key", "sk", "--scenario=" + scenario)).isEqualTo(2);
    Files.write(scenario, List.of("threshold = [\"luck > 3\"]"));
    assertThat(run("run", "--key", "sk", "--scenario", scenario.toString())).isEqualTo(2);

    assertThat(err.toString())
        .contains(
            scenario + ":2: Invalid value for option '--workers': 'many' is not an int",
            scenario + ":2: --workers must be at least 1",
            scenario + ":1: ",
            "'luck > 3' names no figure");
  }

  @Test
  void theScenariosThatAreShippedAreUsable() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("../config/loadtest"))) {
      List<Path> scenarios = files.filter(file -> file.toString().endsWith(".conf")).toList();
      assertThat(scenarios).hasSizeGreaterThan(3);
      for (Path scenario : scenarios) {
        String file = scenario.toString();
        int run = run("run", "--url", "http://127.0.0.1:1", "--key", "sk", "--scenario", file);
        assertThat(run).as(file).isEqualTo(1);
      }
    }
    assertThat(run("chaos", "--start", "no.jar", "--scenario", "../config/loadtest/harm.conf"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("there is no no.jar");
  }

  @Test
  void partialReportsAreWrittenWhereTheServerIsNotThere() throws Exception {
    Path json = directory.resolve("report.json");

    int code = run("run", "--url", "http://127.0.0.1:1", "--key", "sk", "--json", json.toString());

    assertThat(code).isEqualTo(1);
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("verdict").path("passed").asBoolean()).isFalse();
    assertThat(report.path("verdict").path("reasons").get(0).asText())
        .isEqualTo("nothing answers at http://127.0.0.1:1");
  }

  private int small(FakeServer server, String... more) {
    Target target = server.target();
    String[] arguments = {
      "run",
      "--url",
      target.base().toString(),
      "--key",
      target.key(),
      "--tasks",
      "500",
      "--workers",
      "8",
      "--patience",
      "2"
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return run(all);
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return Main.execute(line, arguments);
  }
}
