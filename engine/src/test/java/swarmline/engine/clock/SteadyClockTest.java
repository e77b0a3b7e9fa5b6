package swarmline.engine.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private Instant wall = START;
  private long nanos = 12_345;
  private final SteadyClock clock = new SteadyClock(() -> wall, () -> nanos);

  @Test
  void itStartsAtTheWallClockAndGoesAtItsPace() {
    assertThat(clock.instant()).isEqualTo(START);
    pass(Duration.ofMillis(1_500));
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1_500));
    pass(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1_500).plusSeconds(3_600));
  }

  @Test
  void aJumpOfTheWallClockDoesNotShow() {
    pass(Duration.ofSeconds(2));
    clock.instant();
    wall = wall.plusSeconds(3_600);

    pass(Duration.ofSeconds(10));

    assertThat(Duration.between(START, clock.instant()))
        .isBetween(Duration.ofSeconds(12), Duration.ofMillis(12_012));
  }

  @Test
  void itDriftsToTheWallClockByAMillisecondASecond() {
    wall = wall.plusSeconds(1);

    for (int second = 0; second < 500; second++) {
      pass(Duration.ofSeconds(1));
      clock.instant();
    }
    assertThat(Duration.between(clock.instant(), wall).toMillis()).isBetween(500L, 502L);

    for (int second = 0; second < 600; second++) {
      pass(Duration.ofSeconds(1));
      clock.instant();
    }
    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void itNeverGoesBackHoweverTheWallClockJumps() {
    var random = new Random(17);
    Instant last = clock.instant();
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(50) == 0) {
        wall = wall.plusMillis(random.nextInt(20_000) - 10_000);
      }
      pass(Duration.ofNanos(random.nextInt(1_200_000_000) / (1 + random.nextInt(5_000))));
      Instant now = clock.instant();
      assertThat(now).isAfterOrEqualTo(last);
      last = now;
    }
  }

  private void pass(Duration duration) {
    wall = wall.plus(duration);
    nanos += duration.toNanos();
  }
}
