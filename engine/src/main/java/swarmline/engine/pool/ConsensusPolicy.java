package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * When the answers of a task settle it.
 *
 * @param rule which rule decides
 * @param matching equal answers needed, for {@code matching} and {@code agreement}; by default more
 *     than half of the answers wanted at first
 * @param threshold above 0 to 1: the share of the counted answers that must agree, for {@code
 *     agreement}; how likely the value must be to be right, for {@code posterior} and {@code lead}
 * @param aggregator how answers become one value
 */
public record ConsensusPolicy(
    Rule rule, Integer matching, Double threshold, Aggregation aggregator) {
  static final double SHARE_DEFAULT = 0.5;
  static final double LIKELIHOOD_DEFAULT = 0.95;

  /** The stopping rules. */
  public enum Rule {
    /** All answers wanted are taken, then the value is what the aggregator makes of them. */
    @JsonProperty("fixed")
    FIXED,
    /** Settled as soon as {@code matching} answers are equal. */
    @JsonProperty("matching")
    MATCHING,
    /** As {@code matching}, and they must also be {@code threshold} of all counted. */
    @JsonProperty("agreement")
    AGREEMENT,
    /** Settled as soon as the likeliest value is right with at least this probability. */
    @JsonProperty("posterior")
    POSTERIOR,
    /** As {@code posterior}, of the two likeliest values only: how far the first leads. */
    @JsonProperty("lead")
    LEAD;

    /** Whether it asks how likely a value is, which only a model of the crowd can say. */
    boolean asksLikelihood() {
      return this == POSTERIOR || this == LEAD;
    }

    private double thresholdDefault() {
      return asksLikelihood() ? LIKELIHOOD_DEFAULT : SHARE_DEFAULT;
    }
  }

  /** How answers become one value: by those of a task alone, or weighed by a model of the pool. */
  public enum Aggregation {
    /** The most frequent answer. */
    @JsonProperty("majority")
    MAJORITY,
    /** The middle one of numbers; those within {@code answer.tolerance} agree with it. */
    @JsonProperty("median")
    MEDIAN,
    /** The most frequent text, whatever its case, white space and punctuation at its ends. */
    @JsonProperty("normalised-text")
    NORMALISED_TEXT,
    /** One accuracy for each worker. */
    @JsonProperty("one-coin")
    ONE_COIN,
    /** A confusion matrix for each worker (Dawid and Skene 1979). */
    @JsonProperty("dawid-skene")
    DAWID_SKENE,
    /** Confusion matrices drawn to one accuracy; workers who err alike count as fewer. */
    @JsonProperty("crowd")
    CROWD;

    /** Whether a model of the pool says how good each worker is. */
    public boolean weighs() {
      return this == ONE_COIN || this == DAWID_SKENE || this == CROWD;
    }
  }

  public ConsensusPolicy {
    rule = Require.orElse(rule, Rule.FIXED);
    aggregator =
        Require.orElse(
            aggregator, rule.asksLikelihood() ? Aggregation.CROWD : Aggregation.MAJORITY);
    threshold = Require.orElse(threshold, rule.thresholdDefault());
    Require.that(
        threshold > 0 && threshold <= 1, "consensus.threshold must be above 0 and at most 1");
    if (matching != null) {
      Require.between("consensus.matching", matching, 1, RedundancyPolicy.MAX);
    }
    Require.that(
        !rule.asksLikelihood() || aggregator.weighs(),
        "consensus.aggregator must be \"one-coin\", \"dawid-skene\" or \"crowd\" for this rule");
    Require.that(
        rule.asksLikelihood() || rule == Rule.FIXED || !aggregator.weighs(),
        "consensus.aggregator must be one that counts, such as \"majority\", for this rule");
  }

  static ConsensusPolicy defaults() {
    return new ConsensusPolicy(null, null, null, null);
  }

  /** Whether answers are weighed by a model of the pool's crowd, instead of counted. */
  public boolean weighs() {
    return aggregator.weighs();
  }

  /** Equal answers needed where {@code answers} are wanted at first. */
  public int matchingOf(int answers) {
    return matching == null ? answers / 2 + 1 : matching;
  }
}
