package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * When the answers of a task settle it.
 *
 * @param rule which rule decides
 * @param matching equal answers needed, for {@code matching} and {@code agreement}; by default more
 *     than half of the answers wanted at first
 * @param threshold share of the counted answers that must agree, for {@code agreement}, above 0 to
 *     1
 * @param aggregator how answers become one value; {@code majority}
 */
public record ConsensusPolicy(Rule rule, Integer matching, Double threshold, String aggregator) {
  static final double THRESHOLD_DEFAULT = 0.5;
  static final String MAJORITY = "majority";

  /** The stopping rules. */
  public enum Rule {
    /** All answers wanted are taken, then the most frequent is the value; a tie is contested. */
    @JsonProperty("fixed")
    FIXED,
    /** Settled as soon as {@code matching} answers are equal. */
    @JsonProperty("matching")
    MATCHING,
    /** As {@code matching}, and they must also be {@code threshold} of all counted. */
    @JsonProperty("agreement")
    AGREEMENT
  }

  public ConsensusPolicy {
    rule = Require.orElse(rule, Rule.FIXED);
    aggregator = Require.orElse(aggregator, MAJORITY);
    threshold = Require.orElse(threshold, THRESHOLD_DEFAULT);
    Require.that(
        threshold > 0 && threshold <= 1, "consensus.threshold must be above 0 and at most 1");
    Require.that(aggregator.equals(MAJORITY), "consensus.aggregator must be \"" + MAJORITY + "\"");
    if (matching != null) {
      Require.between("consensus.matching", matching, 1, RedundancyPolicy.MAX);
    }
  }

  static ConsensusPolicy defaults() {
    return new ConsensusPolicy(null, null, null, null);
  }

  /** Equal answers needed where {@code answers} are wanted at first. */
  public int matchingOf(int answers) {
    return matching == null ? answers / 2 + 1 : matching;
  }
}
