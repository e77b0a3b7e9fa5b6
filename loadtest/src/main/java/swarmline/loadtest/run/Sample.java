package swarmline.loadtest.run;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Timing;

/**
 * One second of a run.
 *
 * @param second since measuring began, at its end; negative while warming up
 * @param cycles accepted answers in it
 * @param workers connected at its end
 * @param errors in it
 * @param generatorCores the generator's share of a core
 * @param server what the server said of itself; empty where it said nothing
 */
public record Sample(
    double second,
    long cycles,
    long workers,
    long errors,
    double generatorCores,
    Map<Timing, Quantiles> times,
    Map<String, Double> server) {

  /** Points of a second's distribution, in microseconds. */
  public record Quantiles(long p50, long p99, long max) {}

  public Sample {
    times = new EnumMap<>(times);
    server = new TreeMap<>(server);
  }

  /** The points of each distribution that is not empty. */
  static Map<Timing, Quantiles> quantiles(LatencyInterval interval) {
    Map<Timing, Quantiles> times = new EnumMap<>(Timing.class);
    for (Timing timing : Timing.values()) {
      Histogram histogram = interval.of(timing);
      if (histogram.getTotalCount() > 0) {
        times.put(
            timing,
            new Quantiles(
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(99),
                histogram.getMaxValue()));
      }
    }
    return times;
  }
}
