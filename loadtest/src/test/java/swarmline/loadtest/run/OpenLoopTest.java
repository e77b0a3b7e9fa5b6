package swarmline.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swarmline.loadtest.fake.FakeServer;
import swarmline.loadtest.fake.Runs;
import swarmline.loadtest.pace.Schedule;
import swarmline.loadtest.run.RunSettings.Pacing;
import swarmline.loadtest.run.RunSettings.Work;
import swarmline.loadtest.worker.Behaviour;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.Timing;

/** A stall is not hidden: what was due while the server stood still has waited since it was due. */
class OpenLoopTest {
  private static final double RATE = 1_000;
  private static final Duration LENGTH = Duration.ofSeconds(4);
  private static final Duration STALL = Duration.ofSeconds(1);

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
  void aStallOfASecondIsInAQuarterOfTheAnswersOfFourSeconds() throws Exception {
    Run run = Runs.of(server.target(), Runs.settings(Behaviour.EAGER, stock(), 1, open()), null);
    Thread staller = stallAfter(run, 1_000);

    RunReport report = run.execute();

    staller.join();
    assertThat(report.trouble()).isEmpty();
    Histogram answers = report.latencies().of(Timing.ANSWER);
    assertThat(answers.getTotalCount()).isCloseTo(4_000, within(60L));
    assertThat(answers.getMaxValue()).isGreaterThan(950_000);
    assertThat(answers.getCountBetweenValues(100_000, 10_000_000))
        .as("those due in the first nine tenths of the stall")
        .isGreaterThan(850);
    assertThat(answers.getValueAtPercentile(90)).isGreaterThan(500_000);
  }

  @Test
  void theRateIsKeptWhateverWorkersThereAre() throws Exception {
    RunReport report =
        Runs.of(server.target(), Runs.settings(Behaviour.EAGER, stock(), 1, open()), null)
            .execute();

    assertThat(report.cyclesPerSecond()).isCloseTo(RATE, within(20.0));
    assertThat(report.latencies().of(Timing.LAG).getTotalCount()).isGreaterThan(3_900);
    assertThat(report.counts().get(Count.MISSED)).isLessThan(50);
  }

  @Test
  void arrivalsThatAreNeverServedAreCountedWithTheirWaiting() throws Exception {
    Run run = Runs.of(server.target(), Runs.settings(Behaviour.EAGER, stock(), 1, open()), null);
    var staller =
        new Thread(
            () -> {
              while (run.accepted() < 2_000) {
                Thread.onSpinWait();
              }
              server.stall(Duration.ofSeconds(4));
            });
    staller.start();

    RunReport report = run.execute();

    staller.join();
    assertThat(report.counts().get(Count.MISSED)).isGreaterThan(1_500);
    assertThat(report.latencies().of(Timing.ANSWER).getValueAtPercentile(90))
        .isGreaterThan(1_000_000);
  }

  @Test
  void tasksThatArePublishedOnScheduleArePushedFromThatMomentOn() throws Exception {
    var tasks = new Schedule(500, 0, false);
    var pacing = new Pacing(LENGTH, Duration.ZERO, Duration.ZERO, null, tasks);
    Run run = Runs.of(server.target(), Runs.settings(Behaviour.EAGER, stock(), 1, pacing), null);
    Thread staller = stallAfter(run, 500);

    RunReport report = run.execute();

    staller.join();
    Histogram pushes = report.latencies().of(Timing.PUSH);
    assertThat(pushes.getTotalCount()).isGreaterThan(1_900);
    assertThat(pushes.getCountBetweenValues(100_000, 10_000_000)).isGreaterThan(400);
    assertThat(pushes.getMaxValue()).isGreaterThan(900_000);
  }

  @Test
  void measuringBeginsWhenTheRampIsOverAndEveryWorkerIsThere() throws Exception {
    var ramp = Duration.ofSeconds(1);
    var rising = new Schedule(500, ramp.toNanos(), false);
    var pacing = new Pacing(Duration.ofSeconds(2), ramp, ramp, rising, null);

    RunReport report =
        Runs.of(server.target(), Runs.settings(Behaviour.EAGER, stock(), 1, pacing), null)
            .execute();

    assertThat(report.trouble()).isEmpty();
    assertThat(report.cyclesPerSecond()).isCloseTo(500, within(50.0));
    assertThat(report.samples()).filteredOn(sample -> sample.second() > 0).hasSizeLessThan(4);
    assertThat(report.samples().get(report.samples().size() - 1).workers()).isEqualTo(20);
    assertThat(report.counts().get(Count.ACCEPTED)).isGreaterThan(report.cycles() + 150);
  }

  private Thread stallAfter(Run run, long answers) {
    var staller =
        new Thread(
            () -> {
              while (run.accepted() < answers) {
                Thread.onSpinWait();
              }
              server.stall(STALL);
            });
    staller.start();
    return staller;
  }

  private static Work stock() {
    return new Work(0, 2_000, 200, 2, 500);
  }

  private static Pacing open() {
    return new Pacing(LENGTH, Duration.ZERO, Duration.ZERO, new Schedule(RATE, 0, false), null);
  }
}
