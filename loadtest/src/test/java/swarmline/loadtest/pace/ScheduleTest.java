package swarmline.loadtest.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void evenArrivalsComeAtTheRate() {
    var schedule = new Schedule(1_000, 0, false);

    assertThat(schedule.nanos(0)).isZero();
    assertThat(schedule.nanos(1)).isEqualTo(1_000_000);
    assertThat(schedule.nanos(5_000)).isEqualTo(5 * SECOND);
  }

  @Test
  void halfOfWhatTheRateWouldBringComesDuringTheRamp() {
    var schedule = new Schedule(100, 10 * SECOND, false);

    assertThat(schedule.nanos(125)).isEqualTo(5 * SECOND);
    assertThat(schedule.nanos(500)).isEqualTo(10 * SECOND);
    assertThat(schedule.nanos(600)).isEqualTo(11 * SECOND);
  }

  @Test
  void partsTogetherComeAtTheWholeRate() {
    var part = new Schedule(900, 0, false).share(3);

    assertThat(part.nanos(300)).isEqualTo(SECOND);
  }

  @Test
  void randomArrivalsComeAtTheRateToo() {
    var arrivals =
        new Arrivals(new Schedule(1_000, 0, true), new SplittableRandom(7), 5 * SECOND, 0);
    int count = 0;
    while (arrivals.next() < 105 * SECOND) {
      arrivals.advance();
      count++;
    }

    assertThat(count).isCloseTo(100_000, within(1_500));
  }

  @Test
  void aSlowCallerDoesNotMoveTheSchedule() {
    var arrivals = new Arrivals(new Schedule(10, 0, false), new SplittableRandom(1), 100, 0.5);

    assertThat(arrivals.next()).isEqualTo(100 + SECOND / 20);
    arrivals.advance();
    assertThat(arrivals.next()).isEqualTo(100 + SECOND / 20 + SECOND / 10);
  }

  @Test
  void aRateOfNothingIsNoSchedule() {
    assertThatThrownBy(() -> new Schedule(0, 0, false)).hasMessageContaining("rate above 0");
  }
}
