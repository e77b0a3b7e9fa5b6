package swarmline.engine.consensus;

/** What an answer counts by what is known of its worker; one of whom nothing is known counts 1. */
public final class Weights {
  /** All weights are whole multiples of this; sums of them are exact. */
  public static final double GRAIN = 1.0 / 1024;

  /** What the answer of the best worker counts. */
  public static final double MOST = 3;

  /** What the answer of the worst worker counts. */
  public static final double LEAST = 0.25;

  private Weights() {}

  /** The nearest weight to a number, at least one grain. */
  public static double nearest(double number) {
    return Math.max(Math.rint(number / GRAIN), 1) * GRAIN;
  }

  /**
   * Logarithm of the odds that the worker is right, over that of a typical one, which is what an
   * independent vote should count (Nitzan and Paroush 1982); wrong answers are as likely as each
   * other. Bounded, so that what is thought of workers moves no outcome without limit.
   *
   * @param accuracy how often the worker is right, between 0 and 1
   * @param typical the same of the crowd
   * @param values how many different answers there are, at least 2
   */
  public static double of(double accuracy, double typical, int values) {
    double usual = information(typical, values);
    return usual <= 0
        ? 1
        : nearest(Math.min(Math.max(information(accuracy, values) / usual, LEAST), MOST));
  }

  private static double information(double accuracy, int values) {
    return Math.log(accuracy * (values - 1) / (1 - accuracy));
  }
}
