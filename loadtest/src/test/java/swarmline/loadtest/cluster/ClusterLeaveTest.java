package swarmline.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.history.HistoryFile;

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
      ClusterLoad load = ClusterLoad.on(cluster, file, "leaving", PATIENCE);
      for (int node = 0; node < NODES; node++) {
        load.awaitWork();
        Pauses leaving = leave(cluster, node);
        leavings.add(leaving);
        System.out.println("  " + leaving + "; " + cluster.heal());
      }
      load.finish();
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
}
