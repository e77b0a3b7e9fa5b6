package swarmline.engine.consensus.crowd;

/**
 * How far stated confidence is from what golds bear out: one temperature for the whole pool, found
 * on a grid (temperature scaling; Guo, Pleiss, Sun, Weinberger 2017). Before there are golds it is
 * {@link #PRIOR_CENTRE}; each gold's likelihood under every temperature is kept as a sum, so that a
 * gold that is estimated anew only replaces its own part.
 *
 * <p>A few golds leave open what the temperature is. Confidence is therefore the mean over what it
 * may be, by Gauss-Hermite quadrature of three nodes over its logarithm; what golds have not yet
 * added to the assumption does not count as doubt, so that confidence begins as the model has it.
 */
final class Calibration {
  private static final int STEPS = 25;

  /** Temperatures as powers of two, from the lowest, in quarters. */
  private static final double LOWEST = -5;

  private static final double STEP = 0.25;
  private static final double PRIOR_CENTRE = 0;

  /** Powers of two to either side within which two pools in three lie. */
  private static final double PRIOR_WIDTH = 1;

  /** Deviations from the mean of the outer two of three nodes, and their weights. */
  private static final double OUTER = Math.sqrt(3);

  private static final double OUTER_WEIGHT = 1.0 / 6;

  private final double[] likelihood = new double[STEPS];
  private double sharpness = Math.pow(2, PRIOR_CENTRE);

  /** What the sharpness may be off by, as a factor; 1 before there are golds. */
  private double spread = 1;

  /** What one gold says of each temperature. */
  static double[] none() {
    return new double[STEPS];
  }

  /**
   * Replaces what a gold said by what it says now.
   *
   * @param part what it said, overwritten by what it says
   * @param scores logarithms of the classes' probabilities, up to a constant, as the model has them
   *     without having been told the truth
   * @param scale sharpness of this item relative to the pool's
   */
  void learn(double[] part, double[] scores, double scale, int truth) {
    for (int j = 0; j < STEPS; j++) {
      likelihood[j] -= part[j];
      double sharpness = scale * Math.pow(2, power(j));
      double sum = 0;
      for (double score : scores) {
        sum += Math.exp(sharpness * (score - scores[truth]));
      }
      part[j] = -Math.log(sum);
      likelihood[j] += part[j];
    }
    fit();
  }

  /** What the logarithms of the odds are multiplied by before they are stated. */
  double sharpness() {
    return sharpness;
  }

  /**
   * How likely the leading class is to be right.
   *
   * @param behind logarithms of the odds of each class to the leading one, whose own is 0
   * @param scale sharpness of this item relative to the pool's
   */
  double confidence(double[] behind, double scale) {
    double middle = confidenceAt(behind, scale * sharpness);
    if (spread == 1) {
      return middle;
    }
    double below = confidenceAt(behind, scale * sharpness / spread);
    double above = confidenceAt(behind, scale * sharpness * spread);
    return (1 - 2 * OUTER_WEIGHT) * middle + OUTER_WEIGHT * (below + above);
  }

  private static double confidenceAt(double[] behind, double sharpness) {
    double sum = 0;
    for (double odds : behind) {
      sum += Math.exp(sharpness * odds);
    }
    return 1 / sum;
  }

  /** Mean and deviation of the temperature's logarithm, by what golds say and what was assumed. */
  private void fit() {
    double most = Double.NEGATIVE_INFINITY;
    double[] weight = new double[STEPS];
    for (int j = 0; j < STEPS; j++) {
      double away = (power(j) - PRIOR_CENTRE) / PRIOR_WIDTH;
      weight[j] = likelihood[j] - away * away / 2;
      most = Math.max(most, weight[j]);
    }
    double sum = 0;
    double powers = 0;
    double squares = 0;
    for (int j = 0; j < STEPS; j++) {
      double w = Math.exp(weight[j] - most);
      sum += w;
      powers += w * power(j);
      squares += w * power(j) * power(j);
    }
    double mean = powers / sum;
    sharpness = Math.pow(2, mean);
    double variance = Math.max(squares / sum - mean * mean, 0);
    double learned = Math.max(1 - variance / (PRIOR_WIDTH * PRIOR_WIDTH), 0);
    spread = Math.pow(2, OUTER * Math.sqrt(variance * learned));
  }

  private static double power(int step) {
    return LOWEST + STEP * step;
  }
}
