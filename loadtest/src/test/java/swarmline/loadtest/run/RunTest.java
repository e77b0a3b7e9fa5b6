package swarmline.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swarmline.loadtest.fake.FakeServer;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.worker.Behaviour;
import swarmline.loadtest.worker.Tally.Count;

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
    RunReport report = run(server.target(), settings(2_000, 3, Behaviour.EAGER)).execute();

    assertThat(report.trouble()).isEmpty();
    assertThat(report.errors()).isEmpty();
    assertThat(report.published()).isEqualTo(2_000);
    assertThat(report.cycles()).isEqualTo(6_000);
    assertThat(report.latencies().answer().getTotalCount()).isEqualTo(6_000);
    assertThat(report.counts()).containsEntry(Count.ACCEPTED, 6_000L);
    assertThat(report.cpu().seconds()).isPositive();
  }

  @Test
  void workersThatReturnAndAbandonDoNotKeepTasksFromBeingDone() throws Exception {
    var behaviour = new Behaviour(Duration.ofMillis(2), 0.02, 0.1, 1);

    RunReport report = run(server.target(), settings(300, 1, behaviour)).execute();

    assertThat(report.trouble()).isEmpty();
    assertThat(report.cycles()).isEqualTo(300);
    assertThat(report.counts().get(Count.RETURNED)).isPositive();
    assertThat(report.counts().get(Count.ABANDONED)).isPositive();
    assertThat(report.counts().get(Count.EXPIRED)).isPositive();
  }

  @Test
  void aServerThatStandsStillForASecondShowsInThePercentiles() throws Exception {
    var stall = Duration.ofSeconds(1);
    var settings = settings(20_000, 1, Behaviour.EAGER);
    server.stall(Duration.ZERO);
    Run run = run(server.target(), settings);
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
    assertThat(report.latencies().answer().getMaxValue()).isGreaterThan(900_000);
    assertThat(report.latencies().answer().getCountBetweenValues(900_000, 5_000_000))
        .isGreaterThanOrEqualTo(settings.workers() - 1L);
  }

  @Test
  void aWrongKeyIsSaid() {
    var wrong = new Target(server.target().base(), "sk_wrong");

    assertThatThrownBy(() -> run(wrong, settings(10, 1, Behaviour.EAGER)).execute())
        .hasMessageContaining("401");
  }

  @Test
  void aServerThatIsNotThereIsSaid() throws IOException {
    URI base = server.target().base();
    server.close();

    assertThatThrownBy(
            () -> run(new Target(base, "sk"), settings(10, 1, Behaviour.EAGER)).execute())
        .hasMessage("nothing answers at " + base);
  }

  private static Run run(Target target, RunSettings settings) {
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Run(
        settings,
        target,
        null,
        new WallClock(InstantSource.system()),
        new Progress(silent, false),
        () -> Duration.ZERO);
  }

  private static RunSettings settings(long tasks, int redundancy, Behaviour behaviour) {
    return new RunSettings(
        "test",
        20,
        2,
        null,
        Duration.ZERO,
        tasks,
        0,
        redundancy,
        "fixed",
        20_000,
        Duration.ofSeconds(1),
        2,
        200,
        2,
        100,
        behaviour,
        List.of("yes", "no"),
        1,
        1,
        Duration.ofSeconds(10));
  }
}
