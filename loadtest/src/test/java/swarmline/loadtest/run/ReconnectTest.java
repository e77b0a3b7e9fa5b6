package swarmline.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.fake.FakeServer;
import swarmline.loadtest.fake.Runs;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.worker.Behaviour;
import swarmline.loadtest.worker.Tally.Count;

class ReconnectTest {
  private static final int CUTS = 50;

  /** A machine that builds beside the test. */
  private static final Duration LATE_MAX = Duration.ofSeconds(2);

  @TempDir private Path directory;

  @Test
  void workersThatLoseTheirConnectionComeBackAndRepeatWhatWasNotAcknowledged() throws Exception {
    Path path = directory.resolve("history");
    RunReport report;
    try (FakeServer server = FakeServer.start();
        HistoryFile history = HistoryFile.create(path)) {
      Run run = Runs.of(server.target(), Runs.settings(5_000, 2, Behaviour.EAGER), history);
      var cutter =
          new Thread(
              () -> {
                while (run.accepted() < 1_000) {
                  Thread.onSpinWait();
                }
                server.cut(CUTS);
              });
      cutter.start();
      report = run.execute();
      cutter.join();
      run.readTruth();
    }

    assertThat(report.trouble()).isEmpty();
    assertThat(report.counts()).containsEntry(Count.DISCONNECTED, (long) CUTS);
    assertThat(report.counts().get(Count.RESENT)).isPositive();
    assertThat(report.counts()).containsEntry(Count.ACCEPTED, 10_000L);
    assertThat(Audit.of(Evidence.of(path), LATE_MAX).kept()).isEmpty();
  }
}
