package swarmline.loadtest.worker;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Waiting times of a while, in microseconds. Not thread-safe. */
public final class LatencyInterval {
  private static final int DIGITS = 3;

  private final Map<Timing, Histogram> times = new EnumMap<>(Timing.class);

  private LatencyInterval() {
    for (Timing timing : Timing.values()) {
      times.put(timing, new Histogram(DIGITS));
    }
  }

  public static LatencyInterval empty() {
    return new LatencyInterval();
  }

  public Histogram of(Timing timing) {
    return times.get(timing);
  }

  /** Adds another while to this one. */
  public void add(LatencyInterval other) {
    times.forEach((timing, histogram) -> histogram.add(other.of(timing)));
  }
}
