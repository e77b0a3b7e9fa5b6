package swarmline.engine.task;

import java.time.Instant;
import java.util.List;
import swarmline.engine.pool.Reward;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.task.TaskEvent.GoldCorrected;
import swarmline.engine.task.TaskEvent.SettlementAdjusted;
import swarmline.engine.task.TaskEvent.TaskReconsidered;

/**
 * What follows from another truth of a gold: the outcome is decided once more where it rests on the
 * truth, and each answer that is right now and was wrong, or the other way round, gets a turn that
 * adjusts it: to the pay that it would have had with this truth, and for the worker's record the
 * news that it is right or wrong. Pure.
 */
final class GoldCorrection {
  private final Draft draft;
  private final TaskTerms terms;
  private final Instant now;

  private GoldCorrection(Draft draft, TaskTerms terms, Instant now) {
    this.draft = draft;
    this.terms = terms;
    this.now = now;
  }

  /**
   * @param truth canonical JSON text
   */
  static void make(Draft draft, TaskTerms terms, String truth, Instant now) {
    String before = draft.state().gold(terms);
    if (!truth.equals(before)) {
      new GoldCorrection(draft, terms, now).make(before, truth);
    }
  }

  private void make(String before, String truth) {
    boolean restsOnTruth = terms.mixedIn() || terms.weighs();
    if (restsOnTruth
        && draft.state() instanceof TaskState.Ended ended
        && ended.outcome().byAnswers()) {
      draft.add(new TaskReconsidered(now));
    }
    draft.add(new GoldCorrected(truth, now));
    for (Assignment turn : draft.turns().all()) {
      boolean settled =
          turn.status() == Assignment.Status.APPROVED
              || turn.status() == Assignment.Status.REJECTED;
      if (settled) {
        boolean right = terms.agree(truth, turn.answer());
        if (right != terms.agree(before, turn.answer())) {
          adjust(turn, right);
        }
      }
    }
    draft.decide(now);
  }

  private void adjust(Assignment turn, boolean right) {
    long paid = paid(turn);
    long difference =
        turn.status() == Assignment.Status.APPROVED
            ? due(turn.settlement(), paid, right) - paid
            : 0;
    if (difference != 0 || terms.pool().observes()) {
      draft.add(
          new SettlementAdjusted(
              draft.turns().lastOrdinal() + 1,
              turn.ordinal(),
              new Settlement(Verdict.ADJUSTED, difference, turn.settlement().currency()),
              now));
    }
  }

  /**
   * By the terms of the answer's time; where wrong golds are paid by now, nobody gives anything
   * back.
   */
  private long due(Settlement settlement, long paid, boolean right) {
    Reward reward = terms.pool().reward();
    long other = settlement.otherwise() == null ? reward.amount() : settlement.otherwise();
    if (right) {
      return paid > 0 ? paid : Math.max(settlement.amount(), other);
    }
    if (reward.wrongGolds() == Reward.WrongGolds.PAY) {
      return paid;
    }
    return settlement.otherwise() == null ? 0 : Math.min(settlement.amount(), other);
  }

  private long paid(Assignment turn) {
    List<Assignment> all = draft.turns().all();
    return turn.settlement().amount()
        + all.stream()
            .filter(other -> other.adjusts() != null && other.adjusts() == turn.ordinal())
            .mapToLong(other -> other.settlement().amount())
            .sum();
  }
}
