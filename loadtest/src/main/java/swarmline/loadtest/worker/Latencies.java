package swarmline.loadtest.worker;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.SingleWriterRecorder;

/** Recorders of one loop's waiting times, in microseconds. One thread records, one other reads. */
final class Latencies {
  private static final int DIGITS = 3;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Map<Timing, SingleWriterRecorder> recorders = new EnumMap<>(Timing.class);

  Latencies() {
    for (Timing timing : Timing.values()) {
      recorders.put(timing, new SingleWriterRecorder(DIGITS));
    }
  }

  void record(Timing timing, long nanos) {
    recorders.get(timing).recordValue(Math.max(0, nanos / NANOS_PER_MICRO));
  }

  /** Adds what was recorded since this was last asked. */
  void drainInto(LatencyInterval interval) {
    recorders.forEach(
        (timing, recorder) -> interval.of(timing).add(recorder.getIntervalHistogram()));
  }
}
