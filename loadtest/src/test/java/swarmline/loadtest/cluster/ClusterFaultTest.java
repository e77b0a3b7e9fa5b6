package swarmline.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;

/**
 * Three nodes on one Cassandra behind one address, fault after fault under load, and the clients'
 * history audited (I1 to I9). docs/operations.md has the commands.
 */
@Tag("long")
class ClusterFaultTest {
  private static final int NODES = 3;
  private static final int SLICES = 6;

  /** What lived on a lost node ends no lease until others have noticed. */
  private static final Duration LATE_MAX = Duration.ofMinutes(2);

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final WallClock clock = new WallClock(InstantSource.system());
  private final Random random = new Random(Long.getLong("seed", 1));

  @Test
  @Tag("cluster")
  void nothingIsLostAndEverythingHealsWhateverIsDoneToNodes() throws Exception {
    under(List.copyOf(ClusterFault.OF_NODES));
  }

  /** The kinds that the property {@code kinds} names, in turn, {@code faults} times in all. */
  @Test
  @Tag("cluster-faults")
  void nothingIsLostAndEverythingHealsHoweverOftenAFaultIsMade() throws Exception {
    List<ClusterFault> kinds =
        Stream.of(System.getProperty("kinds", "KILL").split(",", -1))
            .map(ClusterFault::valueOf)
            .toList();
    under(
        IntStream.range(0, Integer.getInteger("faults", 20))
            .mapToObj(turn -> kinds.get(turn % kinds.size()))
            .toList());
  }

  private void under(List<ClusterFault> faults) throws Exception {
    Path history = directory.resolve("history");
    try (var cluster = LocalCluster.shortLived(directory, NODES, SLICES);
        HistoryFile file = HistoryFile.create(history)) {
      ClusterLoad load = ClusterLoad.on(cluster, file, "faults", PATIENCE);
      Scribe scribe = file.scribe();
      for (ClusterFault fault : faults) {
        load.awaitWork();
        // Whose actor is on a node that is gone hears nothing until that is noticed.
        scribe.serverDown(clock.micros(), fault.name());
        String made = fault.make(cluster, random);
        say(made + "; " + cluster.heal());
        scribe.serverUp(clock.micros());
      }
      scribe.flush();
      load.awaitWork();
      load.finish();
    }
    Findings findings = Audit.of(Evidence.of(history), LATE_MAX);
    say("audited: " + findings.measures() + ", found: " + findings.kept());
    assertThat(findings.kept()).isEmpty();
    assertThat(findings.measures().get("accepted"))
        .isGreaterThan((long) ClusterLoad.ANSWERS_BETWEEN * faults.size());
  }

  private static void say(String line) {
    System.out.println("  " + line);
  }
}
