package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MatricesTest {
  /** Half one-coin; 4 answers of the crowd in a row and in an ability; 10 a class, 7 right. */
  private final CrowdSettings settings =
      new CrowdSettings(0.5, 4, 4, 10, 0.7, 1, false, 1, 0, 1, 0);

  @Test
  void aWorkerOfWhomNothingIsKnownIsAsTheCrowd() {
    var matrices = new Matrices(2, settings);
    matrices.reserve(1);

    assertThat(matrices.knows(0)).isFalse();
    assertThat(matrices.ability(0)).isCloseTo(0.7, within(1e-12));
    assertThat(rows(matrices, 0)).containsExactly(new double[] {0.7, 0.3, 0.3, 0.7}, within(1e-9));
  }

  @Test
  void rowsAreAsWorkedByHand() {
    var matrices = new Matrices(2, settings);
    matrices.reserve(2);
    // Four answers to items that are of class 0 for certain: three right, one wrong.
    float[] zero = {1, 0};
    matrices.count(0, 0, zero, 3);
    matrices.count(0, 1, zero, 1);

    // The crowd: class 0 has 10 of 14, accuracy is 17 of 24.
    assertThat(matrices.crowdAccuracy()).isCloseTo(17.0 / 24, within(1e-12));
    double ability = (3 + 4 * 17.0 / 24) / 8;
    assertThat(matrices.ability(0)).isCloseTo(ability, within(1e-12));
    double right = 0.5 * ability + 0.5 * (3 + 4 * 10.0 / 14) / 8;
    double ofOther = 0.5 * ability + 0.5 * 0.7;
    assertThat(rows(matrices, 0))
        .containsExactly(new double[] {right, 1 - right, 1 - ofOther, ofOther}, within(1e-9));
  }

  @Test
  void whatIsCountedOutLeavesNothingBehind() {
    var matrices = new Matrices(3, settings);
    matrices.reserve(1);
    float[] posterior = {0.2f, 0.5f, 0.3f};
    double[] before = rows(matrices, 0);

    matrices.count(0, 2, posterior, 1);
    assertThat(rows(matrices, 0)).isNotEqualTo(before);
    matrices.count(0, 2, posterior, -1);

    assertThat(rows(matrices, 0)).containsExactly(before, within(1e-9));
    assertThat(matrices.knows(0)).isFalse();
  }

  private static double[] rows(Matrices matrices, int worker) {
    var rows = new double[matrices.cells()];
    matrices.probabilities(worker, rows);
    return rows;
  }
}
