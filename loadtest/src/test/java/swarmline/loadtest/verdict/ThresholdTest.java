package swarmline.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
  private static final Map<String, Double> FIGURES =
      Map.of("claim.p99", 20.0, "errors", 0.0, "accuracy", 0.93);

  @ParameterizedTest
  @CsvSource({
    "claim.p99 < 20ms, false",
    "claim.p99 <= 20ms, true",
    "claim.p99 <= 0.02s, true",
    "claim.p99 < 20001us, true",
    "claim.p99 > 19.9, true",
    "claim.p99 >= 21, false",
    "errors = 0, true",
    "errors==0, true",
    "errors > 0, false",
    "accuracy >= 93%, true"
  })
  void boundsHoldOrDoNot(String text, boolean met) {
    assertThat(Threshold.of(text).in(FIGURES).isMet()).isEqualTo(met);
  }

  @Test
  void aFigureThatWasNotMeasuredDoesNotMeetItsBound() {
    Threshold.Result result = Threshold.of("push.p99 < 1s").in(FIGURES);

    assertThat(result.isMet()).isFalse();
    assertThat(result.actual()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"claim.p98 < 3", "claim < 3", "luck = 7", "errors", "errors < soon", ""})
  void whatIsNoThresholdIsSaid(String text) {
    assertThatThrownBy(() -> Threshold.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void figuresAreThoseOfTheReport() throws IOException {
    JsonNode report =
        new ObjectMapper()
            .readTree(
                "{\"cyclesPerSecond\":12.5,\"errorCount\":3,\"counts\":{\"missed\":2},"
                    + "\"latencyMillis\":{\"claim\":{\"count\":9,\"p99.9\":7.5},"
                    + "\"push\":{\"count\":0}},\"audit\":{\"violationCount\":1}}");

    assertThat(Figures.of(report))
        .containsEntry("cycles", 12.5)
        .containsEntry("errors", 3.0)
        .containsEntry("missed", 2.0)
        .containsEntry("violations", 1.0)
        .containsEntry("claim.p99.9", 7.5)
        .doesNotContainKeys("push.p99", "accuracy");
  }
}
