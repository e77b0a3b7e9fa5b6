package swarmline.engine.consensus;

/** What weights of answers are made of. */
public final class Weights {
  /** All weights are whole multiples of this; sums of them are exact. */
  public static final double GRAIN = 1.0 / 1024;

  private Weights() {}

  /** The nearest weight to a number, at least one grain. */
  public static double nearest(double number) {
    return Math.max(Math.rint(number / GRAIN), 1) * GRAIN;
  }
}
