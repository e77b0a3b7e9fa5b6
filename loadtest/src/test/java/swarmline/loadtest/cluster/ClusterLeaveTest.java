package swarmline.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.fake.Runs;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.run.Run;
import swarmline.loadtest.run.RunReport;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.run.RunSettings.Crowd;
import swarmline.loadtest.run.RunSettings.Pacing;
import swarmline.loadtest.run.RunSettings.Work;
import swarmline.loadtest.run.Shape;
import swarmline.loadtest.worker.Behaviour;
import swarmline.loadtest.worker.ThinkTime;

/**
 * Three nodes on one Cassandra; each in turn is asked to end under load. Whoever tries again gets
 * through, and neither a platform nor a worker is kept waiting for longer than two seconds. Run on
 * an idle machine; docs/operations.md has the command.
 */
@Tag("long")
@Tag("cluster")
class ClusterLeaveTest {
  private static final int NODES = 3;
  private static final int SLICES = 6;
  private static final int ANSWERS_BETWEEN = 200;
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

  /** Watched after a node has ended: what it was holding up would show by then. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(10);

  private static final Duration LATE_MAX = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void nobodyWaitsForLongWhenANodeLeaves() throws Exception {
    Path history = directory.resolve("history");
    List<Pauses> leavings = new ArrayList<>();
    try (var cluster = LocalCluster.shortLived(directory, NODES, SLICES);
        HistoryFile file = HistoryFile.create(history)) {
      Run run = Runs.of(cluster.anyNode(), settings(), file);
      CompletableFuture<RunReport> running = run.executeInBackground();
      for (int node = 0; node < NODES; node++) {
        awaitWork(run, running);
        Pauses leaving = leave(cluster, node);
        leavings.add(leaving);
        System.out.println("  " + leaving + "; " + cluster.heal());
      }
      run.finish();
      RunReport report = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      run.readTruth();
      assertThat(report.trouble()).isEmpty();
    }
    for (Pauses leaving : leavings) {
      leaving.workersIn(history);
      System.out.println("  " + leaving);
    }
    Findings findings = Audit.of(Evidence.of(history), LATE_MAX);
    assertThat(findings.kept()).isEmpty();
    assertThat(leavings).allMatch(leaving -> leaving.longest().compareTo(PAUSE_MAX) <= 0);
  }

  private static Pauses leave(LocalCluster cluster, int node) throws Exception {
    Pauses pauses = Pauses.watch(cluster);
    long from = System.nanoTime();
    cluster.leave(node);
    Duration within = Duration.ofNanos(System.nanoTime() - from);
    TimeUnit.NANOSECONDS.sleep(AFTERWARDS.toNanos());
    pauses.left(node, within);
    return pauses;
  }

  private static void awaitWork(Run run, CompletableFuture<RunReport> running) throws Exception {
    long from = run.accepted();
    while (run.accepted() < from + ANSWERS_BETWEEN) {
      if (running.isDone()) {
        throw new IllegalStateException("the load has ended: " + running.get().trouble());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static RunSettings settings() {
    return new RunSettings(
        "leaving",
        new Crowd(12, 2, 1, Behaviour.EAGER.thinking(ThinkTime.of("400ms")), List.of()),
        Pacing.closed(null),
        new Work(0, 500, 200, 2, 100),
        new Shape(2, 2, "fixed", 20_000, Duration.ofSeconds(30), List.of("yes", "no")),
        1,
        PATIENCE);
  }
}
