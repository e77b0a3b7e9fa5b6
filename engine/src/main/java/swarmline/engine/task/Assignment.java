package swarmline.engine.task;

import java.time.Instant;
import swarmline.engine.consensus.CountedAnswer;

/**
 * One worker's one turn at a task.
 *
 * @param answer canonical JSON text; null until there is one
 * @param counted whether the answer counts towards consensus
 * @param endedAt when the lease ended, whichever way; null while it is live
 * @param reason said by the worker who returned it, or why it was revoked; may be null
 * @param settlement null while the lease is live or the review pending
 * @param applied whether the worker is known to have stored the settlement
 * @param adjusts ordinal of the turn whose settlement this one adjusts; null for any other turn
 * @param trust how likely its worker is to be right, where the answer alone is to be enough; else
 *     null
 * @param lateAt when its answer came, where that was after the lease; null for any other turn
 */
public record Assignment(
    int ordinal,
    String worker,
    Instant leasedAt,
    Instant expiresAt,
    Instant holdsUntil,
    Status status,
    String answer,
    boolean counted,
    Instant endedAt,
    String reason,
    Settlement settlement,
    boolean applied,
    String request,
    Integer adjusts,
    Double trust,
    Instant lateAt) {

  /** Where an assignment is. */
  public enum Status {
    LEASED,
    SUBMITTED,
    APPROVED,
    REJECTED,
    RETURNED,
    SKIPPED,
    EXPIRED,
    REVOKED,
    /** Never a lease: it only changes what an earlier turn came to. */
    ADJUSTED
  }

  /** Whether it still holds a slot as a lease; its deadline may have passed unnoticed. */
  public boolean live() {
    return status == Status.LEASED;
  }

  /** An interval ends before its end: at {@code holdsUntil} the lease no longer holds. */
  public boolean overdue(Instant now) {
    return live() && !now.isBefore(holdsUntil);
  }

  /** When its answer came, in time or late; null while there is none. */
  public Instant submittedAt() {
    return switch (status) {
      case SUBMITTED, APPROVED, REJECTED -> endedAt;
      case LEASED, RETURNED, SKIPPED, EXPIRED, REVOKED, ADJUSTED -> lateAt;
    };
  }

  /** Settled, and the worker is not known to have stored it. */
  public boolean unapplied() {
    return settlement != null && !applied;
  }

  /** Whether its answer counts no longer, though nobody rejected it. */
  boolean discounted() {
    return (status == Status.SUBMITTED || status == Status.APPROVED) && !counted;
  }

  /** The answer as a pool's model learns of it. */
  CountedAnswer given() {
    return new CountedAnswer(ordinal, worker, answer, endedAt);
  }

  Assignment answered(Status next, String text, boolean counts, Instant at, Settlement settledAs) {
    return new Assignment(
        ordinal,
        worker,
        leasedAt,
        expiresAt,
        holdsUntil,
        next,
        text,
        counts,
        at,
        reason,
        settledAs,
        applied,
        request,
        adjusts,
        trust,
        lateAt);
  }

  /** With an answer that came when its lease was over, which changes nothing else. */
  Assignment answeredLate(String text, Instant at) {
    return new Assignment(
        ordinal,
        worker,
        leasedAt,
        expiresAt,
        holdsUntil,
        status,
        text,
        false,
        endedAt,
        reason,
        settlement,
        applied,
        request,
        adjusts,
        trust,
        at);
  }

  Assignment ended(Status next, String why, Instant at, Settlement settledAs) {
    return new Assignment(
        ordinal,
        worker,
        leasedAt,
        expiresAt,
        holdsUntil,
        next,
        answer,
        counted,
        at,
        why,
        settledAs,
        applied,
        request,
        adjusts,
        trust,
        lateAt);
  }

  /** The same with the settlement known to be stored, or not. */
  public Assignment applied(boolean stored) {
    return new Assignment(
        ordinal,
        worker,
        leasedAt,
        expiresAt,
        holdsUntil,
        status,
        answer,
        counted,
        endedAt,
        reason,
        settlement,
        stored,
        request,
        adjusts,
        trust,
        lateAt);
  }

  Assignment heldUntil(Instant deadline, Instant end) {
    return new Assignment(
        ordinal,
        worker,
        leasedAt,
        deadline,
        end,
        status,
        answer,
        counted,
        endedAt,
        reason,
        settlement,
        applied,
        request,
        adjusts,
        trust,
        lateAt);
  }
}
