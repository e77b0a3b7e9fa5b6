package swarmline.engine.consensus;

import swarmline.engine.pool.ConsensusPolicy;

/**
 * Decides after every answer whether a task is settled, by what the pool's model makes of its
 * answers. Pure: the same estimate gets the same verdict, whatever the model comes to later.
 *
 * @param gold whether the truth is known: then all answers wanted are taken, to know the workers
 * @param least answers without which nothing is settled
 * @param max how far the number wanted may be raised
 */
public record ConfidenceRule(ConsensusPolicy policy, boolean gold, int least, int max) {
  /** Part of the way from a lead's threshold to certainty, while any number may still come. */
  private static final double PATIENCE = 0.42;

  /** Answers to come beyond which hardly more is asked for. */
  private static final double HORIZON = 6;

  /**
   * The lead with which a task settles: surer than the threshold for as long as many answers may
   * still come, and falling to it as they are used up. With a deadline the best boundary falls so,
   * the faster the nearer it is (Frazier and Yu 2008); that it does exponentially is ours.
   *
   * @param most how many answers there may be in all
   */
  public static double leadWanted(double threshold, int answers, int most) {
    double toCome = Math.max(most - answers, 0);
    return threshold + (1 - threshold) * PATIENCE * -Math.expm1(-toCome / HORIZON);
  }

  /**
   * @param wanted how many answers are wanted now
   */
  public Verdict decide(Estimate estimate, int wanted) {
    int answers = estimate.turns().size();
    if (gold || policy.rule() == ConsensusPolicy.Rule.FIXED) {
      return fixed(estimate, answers, wanted);
    }
    return policy.rule() == ConsensusPolicy.Rule.EXPECTED_VALUE
        ? worthwhile(estimate, answers, wanted)
        : early(estimate, answers, wanted);
  }

  /** Answers are bought for as long as some number of them gains more than it costs. */
  private Verdict worthwhile(Estimate estimate, int answers, int wanted) {
    int room = Math.max(Math.max(max, wanted) - answers, 0);
    boolean more = answers < least || ExpectedGain.paysFor(estimate, room, policy.worth());
    if (more) {
      return answers < wanted ? new Verdict.Undecided() : new Verdict.WantsMore(answers + 1);
    }
    if (estimate.confidence() >= policy.threshold() && estimate.lead() > 0.5) {
      return settled(estimate);
    }
    return new Verdict.Contested(
        room > 0
            ? ContestReason.NO_ANSWER_MORE_IS_WORTH_ITS_PRICE
            : ContestReason.POSTERIOR_BELOW_THRESHOLD,
        estimate.confidence());
  }

  private static Verdict fixed(Estimate estimate, int answers, int wanted) {
    if (answers < wanted) {
      return new Verdict.Undecided();
    }
    return estimate.lead() <= 0.5
        ? new Verdict.Contested(ContestReason.TIE, estimate.confidence())
        : settled(estimate);
  }

  private Verdict early(Estimate estimate, int answers, int wanted) {
    boolean posterior = policy.rule() == ConsensusPolicy.Rule.POSTERIOR;
    boolean sure =
        posterior
            ? estimate.confidence() >= policy.threshold()
            : estimate.lead() >= leadWanted(policy.threshold(), answers, Math.max(max, wanted));
    if (answers >= least && sure) {
      return settled(estimate);
    }
    if (answers < wanted) {
      return new Verdict.Undecided();
    }
    return answers < max
        ? new Verdict.WantsMore(answers + 1)
        : new Verdict.Contested(
            posterior
                ? ContestReason.POSTERIOR_BELOW_THRESHOLD
                : ContestReason.LEAD_BELOW_THRESHOLD,
            estimate.confidence());
  }

  private static Verdict settled(Estimate estimate) {
    return new Verdict.Settled(estimate.value(), estimate.confidence());
  }
}
