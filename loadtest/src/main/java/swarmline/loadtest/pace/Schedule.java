package swarmline.loadtest.pace;

/**
 * When arrivals are to happen: evenly or as a Poisson process, at a rate that rises from nothing
 * over the ramp. The n-th arrival does not depend on what became of those before it.
 *
 * @param rate arrivals per second after the ramp
 * @param rampNanos length of the ramp
 * @param isRandom whether the distances are exponential rather than even
 */
public record Schedule(double rate, long rampNanos, boolean isRandom) {
  private static final double NANOS_PER_SECOND = 1e9;

  public Schedule {
    if (rate <= 0 || rampNanos < 0) {
      throw new IllegalArgumentException("a schedule has a rate above 0 and a ramp of 0 or more");
    }
  }

  /** This one's share for one of several that work side by side. */
  public Schedule share(int parts) {
    return new Schedule(rate / parts, rampNanos, isRandom);
  }

  /**
   * When so many arrivals are due, in nanoseconds since the beginning.
   *
   * @param arrivals need not be a whole number: sums of random distances are not
   */
  public long nanos(double arrivals) {
    double perNano = rate / NANOS_PER_SECOND;
    double inRamp = perNano * rampNanos / 2;
    if (arrivals < inRamp) {
      return (long) Math.sqrt(2 * rampNanos * arrivals / perNano);
    }
    return (long) (rampNanos + (arrivals - inRamp) / perNano);
  }
}
