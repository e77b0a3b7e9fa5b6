package swarmline.engine.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.ContestReason;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.Verdict;
import swarmline.engine.task.TaskEvent.LeaseRevoked;
import swarmline.engine.task.TaskEvent.RedundancySet;
import swarmline.engine.task.TaskEvent.TaskEnded;

/** A decision while it is being made: the events so far, and the state as they would leave it. */
final class Draft {
  private final TaskTerms terms;
  private final RunningTally tally;
  private final List<TaskEvent> events = new ArrayList<>(2);
  private TaskState state;

  Draft(TaskTerms terms, RunningTally tally, TaskState state) {
    this.terms = terms;
    this.tally = tally;
    this.state = state;
  }

  TaskState state() {
    return state;
  }

  Turns turns() {
    return state.turns();
  }

  boolean open() {
    return state instanceof TaskState.Open;
  }

  int redundancy() {
    return state.redundancy(terms);
  }

  int freeSlots() {
    return redundancy() - turns().taken();
  }

  /**
   * Whether an answer may be enough alone: nobody else is at the task, nor was it said how many.
   */
  boolean mayTrust() {
    return terms.trusts() && state.changed().redundancy() == null && turns().taken() == 0;
  }

  void add(TaskEvent event) {
    events.add(event);
    state = TaskState.after(state, event);
  }

  Decision accepted(int ordinal) {
    return new Decision.Accepted(events, ordinal);
  }

  Decision refused(Refusal refusal) {
    return new Decision.Refused(refusal, events);
  }

  /** What wanting so many answers comes to: more, where those there are call for more. */
  int redundancyFrom(int wanted) {
    if (terms.weighs() || terms.mixedIn()) {
      return wanted;
    }
    Verdict verdict = terms.stoppingRule().decide(tally.of(turns()), wanted);
    return verdict instanceof Verdict.WantsMore more ? more.redundancy() : wanted;
  }

  /**
   * Ends the task, or wants one answer more, where the counted answers call for it; where they are
   * weighed, that waits for an estimate. A gold that is mixed in takes all answers it wants, and
   * ends with its truth.
   */
  void decide(Instant now) {
    if (open() && terms.mixedIn() && turns().counted() >= redundancy()) {
      carryOut(new Verdict.Settled(state.gold(terms), 1), now);
    } else if (open() && !terms.weighs() && !terms.mixedIn()) {
      carryOut(counted(), now);
    }
  }

  /** One answer of a trusted worker is enough, and as likely to be right as the worker is. */
  private Verdict counted() {
    Aggregate answers = tally.of(turns());
    return state
        .trusted(terms)
        .filter(Assignment::counted)
        .<Verdict>map(turn -> new Verdict.Settled(answers.value(), turn.trust()))
        .orElseGet(() -> terms.stoppingRule().decide(answers, redundancy()));
  }

  /**
   * The same by what the pool's model says of the counted answers, where it is of these. A task
   * that was reopened for more answers waits for one.
   */
  void decide(Estimate estimate, Instant now) {
    boolean current =
        terms.weighs() && !terms.mixedIn() && estimate.turns().equals(turns().countedOrdinals());
    if (current && state instanceof TaskState.Open open && !waitsForMore(open)) {
      carryOut(terms.verdict(estimate, redundancy()), now);
    }
  }

  private boolean waitsForMore(TaskState.Open open) {
    int counted = turns().counted();
    return counted <= open.reopenedWith() && counted < redundancy();
  }

  private void carryOut(Verdict verdict, Instant now) {
    if (verdict instanceof Verdict.Settled settled) {
      revokeLive(RevokeReason.TASK_ENDED, now);
      add(new TaskEnded(OutcomeKind.RESOLVED, settled.value(), settled.confidence(), null, now));
    } else if (verdict instanceof Verdict.Contested contested) {
      endWithoutValue(
          OutcomeKind.CONTESTED,
          RevokeReason.TASK_ENDED,
          contested.confidence(),
          contested.reason(),
          now);
    } else if (verdict instanceof Verdict.WantsMore more) {
      add(new RedundancySet(more.redundancy(), now));
    }
  }

  /**
   * @param reason why it is contested; null where it is not
   */
  void endWithoutValue(
      OutcomeKind outcome,
      RevokeReason revoke,
      double confidence,
      ContestReason reason,
      Instant now) {
    revokeLive(revoke, now);
    String why = reason == null ? null : reason.text();
    add(new TaskEnded(outcome, null, confidence, why, now));
  }

  /** A task at which too many turns were taken in vain ends contested. */
  void limitTurns(Instant now) {
    if (open() && turns().all().size() >= TaskRules.TURNS_MAX && turns().live().isEmpty()) {
      endWithoutValue(
          OutcomeKind.CONTESTED, RevokeReason.TASK_ENDED, 0, ContestReason.TURNS_EXHAUSTED, now);
    }
  }

  void revokeBeyondRedundancy(Instant now) {
    turns().live().stream()
        .sorted(Comparator.comparingInt(Assignment::ordinal).reversed())
        .limit(Math.max(0, -freeSlots()))
        .forEach(turn -> revoke(turn, RevokeReason.REDUNDANCY_LOWERED, now));
  }

  private void revokeLive(RevokeReason reason, Instant now) {
    turns().live().forEach(turn -> revoke(turn, reason, now));
  }

  void revoke(Assignment turn, RevokeReason reason, Instant now) {
    add(new LeaseRevoked(turn.ordinal(), reason, now, terms.revoked()));
  }
}
