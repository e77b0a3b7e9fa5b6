package swarmline.loadtest.worker;

import org.HdrHistogram.Histogram;

/** Waiting times of a while, in microseconds. */
public record LatencyInterval(Histogram claim, Histogram answer, Histogram push) {
  private static final int DIGITS = 3;

  public static LatencyInterval empty() {
    return new LatencyInterval(new Histogram(DIGITS), new Histogram(DIGITS), new Histogram(DIGITS));
  }

  /** Adds another while to this one. */
  public void add(LatencyInterval other) {
    claim.add(other.claim);
    answer.add(other.answer);
    push.add(other.push);
  }
}
