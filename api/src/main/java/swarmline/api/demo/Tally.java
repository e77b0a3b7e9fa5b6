package swarmline.api.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What the simulated workers saw. Thread-safe. */
final class Tally {
  private static final long LATENCY_MAX_MICROS = TimeUnit.MINUTES.toMicros(5);
  private static final int DIGITS = 3;

  private final LongAdder accepted = new LongAdder();
  private final LongAdder revoked = new LongAdder();
  private final ConcurrentHistogram claims = new ConcurrentHistogram(LATENCY_MAX_MICROS, DIGITS);

  void accepted() {
    accepted.increment();
  }

  void revoked() {
    revoked.increment();
  }

  /** From the answer that freed the place to the task that filled it. */
  void claimed(long nanos) {
    claims.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LATENCY_MAX_MICROS));
  }

  /** Answers the server has accepted. */
  long answers() {
    return accepted.sum();
  }

  /** Assignments taken back because consensus was reached without them. */
  long recalls() {
    return revoked.sum();
  }

  /** In microseconds. */
  Histogram claims() {
    return claims.copy();
  }
}
