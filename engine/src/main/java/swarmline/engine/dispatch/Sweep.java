package swarmline.engine.dispatch;

import java.time.Instant;
import swarmline.engine.id.WorkerId;

/**
 * What is asked of every task of a pool that a worker may have answered: that its answers count no
 * longer, or that they count again. Asked twice it comes to the same.
 *
 * @param after where answers count again, the latest lease whose answer does not; null where they
 *     count no longer
 * @param upTo the latest lease of the worker that is concerned
 */
record Sweep(WorkerId worker, Instant after, Instant upTo) {

  /** Others are asked instead of the worker. */
  static Sweep discounting(WorkerId worker, Instant upTo) {
    return new Sweep(worker, null, upTo);
  }

  /** Answers count again where nobody has taken their place. */
  static Sweep restoring(WorkerId worker, Instant after, Instant upTo) {
    return new Sweep(worker, after, upTo);
  }

  boolean restores() {
    return after != null;
  }

  /** Whether an answer may be concerned by both, and not to the same end. */
  boolean contradicts(Sweep other) {
    if (!worker.equals(other.worker) || restores() == other.restores()) {
      return false;
    }
    return restores() ? after.isBefore(other.upTo) : other.after.isBefore(upTo);
  }
}
