package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * When the answers of a task settle it.
 *
 * @param rule which rule decides
 * @param matching equal answers needed, for {@code matching} and {@code agreement}; by default more
 *     than half of the answers wanted at first
 * @param threshold above 0 to 1: the share of the counted answers that must agree, for {@code
 *     agreement}; how likely the value must be to be right, for {@code posterior}, {@code lead} and
 *     {@code expected-value}
 * @param aggregator how answers become one value
 * @param worth of a right outcome instead of a wrong one, in prices of one answer, for {@code
 *     expected-value}; null for the other rules
 * @param outcomes what a change of mind about workers makes of tasks that have ended
 */
public record ConsensusPolicy(
    Rule rule,
    Integer matching,
    Double threshold,
    Aggregation aggregator,
    Double worth,
    Outcomes outcomes) {
  static final double WORTH_DEFAULT = 100;
  static final double WORTH_MAX = 1e9;
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
    LEAD,
    /** Settled when no number of further answers is expected to be worth its price. */
    @JsonProperty("expected-value")
    EXPECTED_VALUE;

    /** Whether it asks how likely a value is, which only a model of the crowd can say. */
    boolean asksLikelihood() {
      return this == POSTERIOR || this == LEAD || this == EXPECTED_VALUE;
    }

    private double thresholdDefault() {
      return this == POSTERIOR || this == LEAD ? LIKELIHOOD_DEFAULT : SHARE_DEFAULT;
    }
  }

  /** How answers become one value: by those of a task alone, or weighed by a model of the pool. */
  public enum Aggregation {
    /** The most frequent answer. */
    @JsonProperty("majority")
    MAJORITY,
    /** The same, where each answer counts by how far its worker agrees with others. */
    @JsonProperty("weighted-majority")
    WEIGHTED_MAJORITY,
    /** The middle one of numbers; those within {@code answer.tolerance} agree with it. */
    @JsonProperty("median")
    MEDIAN,
    /** The middle one of numbers that count by how often their workers agree with others. */
    @JsonProperty("weighted-median")
    WEIGHTED_MEDIAN,
    /** The most frequent text, whatever its case, white space and punctuation at its ends. */
    @JsonProperty("normalised-text")
    NORMALISED_TEXT,
    /** The most frequent word at each place of a text (Fiscus 1997). */
    @JsonProperty("rover")
    ROVER,
    /** Things by their strengths in the pairs that rankings order (Bradley and Terry 1952). */
    @JsonProperty("bradley-terry")
    BRADLEY_TERRY,
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
      return saysLikelihood() || this == WEIGHTED_MAJORITY || this == WEIGHTED_MEDIAN;
    }

    /** Whether that model also says how likely each value is. */
    public boolean saysLikelihood() {
      return this == ONE_COIN || this == DAWID_SKENE || this == CROWD;
    }
  }

  /** What becomes of outcomes when more is known of the workers whose answers they rest on. */
  public enum Outcomes {
    /** They stay. */
    @JsonProperty("finalised")
    FINALISED,
    /** They are decided once more, and tasks that want answers again are open again. */
    @JsonProperty("revisable")
    REVISABLE
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
        !rule.asksLikelihood() || aggregator.saysLikelihood(),
        "consensus.aggregator must be \"one-coin\", \"dawid-skene\" or \"crowd\" for this rule");
    Require.that(
        rule.asksLikelihood() || rule == Rule.FIXED || !aggregator.saysLikelihood(),
        "consensus.aggregator must be one that counts, such as \"majority\", for this rule");
    outcomes = Require.orElse(outcomes, Outcomes.FINALISED);
    worth = rule == Rule.EXPECTED_VALUE ? Require.orElse(worth, WORTH_DEFAULT) : worth;
    Require.that(
        worth == null || (rule == Rule.EXPECTED_VALUE && worth > 0 && worth <= WORTH_MAX),
        "consensus.worth must be above 0, and is for consensus.rule \"expected-value\" only");
  }

  /** Of a rule that asks for no worth, or for the usual one; outcomes stay. */
  public ConsensusPolicy(Rule rule, Integer matching, Double threshold, Aggregation aggregator) {
    this(rule, matching, threshold, aggregator, null, null);
  }

  static ConsensusPolicy defaults() {
    return new ConsensusPolicy(null, null, null, null);
  }

  /** Whether a model of the pool says what a task's answers come to, not the task alone. */
  public boolean weighs() {
    return aggregator.weighs();
  }

  /** Whether outcomes follow what is known of workers by now. */
  public boolean revises() {
    return outcomes == Outcomes.REVISABLE;
  }

  /** Equal answers needed where {@code answers} are wanted at first. */
  public int matchingOf(int answers) {
    return matching == null ? answers / 2 + 1 : matching;
  }
}
