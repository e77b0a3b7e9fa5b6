package swarmline.engine.task;

import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import swarmline.engine.task.Assignment.Status;
import swarmline.engine.task.TaskEvent.AnswerAccepted;
import swarmline.engine.task.TaskEvent.AnswerDiscounted;
import swarmline.engine.task.TaskEvent.AnswerRecorded;
import swarmline.engine.task.TaskEvent.AnswerRestored;
import swarmline.engine.task.TaskEvent.AnswerReviewed;
import swarmline.engine.task.TaskEvent.LeaseExpired;
import swarmline.engine.task.TaskEvent.LeaseGranted;
import swarmline.engine.task.TaskEvent.LeaseRenewed;
import swarmline.engine.task.TaskEvent.LeaseReturned;
import swarmline.engine.task.TaskEvent.LeaseRevoked;
import swarmline.engine.task.TaskEvent.LeaseSkipped;
import swarmline.engine.task.TaskEvent.SettlementAdjusted;
import swarmline.engine.task.TaskEvent.SettlementsApplied;

/** What each event does to the turns of a task: one entry for each type that concerns a turn. */
final class TurnChanges {
  private static final Map<Class<? extends TaskEvent>, BiFunction<Turns, TaskEvent, Turns>> TABLE =
      Map.ofEntries(
          on(LeaseGranted.class, TurnChanges::granted),
          on(LeaseRenewed.class, TurnChanges::renewed),
          on(AnswerAccepted.class, TurnChanges::accepted),
          on(AnswerRecorded.class, TurnChanges::recorded),
          on(AnswerReviewed.class, TurnChanges::reviewed),
          on(AnswerDiscounted.class, (turns, e) -> counting(turns, e.ordinal(), false)),
          on(AnswerRestored.class, (turns, e) -> counting(turns, e.ordinal(), true)),
          on(
              LeaseReturned.class,
              (turns, e) ->
                  ended(turns, e.ordinal(), Status.RETURNED, e.reason(), e.at(), e.settlement())),
          on(
              LeaseSkipped.class,
              (turns, e) ->
                  ended(turns, e.ordinal(), Status.SKIPPED, null, e.at(), e.settlement())),
          on(
              LeaseExpired.class,
              (turns, e) ->
                  ended(turns, e.ordinal(), Status.EXPIRED, null, e.at(), e.settlement())),
          on(
              LeaseRevoked.class,
              (turns, e) ->
                  ended(
                      turns,
                      e.ordinal(),
                      Status.REVOKED,
                      e.reason().name(),
                      e.at(),
                      e.settlement())),
          on(SettlementAdjusted.class, TurnChanges::adjusted),
          on(SettlementsApplied.class, TurnChanges::applied));

  private TurnChanges() {}

  static Turns after(Turns turns, TaskEvent event) {
    var change = TABLE.get(event.getClass());
    if (change == null) {
      throw new IllegalStateException(event + " cannot follow here");
    }
    return change.apply(turns, event);
  }

  private static <E extends TaskEvent>
      Map.Entry<Class<? extends TaskEvent>, BiFunction<Turns, TaskEvent, Turns>> on(
          Class<E> type, BiFunction<Turns, E, Turns> change) {
    return Map.entry(type, (turns, event) -> change.apply(turns, type.cast(event)));
  }

  private static Turns granted(Turns turns, LeaseGranted e) {
    return turns.with(
        new Assignment(
            e.ordinal(),
            e.worker(),
            e.at(),
            e.expiresAt(),
            e.holdsUntil(),
            Status.LEASED,
            null,
            false,
            null,
            null,
            null,
            false,
            e.request(),
            null,
            e.trust(),
            null));
  }

  private static Turns adjusted(Turns turns, SettlementAdjusted e) {
    return turns.with(
        new Assignment(
            e.ordinal(),
            turns.of(e.adjusts()).orElseThrow().worker(),
            e.at(),
            e.at(),
            e.at(),
            Status.ADJUSTED,
            null,
            false,
            e.at(),
            null,
            e.settlement(),
            false,
            null,
            e.adjusts(),
            null,
            null));
  }

  private static Turns renewed(Turns turns, LeaseRenewed e) {
    return turns.changed(e.ordinal(), a -> a.heldUntil(e.expiresAt(), e.holdsUntil()));
  }

  private static Turns accepted(Turns turns, AnswerAccepted e) {
    Status status = e.settlement() == null ? Status.SUBMITTED : Status.APPROVED;
    return turns.changed(
        e.ordinal(), a -> a.answered(status, e.answer(), true, e.at(), e.settlement()));
  }

  private static Turns recorded(Turns turns, AnswerRecorded e) {
    return turns.changed(e.ordinal(), a -> a.answeredLate(e.answer(), e.at()));
  }

  private static Turns reviewed(Turns turns, AnswerReviewed e) {
    boolean approved = e.settlement().verdict() == Settlement.Verdict.APPROVED;
    Status status = approved ? Status.APPROVED : Status.REJECTED;
    return turns.changed(
        e.ordinal(),
        a -> a.answered(status, a.answer(), approved && a.counted(), a.endedAt(), e.settlement()));
  }

  private static Turns counting(Turns turns, int ordinal, boolean counts) {
    return turns.changed(
        ordinal, a -> a.answered(a.status(), a.answer(), counts, a.endedAt(), a.settlement()));
  }

  private static Turns ended(
      Turns turns, int ordinal, Status status, String reason, Instant at, Settlement settlement) {
    return turns.changed(ordinal, a -> a.ended(status, reason, at, settlement));
  }

  private static Turns applied(Turns turns, SettlementsApplied e) {
    Turns next = turns;
    for (int ordinal : e.ordinals()) {
      next = next.changed(ordinal, turn -> turn.applied(true));
    }
    return next;
  }
}
