package swarmline.api;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The wall clock as it was at the start, and the time that has really passed since: a jump of the
 * wall clock does not show in it. Thread-safe.
 */
final class SteadyClock implements InstantSource {
  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return started.plusNanos(System.nanoTime() - startedNanos);
  }
}
