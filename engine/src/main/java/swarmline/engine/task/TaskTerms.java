package swarmline.engine.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import swarmline.engine.consensus.Aggregators;
import swarmline.engine.consensus.ConfidenceRule;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.StoppingRule;
import swarmline.engine.consensus.Verdict;
import swarmline.engine.pool.LeasePolicy;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.ReviewPolicy;
import swarmline.engine.pool.Reward;

/**
 * What a task must keep to: its pool's policy as it is now, and its own definition.
 *
 * @param firstOrdinal of its first turn, where it has had none yet
 */
public record TaskTerms(PoolSpec pool, TaskDefinition definition, int firstOrdinal) {

  /** Of a task whose turns are counted from 1. */
  public TaskTerms(PoolSpec pool, TaskDefinition definition) {
    this(pool, definition, 1);
  }

  /** The same under a new policy. */
  public TaskTerms under(PoolSpec changed) {
    return new TaskTerms(changed, definition, firstOrdinal);
  }

  /** Answers wanted unless the task's history says otherwise. */
  int redundancy() {
    if (definition.redundancy() != null) {
      return definition.redundancy();
    }
    return mixedIn() ? pool.gold().answers() : pool.redundancy().answers();
  }

  /** Whether it is a gold that is mixed in among a worker's tasks. */
  boolean mixedIn() {
    return definition.gold() != null && pool.gold().mixes();
  }

  /** Whether a trusted worker's answer alone is enough; never where the task asks for a number. */
  boolean trusts() {
    return pool.redundancy().trusted() != null
        && definition.redundancy() == null
        && definition.gold() == null;
  }

  StoppingRule stoppingRule() {
    return new StoppingRule(pool.consensus(), redundancy(), pool.redundancy().max());
  }

  /** Whether two answers agree, as the pool's aggregator has it. */
  public boolean agree(String one, String other) {
    return Aggregators.of(pool).aggregate(List.of(one, other)).votes() == 2;
  }

  /**
   * What the worker is told of an answer; null where the pool gives no feedback on it. The
   * explanation is of the truth that was published, not of a corrected one.
   *
   * @param truth of a gold, as it is known now; else null
   */
  public Feedback feedback(String truth, String answer) {
    if (answer == null || truth == null || !pool.gold().feedback()) {
      return null;
    }
    String why = truth.equals(definition.gold()) ? definition.explanation() : null;
    return new Feedback(agree(truth, answer), truth, why);
  }

  /** Whether the pool's model, not the task alone, says what its answers come to. */
  public boolean weighs() {
    return pool.consensus().weighs();
  }

  /** Whether the task has an outcome that may become another when more is known of its workers. */
  boolean revises(TaskState state) {
    return pool.consensus().revises()
        && state instanceof TaskState.Ended ended
        && ended.outcome().byAnswers();
  }

  /** By what the pool's model says of the counted answers: counted by weights, or how likely. */
  Verdict verdict(Estimate estimate, int wanted) {
    return estimate.votes() == null
        ? confidenceRule().decide(estimate, wanted)
        : stoppingRule().decide(estimate.votes(), wanted);
  }

  /** At least as many answers as the pool wants at first, or the task, where that is fewer. */
  private ConfidenceRule confidenceRule() {
    int least = Math.min(pool.redundancy().answers(), redundancy());
    boolean gold = definition.gold() != null;
    return new ConfidenceRule(pool.consensus(), gold, least, pool.redundancy().max());
  }

  Instant deadline(Instant from) {
    return from.plus(pool.lease().length());
  }

  Duration grace() {
    return pool.lease().grace();
  }

  /** Nobody gets a gold twice that is mixed in: it would be known for one. */
  boolean offersAgainAfterReturn() {
    return !mixedIn() && pool.lease().afterReturn() == LeasePolicy.AfterReturn.MAY_RETRY;
  }

  LeasePolicy.LateAnswer lateAnswer() {
    return pool.lease().lateAnswer();
  }

  boolean approvesAtOnce() {
    return pool.review().mode() == ReviewPolicy.Mode.AUTO && pool.review().afterSeconds() == 0;
  }

  /** Also of answers that were submitted when the pool still wanted reviews. */
  boolean approvesByItself() {
    return pool.review().mode() == ReviewPolicy.Mode.AUTO;
  }

  Instant approvedAt(Instant submittedAt) {
    return submittedAt.plusSeconds(pool.review().afterSeconds());
  }

  /** Of a wrong answer to a gold no more than the pool pays for such. */
  Settlement approved(TaskState state, String answer) {
    String gold = state.gold(this);
    Reward reward = pool.reward();
    if (gold == null) {
      return paid(Settlement.Verdict.APPROVED);
    }
    long whenWrong = reward.wrongGolds() == Reward.WrongGolds.PAY ? reward.amount() : 0;
    boolean right = agree(gold, answer);
    return new Settlement(
        Settlement.Verdict.APPROVED,
        right ? reward.amount() : whenWrong,
        reward.currency(),
        right ? whenWrong : reward.amount());
  }

  Settlement revoked() {
    return pool.reward().revoked() == Reward.Revoked.PAY
        ? paid(Settlement.Verdict.REVOKED)
        : unpaid(Settlement.Verdict.REVOKED);
  }

  Settlement unpaid(Settlement.Verdict verdict) {
    return new Settlement(verdict, 0, pool.reward().currency());
  }

  private Settlement paid(Settlement.Verdict verdict) {
    return new Settlement(verdict, pool.reward().amount(), pool.reward().currency());
  }
}
