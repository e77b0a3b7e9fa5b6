package swarmline.engine.consensus;

import swarmline.engine.pool.ConsensusPolicy;

/**
 * Decides after every answer whether a task is settled, by counting equal answers.
 *
 * <p>A rule that cannot be met any more by the answers still to come, up to the maximum, ends the
 * task contested at once instead of buying answers that change nothing.
 *
 * @param answers wanted at first
 * @param max how far the number wanted may be raised
 */
public record StoppingRule(ConsensusPolicy policy, int answers, int max) {
  /** So that two of three meet a threshold written as 0.6666666667. */
  private static final double ROUNDING = 1e-9;

  /**
   * @param now what the counted answers come to
   * @param wanted how many answers are wanted now
   */
  public Verdict decide(Aggregate now, int wanted) {
    if (now.answers() == 0) {
      return new Verdict.Undecided();
    }
    return policy.rule() == ConsensusPolicy.Rule.FIXED ? fixed(now, wanted) : early(now, wanted);
  }

  private static Verdict fixed(Aggregate now, int wanted) {
    if (now.answers() < wanted) {
      return new Verdict.Undecided();
    }
    return now.tied()
        ? contested(now, ContestReason.TIE)
        : new Verdict.Settled(now.value(), now.agreement());
  }

  /** By what the answers differ in, where that has a name. */
  private static Verdict contested(Aggregate now, ContestReason otherwise) {
    return new Verdict.Contested(
        now.conflict() == null ? otherwise : now.conflict(), now.agreement());
  }

  /** However much answers weigh, so many workers as must agree have answered. */
  private Verdict early(Aggregate now, int wanted) {
    boolean enough = now.answers() >= policy.matchingOf(answers);
    if (enough && agrees(now.votes(), now.all()) && !now.tied()) {
      return new Verdict.Settled(now.value(), now.agreement());
    }
    if (!reachable(now, Math.max(max, wanted))) {
      return contested(now, ContestReason.AGREEMENT_OUT_OF_REACH);
    }
    return now.answers() < wanted
        ? new Verdict.Undecided()
        : new Verdict.WantsMore(now.answers() + 1);
  }

  private boolean agrees(double votes, double of) {
    return votes + ROUNDING >= policy.matchingOf(answers)
        && (policy.rule() == ConsensusPolicy.Rule.MATCHING
            || votes + ROUNDING >= policy.threshold() * of);
  }

  /** Whether some value might be agreed on if every answer still to come agreed with it. */
  private boolean reachable(Aggregate now, int most) {
    int toCome = most - now.answers();
    double votes = toCome * (policy.weighs() ? Weights.MOST : 1);
    return toCome > 0 && agrees(now.most() + votes, now.all() + votes);
  }
}
