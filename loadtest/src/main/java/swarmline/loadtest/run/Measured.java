package swarmline.loadtest.run;

import java.time.Instant;
import java.util.List;
import swarmline.loadtest.worker.LatencyInterval;

/**
 * What was measured of a run.
 *
 * @param startedAt when measuring began; null where it never did
 * @param startNanos the same in {@link System#nanoTime}
 * @param seconds how long it took
 * @param cycles answers accepted meanwhile
 * @param samples one for each second, those of the warm-up before zero
 */
record Measured(
    Instant startedAt,
    long startNanos,
    double seconds,
    long cycles,
    LatencyInterval latencies,
    Cpu cpu,
    List<Sample> samples) {

  /** Nobody worked. */
  static Measured onlyCpu(Cpu cpu) {
    return new Measured(null, 0, 0, 0, LatencyInterval.empty(), cpu, List.of());
  }
}
