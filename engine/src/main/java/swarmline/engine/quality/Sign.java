package swarmline.engine.quality;

import java.time.Instant;
import swarmline.engine.task.Settlement.Verdict;

/**
 * One assignment of a worker, as the pool's rules see it.
 *
 * @param number its place among the worker's signs in the pool, from 1
 * @param millis from the lease to its end
 * @param repeated whether it was answered the same as the one answered before
 * @param right whether it is a gold, and answered right or wrong; null where it is none
 * @param task number of its task in the pool; null where it was stored before that was kept
 * @param agrees whether it agrees with the task's outcome; null where that is not known
 * @param learned when what is known of it was, among the worker's signs in the pool: the later the
 *     higher; null where nothing is known or it was stored before that was kept
 */
public record Sign(
    long number,
    Verdict verdict,
    Instant at,
    long millis,
    boolean repeated,
    Boolean right,
    Long task,
    Boolean agrees,
    Long learned) {

  /**
   * Whether it is right, of a gold, or else agrees with the outcome; null where neither is known.
   */
  Boolean agreed() {
    return right == null ? agrees : right;
  }

  /** Whether it makes a streak longer, or ends it; null where it does neither. */
  Boolean inStreak() {
    return verdict == Verdict.REJECTED ? Boolean.FALSE : agreed();
  }

  /** When that was known; 0 where it is not said. */
  long learnedAt() {
    return learned == null ? 0 : learned;
  }

  /** The same, held against the outcome of its task; of a gold the truth holds all the same. */
  Sign agreeing(boolean withOutcome, long now) {
    boolean same = right != null || Boolean.valueOf(withOutcome).equals(agrees);
    Long when = same ? learned : Long.valueOf(now);
    return new Sign(number, verdict, at, millis, repeated, right, task, withOutcome, when);
  }

  /** The same by another truth of the gold that it is. */
  Sign corrected(boolean rightNow) {
    return new Sign(number, verdict, at, millis, repeated, rightNow, task, agrees, learned);
  }

  boolean answered() {
    return answered(verdict);
  }

  boolean isAnswerTo(long number) {
    return answered() && task != null && task == number;
  }

  /** Whether an assignment that is settled so was answered. */
  static boolean answered(Verdict verdict) {
    return verdict == Verdict.APPROVED || verdict == Verdict.REJECTED;
  }

  /** Whether the worker ended it, or let it lapse. */
  boolean endedByWorker() {
    return verdict != Verdict.REVOKED;
  }
}
