package swarmline.loadtest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Rfc3339Test {
  @Test
  void anyInstantIsReadToTheMicrosecond() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      long micros = random.nextLong(8_000_000_000_000_000L);
      Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);

      assertThat(Rfc3339.micros(instant.toString())).as("%s", instant).isEqualTo(micros);
    }
  }

  @Test
  void anOffsetIsUnderstood() {
    assertThat(Rfc3339.micros("1970-01-01T01:00:00.5+01:00")).isEqualTo(500_000);
  }

  @Test
  void whatIsNoTimeIsMalformed() {
    assertThatThrownBy(() -> Rfc3339.micros("soon")).isInstanceOf(MalformedJson.class);
  }
}
