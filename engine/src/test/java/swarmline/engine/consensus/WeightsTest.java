package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WeightsTest {

  @Test
  void aTypicalWorkerCountsOne() {
    assertThat(Weights.of(0.7, 0.7, 2)).isEqualTo(1);
    assertThat(Weights.of(0.5, 0.5, 32)).isEqualTo(1);
  }

  @Test
  void aWorkersWeightIsTheLogarithmOfItsOddsOverThatOfATypicalOne() {
    assertThat(Weights.of(0.9, 0.7, 2)).as("ln 9 / ln 7/3").isCloseTo(2.593, within(0.001));
    assertThat(Weights.of(0.8, 0.6, 3)).as("ln 8 / ln 3").isCloseTo(1.893, within(0.001));
  }

  @Test
  void noWeightIsBeyondItsBounds() {
    assertThat(Weights.of(0.9999, 0.6, 2)).isEqualTo(Weights.MOST);
    assertThat(Weights.of(0.5, 0.8, 2)).isEqualTo(Weights.LEAST);
    assertThat(Weights.of(0.1, 0.8, 2)).isEqualTo(Weights.LEAST);
  }

  @Test
  void whereTheCrowdIsNoBetterThanChanceAllCountTheSame() {
    assertThat(Weights.of(0.9, 0.5, 2)).isEqualTo(1);
    assertThat(Weights.of(0.9, 0.2, 4)).isEqualTo(1);
  }

  @Test
  void weightsAreWholeGrainsSoThatTheOrderOfASumDoesNotShow() {
    double weight = Weights.of(0.83, 0.71, 2) / Weights.GRAIN;

    assertThat(weight).isEqualTo(Math.rint(weight));
  }
}
