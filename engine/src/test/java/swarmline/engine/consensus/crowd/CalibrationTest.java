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

  @Test
  void withoutGoldsConfidenceIsTheModels() {
    assertThat(calibration.confidence(new double[] {0, -Math.log(99)}, 1))
        .isCloseTo(0.99, within(1e-9));
    assertThat(calibration.confidence(new double[] {0, 0, 0}, 1)).isCloseTo(1.0 / 3, within(1e-9));
  }

  @Test
  void confidenceIsTheMeanOverWhatTheTemperatureMayBe() {
    learn(40, 30);

    // By Bayes' rule over a fine grid: a temperature's weight is its prior by thirty golds of 0.99
    // that were right and ten that were not.
    double sum = 0;
    double mean = 0;
    for (double power = -5; power <= 1; power += 0.01) {
      double right = 1 / (1 + Math.pow(99, -Math.pow(2, power)));
      double weight = Math.exp(-power * power / 2) * Math.pow(right, 30) * Math.pow(1 - right, 10);
      sum += weight;
      mean += weight / (1 + Math.pow(19, -Math.pow(2, power)));
    }
    assertThat(calibration.confidence(new double[] {0, -Math.log(19)}, 1))
        .isCloseTo(mean / sum, within(0.001));
    assertThat(1 / (1 + Math.pow(19, -calibration.sharpness())))
        .as("at the mean temperature")
        .isNotCloseTo(mean / sum, within(0.003));
  }

  @Test
  void theFirstGoldChangesConfidenceLittle() {
    learn(1, 1);

    assertThat(calibration.confidence(new double[] {0, -Math.log(19)}, 1)).isBetween(0.91, 0.95);
  }

  @Test
  void manyGoldsLeaveNoDoubtOfTheTemperature() {
    learn(400, 300);

    assertThat(calibration.confidence(new double[] {0, -Math.log(99)}, 1))
        .isCloseTo(0.75, within(0.01));
  }

  private void learn(int golds, int right) {
    for (int gold = 0; gold < golds; gold++) {
      double[] scores =
          gold < right ? new double[] {Math.log(99), 0} : new double[] {0, Math.log(99)};
      calibration.learn(Calibration.none(), scores, 1, 0);
    }
  }
}
