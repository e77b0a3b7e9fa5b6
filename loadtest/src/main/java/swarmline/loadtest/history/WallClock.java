package swarmline.loadtest.history;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Tells microseconds since 1970 from {@link System#nanoTime()}, as of one look at the clock. */
public final class WallClock {
  private static final long NANOS_PER_MICRO = 1_000;

  private final long startMicros;
  private final long startNanos;

  public WallClock(InstantSource source) {
    startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, source.instant());
    startNanos = System.nanoTime();
  }

  /** The time at which {@link System#nanoTime()} was {@code nanos}. */
  public long micros(long nanos) {
    return startMicros + (nanos - startNanos) / NANOS_PER_MICRO;
  }

  /** The time now. */
  public long micros() {
    return micros(System.nanoTime());
  }
}
