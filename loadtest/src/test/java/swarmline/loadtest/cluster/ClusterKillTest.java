package swarmline.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
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
 * Three nodes on one Cassandra; one that holds partitions and workers is killed under load, and the
 * history of the clients of another is audited (I1 to I9).
 */
@Tag("long")
@Tag("cluster")
class ClusterKillTest {
  private static final int ANSWERS_BEFORE = 500;

  /** What a killed node held is not served until the others have noticed. */
  private static final Duration LATE_MAX = Duration.ofSeconds(60);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void everythingIsAnsweredAndNothingIsLostWhenANodeIsKilled() throws Exception {
    Path history = directory.resolve("history");
    try (var cluster = LocalCluster.shortLived(directory, 3, 6);
        HistoryFile file = HistoryFile.create(history)) {
      Run run = Runs.of(cluster.target(0), settings(), file);
      CompletableFuture<RunReport> running = run.executeInBackground();
      while (run.accepted() < ANSWERS_BEFORE && !running.isDone()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      cluster.node(2).kill();
      RunReport report = running.get(5, TimeUnit.MINUTES);
      run.readTruth();

      assertThat(report.trouble()).isEmpty();
    }
    Findings findings = Audit.of(Evidence.of(history), LATE_MAX);
    assertThat(findings.kept()).isEmpty();
    assertThat(findings.measures().get("accepted")).isGreaterThan(ANSWERS_BEFORE);
  }

  /** Work for some ten seconds, with think times so that the kill falls into it. */
  private static RunSettings settings() {
    return new RunSettings(
        "cluster",
        new Crowd(30, 2, 1, Behaviour.EAGER.thinking(ThinkTime.of("20ms")), List.of()),
        Pacing.closed(null),
        new Work(1_500, 0, 200, 2, 100),
        new Shape(2, 2, "fixed", 20_000, Duration.ofSeconds(20), List.of("yes", "no")),
        1,
        Duration.ofMinutes(2));
  }
}
