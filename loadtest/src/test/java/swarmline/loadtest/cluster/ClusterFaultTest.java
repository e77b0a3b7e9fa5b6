package swarmline.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.fake.Runs;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
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
 * Three nodes on one Cassandra behind one address, fault after fault under load, and the clients'
 * history audited (I1 to I9). docs/operations.md has the commands.
 */
@Tag("long")
class ClusterFaultTest {
  private static final int NODES = 3;
  private static final int SLICES = 6;

  /** Answers between two faults, so that each falls into work. */
  private static final int ANSWERS_BETWEEN = 200;

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
      Run run = Runs.of(cluster.anyNode(), settings(), file);
      CompletableFuture<RunReport> running = run.executeInBackground();
      Scribe scribe = file.scribe();
      for (ClusterFault fault : faults) {
        awaitWork(run, running);
        // Whose actor is on a node that is gone hears nothing until that is noticed.
        scribe.serverDown(clock.micros(), fault.name());
        String made = fault.make(cluster, random);
        say(made + "; " + cluster.heal());
        scribe.serverUp(clock.micros());
      }
      scribe.flush();
      awaitWork(run, running);
      run.finish();
      RunReport ran = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      run.readTruth();
      assertThat(ran.trouble()).isEmpty();
    }
    Findings findings = Audit.of(Evidence.of(history), LATE_MAX);
    say("audited: " + findings.measures() + ", found: " + findings.kept());
    assertThat(findings.kept()).isEmpty();
    assertThat(findings.measures().get("accepted"))
        .isGreaterThan((long) ANSWERS_BETWEEN * faults.size());
  }

  private static void say(String line) {
    System.out.println("  " + line);
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
        "faults",
        new Crowd(12, 2, 1, Behaviour.EAGER.thinking(ThinkTime.of("400ms")), List.of()),
        Pacing.closed(null),
        new Work(0, 500, 200, 2, 100),
        new Shape(2, 2, "fixed", 20_000, Duration.ofSeconds(30), List.of("yes", "no")),
        1,
        PATIENCE);
  }
}
