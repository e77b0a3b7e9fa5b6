package swarmline.engine.consensus.crowd;

/**
 * How far stated confidence is from what golds bear out: one temperature for the whole pool, found
 * on a grid (temperature scaling; Guo, Pleiss, Sun, Weinberger 2017). Before there are golds it is
 * {@link #PRIOR_CENTRE}; each gold's likelihood under every temperature is kept as a sum, so that a
 * gold that is estimated anew only replaces its own part.
 */
final class Calibration {
  private static final int STEPS = 25;

  /** Temperatures as powers of two, from the lowest, in quarters. */
  private static final double LOWEST = -5;

  private static final double STEP = 0.25;
  private static final double PRIOR_CENTRE = 0;

  /** Powers of two to either side within which two pools in three lie. */
  private static final double PRIOR_WIDTH = 1;

  private final double[] likelihood = new double[STEPS];
  private double sharpness = Math.pow(2, PRIOR_CENTRE);

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
      double sharpness = scale * Math.pow(2, LOWEST + STEP * j);
      double sum = 0;
      for (double score : scores) {
        sum += Math.exp(sharpness * (score - scores[truth]));
      }
      part[j] = -Math.log(sum);
      likelihood[j] += part[j];
    }
    sharpness = mean();
  }

  /** What the logarithms of the odds are multiplied by before they are stated. */
  double sharpness() {
    return sharpness;
  }

  private double mean() {
    double most = Double.NEGATIVE_INFINITY;
    double[] weight = new double[STEPS];
    for (int j = 0; j < STEPS; j++) {
      double away = (LOWEST + STEP * j - PRIOR_CENTRE) / PRIOR_WIDTH;
      weight[j] = likelihood[j] - away * away / 2;
      most = Math.max(most, weight[j]);
    }
    double sum = 0;
    double power = 0;
    for (int j = 0; j < STEPS; j++) {
      double w = Math.exp(weight[j] - most);
      sum += w;
      power += w * (LOWEST + STEP * j);
    }
    return Math.pow(2, power / sum);
  }
}
