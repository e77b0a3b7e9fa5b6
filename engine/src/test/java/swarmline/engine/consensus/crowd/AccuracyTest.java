package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AccuracyTest {

  @Test
  void theIntervalIsWilsons() {
    Accuracy eightOfTen = Accuracy.of(0.8, 8, 10);

    // (0.8 + z²/20 ± z sqrt(0.16/10 + z²/400)) / (1 + z²/10) with z = 1.6449
    assertThat(eightOfTen.low()).isCloseTo(0.5407, within(5e-4));
    assertThat(eightOfTen.high()).isCloseTo(0.9315, within(5e-4));
  }

  @Test
  void nothingIsKnownWithoutAnAnswer() {
    assertThat(Accuracy.of(0.7, 0, 0)).isEqualTo(new Accuracy(0.7, 0, 1, 0));
  }

  @Test
  void moreAnswersNarrowTheIntervalAroundItsMean() {
    double width = 1;
    for (int answers = 1; answers <= 1_000; answers *= 10) {
      Accuracy now = Accuracy.of(0.9, 0.9 * answers, answers);
      assertThat(now.high() - now.low()).isLessThan(width);
      assertThat(now.mean()).isBetween(now.low(), now.high());
      width = now.high() - now.low();
    }
  }
}
