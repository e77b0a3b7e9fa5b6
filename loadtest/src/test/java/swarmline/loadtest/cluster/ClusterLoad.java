package swarmline.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

/** Workers of a cluster, connected to any of its nodes, for as long as things are done to it. */
final class ClusterLoad {
  /** Answers between two of these, so that each falls into work. */
  static final int ANSWERS_BETWEEN = 200;

  private final Run run;
  private final Duration patience;
  private final CompletableFuture<RunReport> running;

  private ClusterLoad(Run run, Duration patience) {
    this.run = run;
    this.patience = patience;
    this.running = run.executeInBackground();
  }

  /**
   * @param patience with workers that hear nothing, and with the end
   */
  static ClusterLoad on(LocalCluster cluster, HistoryFile history, String name, Duration patience)
      throws IOException {
    return new ClusterLoad(Runs.of(cluster.anyNode(), settings(name, patience), history), patience);
  }

  /** Waits until so much has been answered that the next thing may be done. */
  void awaitWork() throws Exception {
    long from = run.accepted();
    while (run.accepted() < from + ANSWERS_BETWEEN) {
      if (running.isDone()) {
        throw new IllegalStateException("the load has ended: " + running.get().trouble());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Lets workers finish, who must have had no trouble, and reads what is stored. */
  void finish() throws Exception {
    run.finish();
    RunReport report = running.get(patience.toSeconds(), TimeUnit.SECONDS);
    run.readTruth();
    assertThat(report.trouble()).isEmpty();
  }

  private static RunSettings settings(String name, Duration patience) {
    return new RunSettings(
        name,
        new Crowd(12, 2, 1, Behaviour.EAGER.thinking(ThinkTime.of("400ms")), List.of()),
        Pacing.closed(null),
        new Work(0, 500, 200, 2, 100),
        new Shape(2, 2, "fixed", 20_000, Duration.ofSeconds(30), List.of("yes", "no")),
        1,
        patience);
  }
}
