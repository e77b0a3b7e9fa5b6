package swarmline.engine.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Wall-clock time that never jumps: it starts at the wall clock's reading, goes on at the pace of
 * the monotonic clock, and drifts back to the wall clock by at most {@value #SLEW_PER_MILLE} ms in
 * a second. So a wrong wall clock, or one that was put right, ends no lease early. It never goes
 * back. Thread-safe.
 */
public final class SteadyClock implements InstantSource {
  static final int SLEW_PER_MILLE = 1;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final InstantSource wall;
  private final LongSupplier nanos;
  private Instant base;
  private long baseNanos;

  /** Of the wall clock from this one, as it was at the base. */
  private Duration offset = Duration.ZERO;

  /** Over this machine's clocks. */
  public SteadyClock() {
    this(InstantSource.system(), System::nanoTime);
  }

  /**
   * @param nanos monotonic, in nanoseconds from any origin
   */
  SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.base = wall.instant();
    this.baseNanos = nanos.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    long elapsed = nanos.getAsLong() - baseNanos;
    Instant steady = base.plusNanos(elapsed).plus(slew(offset, elapsed));
    if (elapsed >= NANOS_PER_SECOND) {
      baseNanos += elapsed;
      base = steady;
      offset = Duration.between(steady, wall.instant());
    }
    return steady;
  }

  /** The part of the offset that may be made up for in the time that went by. */
  private static Duration slew(Duration offset, long elapsed) {
    long most = elapsed / 1000 * SLEW_PER_MILLE;
    if (offset.abs().compareTo(Duration.ofNanos(most)) <= 0) {
      return offset;
    }
    return Duration.ofNanos(offset.isNegative() ? -most : most);
  }
}
