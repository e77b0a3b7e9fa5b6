package swarmline.engine.task;

import java.time.Instant;
import java.util.List;

/** What happened to a task. A file format: types and fields are added, never changed or removed. */
public sealed interface TaskEvent {

  /**
   * @param expiresAt the deadline the worker is told
   * @param holdsUntil first instant at which the lease no longer holds: the deadline and the grace
   * @param request the claim's request id, so that the same request finds this lease again; may be
   *     null
   * @param trust how likely the worker is to be right, where its answer alone is to be enough; else
   *     null
   */
  record LeaseGranted(
      int ordinal,
      String worker,
      Instant at,
      Instant expiresAt,
      Instant holdsUntil,
      String request,
      Double trust)
      implements TaskEvent {

    /** Of a worker whose answer is one among others. */
    public LeaseGranted(
        int ordinal,
        String worker,
        Instant at,
        Instant expiresAt,
        Instant holdsUntil,
        String request) {
      this(ordinal, worker, at, expiresAt, holdsUntil, request, null);
    }
  }

  record LeaseRenewed(int ordinal, Instant at, Instant expiresAt, Instant holdsUntil)
      implements TaskEvent {}

  /**
   * An answer that counts.
   *
   * @param answer canonical JSON text
   * @param settlement null while its review is pending
   */
  record AnswerAccepted(int ordinal, String answer, Instant at, Settlement settlement)
      implements TaskEvent {}

  /** An answer that came after its lease had ended: kept, never counted. */
  record AnswerRecorded(int ordinal, String answer, Instant at) implements TaskEvent {}

  record AnswerReviewed(int ordinal, Instant at, Settlement settlement) implements TaskEvent {}

  /** An answer that counted counts no longer; what it was settled as, or will be, stays. */
  record AnswerDiscounted(int ordinal, Instant at) implements TaskEvent {}

  /** An answer that was discounted counts again. */
  record AnswerRestored(int ordinal, Instant at) implements TaskEvent {}

  record LeaseReturned(int ordinal, String reason, Instant at, Settlement settlement)
      implements TaskEvent {}

  record LeaseSkipped(int ordinal, Instant at, Settlement settlement) implements TaskEvent {}

  record LeaseExpired(int ordinal, Instant at, Settlement settlement) implements TaskEvent {}

  record LeaseRevoked(int ordinal, RevokeReason reason, Instant at, Settlement settlement)
      implements TaskEvent {}

  /** The workers of these assignments have stored their settlements; they are never sent again. */
  record SettlementsApplied(List<Integer> ordinals) implements TaskEvent {}

  record RedundancySet(int redundancy, Instant at) implements TaskEvent {}

  record PrioritySet(int priority, Instant at) implements TaskEvent {}

  /**
   * The task has its outcome.
   *
   * @param value canonical JSON text; null unless resolved
   * @param confidence 0 to 1: the share of the counted answers that agree with the value, or how
   *     likely it is to be right where the pool's model weighed them
   * @param reason why it is not resolved; null when it is
   */
  record TaskEnded(OutcomeKind outcome, String value, double confidence, String reason, Instant at)
      implements TaskEvent {}

  record TaskReopened(int redundancy, Instant at) implements TaskEvent {}

  /** What the outcome rests on is no longer so: it is to be decided once more. */
  record TaskReconsidered(Instant at) implements TaskEvent {}

  /**
   * The truth of a gold is another than was declared.
   *
   * @param answer canonical JSON text
   */
  record GoldCorrected(String answer, Instant at) implements TaskEvent {}

  /**
   * A turn of its own, without lease and answer, that changes what an earlier turn came to.
   *
   * @param adjusts ordinal of the earlier turn
   * @param settlement what the worker gets beside what it got; may be 0 or less
   */
  record SettlementAdjusted(int ordinal, int adjusts, Settlement settlement, Instant at)
      implements TaskEvent {}
}
