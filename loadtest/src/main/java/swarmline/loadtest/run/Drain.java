package swarmline.loadtest.run;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.Workforce;

/** Whether all that was published is done. */
final class Drain {
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final RunSettings settings;
  private final Workforce crew;
  private final LongSupplier published;
  private long idleSince = System.nanoTime();

  Drain(RunSettings settings, Workforce crew, LongSupplier published) {
    this.settings = settings;
    this.crew = crew;
    this.published = published;
  }

  boolean isDone() {
    long wanted = published.getAsLong() * settings.shape().redundancy();
    return crew.count(Count.ACCEPTED) >= wanted
        || (!settings.shape().takesAll() && isIdleForGood());
  }

  /**
   * Early consensus ends tasks before all answers came: nothing left to do is the end then, where
   * it lasts. For a moment, between a commit of answers and one of leases, all may be idle.
   */
  private boolean isIdleForGood() {
    long now = System.nanoTime();
    if (!isIdle()) {
      idleSince = now;
    }
    return now - idleSince >= IDLE_NANOS;
  }

  private boolean isIdle() {
    return crew.count(Count.ACCEPTED) > 0
        && crew.count(Count.WAITING) >= settings.crowd().workers()
        && !settings.crowd().behaviour().letsLeasesEnd()
        && crew.isIdle();
  }
}
