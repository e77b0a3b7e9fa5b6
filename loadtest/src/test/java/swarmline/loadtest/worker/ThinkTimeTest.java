package swarmline.loadtest.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThinkTimeTest {
  private static final int DRAWS = 100_000;

  @ParameterizedTest
  @CsvSource({
    "200, 200",
    "200ms, 200",
    "2s, 2000",
    "constant:70ms, 70",
    "uniform:100ms-300ms, 200",
    "exponential:150ms, 150"
  })
  void drawsHaveTheMeanThatTheTextSays(String text, double mean) {
    assertThat(Arrays.stream(draws(text)).average().orElseThrow())
        .isCloseTo(mean, within(mean / 50));
  }

  @Test
  void halfOfLogNormalDrawsAreBelowTheMedian() {
    double[] sorted = Arrays.stream(draws("lognormal:400ms:0.8")).sorted().toArray();

    assertThat(sorted[DRAWS / 2]).isCloseTo(400, within(8.0));
    assertThat(sorted[(int) (DRAWS * 0.8413)]).isCloseTo(400 * Math.exp(0.8), within(25.0));
  }

  @Test
  void uniformDrawsStayWithinTheirBounds() {
    assertThat(Arrays.stream(draws("uniform:100ms-300ms"))).allMatch(ms -> ms >= 100 && ms <= 300);
    assertThat(Arrays.stream(draws("200"))).allMatch(ms -> ms >= 100 && ms <= 300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "uniform:3s", "normal:3ms", "constant:", "-4ms", "uniform:5-3"})
  void whatIsNoThinkTimeIsSaid(String text) {
    assertThatThrownBy(() -> ThinkTime.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"constant:5ms", "uniform:10ms-30ms", "exponential:9ms", "lognormal:9ms:0.5"})
  void itsTextIsReadAgainAsTheSame(String text) {
    assertThat(ThinkTime.of(text).text()).isEqualTo(text);
  }

  private static double[] draws(String text) {
    ThinkTime time = ThinkTime.of(text);
    var random = new SplittableRandom(11);
    return IntStream.range(0, DRAWS).mapToDouble(i -> time.nanos(random) / 1e6).toArray();
  }
}
