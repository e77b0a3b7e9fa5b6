package swarmline.engine.consensus.crowd;

/**
 * How often a worker is right, with the interval that holds it nine times in ten: the score
 * interval (Wilson 1927) of the expected number of right answers, which is not a whole number.
 *
 * @param mean 0 to 1, drawn to the crowd's where there are few answers
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param answers how many it follows from
 */
public record Accuracy(double mean, double low, double high, int answers) {
  /** Standard deviations to either side that leave a twentieth outside on each. */
  private static final double Z = 1.6449;

  /**
   * @param right how many of the answers are right, or are expected to be
   */
  public static Accuracy of(double mean, double right, double answers) {
    if (answers < 0.5) {
      return new Accuracy(mean, 0, 1, 0);
    }
    double share = Math.min(Math.max(right / answers, 0), 1);
    double squared = Z * Z / answers;
    double centre = (share + squared / 2) / (1 + squared);
    double half =
        Z * Math.sqrt(share * (1 - share) / answers + squared / (4 * answers)) / (1 + squared);
    return new Accuracy(
        mean,
        Math.max(Math.min(centre - half, mean), 0),
        Math.min(Math.max(centre + half, mean), 1),
        (int) Math.round(answers));
  }
}
