package swarmline.loadtest.run;

/**
 * Processor time of a measurement.
 *
 * @param seconds used by the generator
 * @param cores the generator's share of a core
 * @param busiestThread share of a core of its busiest socket thread
 * @param serverCores the server's share of a core; 0 where it is not known
 */
public record Cpu(double seconds, double cores, double busiestThread, double serverCores) {
  /** Of a measurement that did not happen. */
  static final Cpu NONE = new Cpu(0, 0, 0, 0);

  private static final double SATURATED = 0.85;

  /** Whether the generator itself may be what limits the rate. */
  public boolean isBottleneck() {
    return busiestThread > SATURATED;
  }
}
