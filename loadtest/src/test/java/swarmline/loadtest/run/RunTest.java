package swarmline.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swarmline.loadtest.fake.FakeServer;
import swarmline.loadtest.fake.Runs;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.worker.Behaviour;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.ThinkTime;
import swarmline.loadtest.worker.Timing;

class RunTest {
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = FakeServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void everyTaskIsDoneAsOftenAsItWants() throws Exception {
    RunReport report =
        Runs.of(server.target(), Runs.settings(2_000, 3, Behaviour.EAGER), null).execute();

    assertThat(report.trouble()).isEmpty();
    assertThat(report.errors()).isEmpty();
    assertThat(report.published()).isEqualTo(2_000);
    assertThat(report.cycles()).isEqualTo(6_000);
    assertThat(report.latencies().of(Timing.ANSWER).getTotalCount()).isEqualTo(6_000);
    assertThat(report.counts()).containsEntry(Count.ACCEPTED, 6_000L);
    assertThat(report.cpu().seconds()).isPositive();
  }

  @Test
  void workersThatReturnAndAbandonDoNotKeepTasksFromBeingDone() throws Exception {
    var behaviour = Behaviour.EAGER.thinking(ThinkTime.of("2ms")).leaving(0.02, 0.1);

    RunReport report = Runs.of(server.target(), Runs.settings(300, 1, behaviour), null).execute();

    assertThat(report.trouble()).isEmpty();
    assertThat(report.cycles()).isEqualTo(300);
    assertThat(report.counts().get(Count.RETURNED)).isPositive();
    assertThat(report.counts().get(Count.ABANDONED)).isPositive();
    assertThat(report.counts().get(Count.EXPIRED)).isPositive();
  }

  @Test
  void aServerThatStandsStillForASecondShowsInThePercentiles() throws Exception {
    var stall = Duration.ofSeconds(1);
    var settings = Runs.settings(20_000, 1, Behaviour.EAGER);
    server.stall(Duration.ZERO);
    Run run = Runs.of(server.target(), settings, null);
    var staller =
        new Thread(
            () -> {
              while (run.accepted() < 1_000) {
                Thread.onSpinWait();
              }
              server.stall(stall);
            });
    staller.start();

    RunReport report = run.execute();

    staller.join();
    assertThat(report.latencies().of(Timing.ANSWER).getMaxValue()).isGreaterThan(900_000);
    assertThat(report.latencies().of(Timing.ANSWER).getCountBetweenValues(900_000, 5_000_000))
        .isGreaterThanOrEqualTo(settings.crowd().workers() - 1L);
  }

  @Test
  void requestsThatGetNoAnswerAreSentAgain() throws Exception {
    server.loseReplies(2);

    RunReport report =
        Runs.of(server.target(), Runs.settings(300, 1, Behaviour.EAGER), null).execute();

    assertThat(report.trouble()).isEmpty();
    assertThat(report.cycles()).isEqualTo(300);
  }

  @Test
  void aWrongKeyIsSaid() throws Exception {
    var wrong = new Target(server.target().base(), "sk_wrong");

    RunReport report = Runs.of(wrong, Runs.settings(10, 1, Behaviour.EAGER), null).execute();

    assertThat(report.trouble()).singleElement().asString().contains("401");
  }

  @Test
  void aServerThatIsNotThereIsSaid() throws Exception {
    URI base = server.target().base();
    server.close();

    RunReport report =
        Runs.of(new Target(base, "sk"), Runs.settings(10, 1, Behaviour.EAGER), null).execute();

    assertThat(report.trouble()).containsExactly("nothing answers at " + base);
  }
}
