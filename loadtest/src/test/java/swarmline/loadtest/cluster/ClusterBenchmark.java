package swarmline.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.run.Run;
import swarmline.loadtest.run.RunReport;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.run.RunSettings.Crowd;
import swarmline.loadtest.run.RunSettings.Pacing;
import swarmline.loadtest.run.RunSettings.Work;
import swarmline.loadtest.run.Shape;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.PrometheusText;
import swarmline.loadtest.server.ServerProcess;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.worker.Behaviour;

/**
 * Cycles over WebSocket on one Cassandra, and what is sent to it for each, printed;
 * docs/benchmarks.md has the command. Run on an idle machine.
 */
@Tag("benchmark")
class ClusterBenchmark {
  private static final String STATEMENTS = "swarmline_cassandra_statements_seconds_count";
  private static final int WORKERS = 64;
  private static final int SLICES = 6;

  @TempDir private Path directory;

  @Test
  void cyclesOfOneNode() throws Exception {
    measure(1);
  }

  @Test
  void cyclesOfThreeNodes() throws Exception {
    measure(3);
  }

  private void measure(int nodes) throws Exception {
    try (var cluster = LocalCluster.start(directory, nodes, SLICES)) {
      Run run = run(cluster, "warm", Duration.ofSeconds(Integer.getInteger("warm", 20)));
      assertThat(run.execute().trouble()).isEmpty();
      Map<String, Double> before = statements(cluster, nodes);
      RunReport report =
          run(cluster, "run", Duration.ofSeconds(Integer.getInteger("seconds", 20))).execute();
      Map<String, Double> after = statements(cluster, nodes);
      assertThat(report.trouble()).isEmpty();
      print(nodes, report, before, after);
    }
  }

  private static Run run(LocalCluster cluster, String name, Duration length) throws Exception {
    return new Run(
        new RunSettings(
            name,
            new Crowd(WORKERS, 1, 1, Behaviour.EAGER, List.of()),
            Pacing.closed(length),
            new Work(0, 20_000, 200, 2, 1000),
            new Shape(1, 1, "fixed", 20_000, Duration.ofSeconds(60), List.of("yes", "no")),
            1,
            Duration.ofMinutes(2)),
        cluster.anyNode(),
        null,
        new WallClock(InstantSource.system()),
        new Progress(
            new PrintStream(System.out, true, java.nio.charset.StandardCharsets.UTF_8), false),
        () -> Duration.ZERO);
  }

  /** What all nodes have sent so far, by kind and table. */
  private static Map<String, Double> statements(LocalCluster cluster, int nodes) throws Exception {
    Map<String, Double> all = new TreeMap<>();
    for (int node = 0; node < nodes; node++) {
      URI base = cluster.target(node).base();
      String key = ServerProcess.operator(cluster.target(node).key());
      var metrics = PrometheusText.of(new PlatformApi(new Target(base, key)).metrics());
      metrics
          .by(STATEMENTS, "table")
          .forEach((table, count) -> all.merge(table, count, Double::sum));
    }
    return all;
  }

  /** Tasks are published while they are done, so what publishing costs is in it. */
  private static void print(
      int nodes, RunReport report, Map<String, Double> before, Map<String, Double> after) {
    double done = report.counts().get(swarmline.loadtest.worker.Tally.Count.ACCEPTED);
    System.out.printf(
        Locale.ROOT,
        "%d nodes, %d workers: %,.0f cycles/s, %.2f statements a cycle%n",
        nodes,
        WORKERS,
        report.cyclesPerSecond(),
        after.entrySet().stream()
                .mapToDouble(e -> e.getValue() - before.getOrDefault(e.getKey(), 0.0))
                .sum()
            / done);
    after.forEach(
        (table, count) ->
            System.out.printf(
                Locale.ROOT,
                "  %-20s %.3f%n",
                table,
                (count - before.getOrDefault(table, 0.0)) / done));
  }
}
