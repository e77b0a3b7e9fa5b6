package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {
  private final Calibration calibration = new Calibration();

  @Test
  void withoutGoldsConfidenceIsStatedAsItIs() {
    assertThat(calibration.sharpness()).isEqualTo(1.0);
  }

  @Test
  void overconfidenceIsCooledToWhatGoldsBearOut() {
    // The model says 0.99 each time and is right three times in four: log odds of 3 in place of 99.
    learn(400, 300);

    double fit = Math.log(3) / Math.log(99);
    assertThat(calibration.sharpness()).isCloseTo(fit, within(0.03));
  }

  @Test
  void aFewGoldsMoveItLittle() {
    learn(4, 3);

    assertThat(calibration.sharpness()).isBetween(0.3, 1.0);
  }

  @Test
  void aGoldThatIsEstimatedAnewReplacesWhatItSaid() {
    double[] part = Calibration.none();
    for (int i = 0; i < 50; i++) {
      calibration.learn(part, new double[] {0, Math.log(99)}, 1, 0);
    }
    var once = new Calibration();
    once.learn(Calibration.none(), new double[] {0, Math.log(99)}, 1, 0);

    assertThat(calibration.sharpness()).isCloseTo(once.sharpness(), within(1e-9));
  }

  private void learn(int golds, int right) {
    for (int gold = 0; gold < golds; gold++) {
      double[] scores =
          gold < right ? new double[] {Math.log(99), 0} : new double[] {0, Math.log(99)};
      calibration.learn(Calibration.none(), scores, 1, 0);
    }
  }
}
