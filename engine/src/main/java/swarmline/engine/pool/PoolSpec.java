package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * The dispatch policy of a pool. Everything has a default but the name.
 *
 * @param rules about the work of each worker; checked in order
 * @param priority pools with a higher one are served first to a worker eligible for several
 * @param opensAt when a draft or paused pool opens by itself; null for never
 * @param closesAt when the pool closes by itself; null for never
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PoolSpec(
    String name,
    String project,
    Integer priority,
    DispatchOrder order,
    LeasePolicy lease,
    RedundancyPolicy redundancy,
    ConsensusPolicy consensus,
    AnswerSpec answer,
    Limits limits,
    List<Requirement> requires,
    Reward reward,
    ReviewPolicy review,
    GoldPolicy gold,
    List<QualityRule> rules,
    Instant opensAt,
    Instant closesAt) {

  static final int NAME_LENGTH_MAX = 200;
  static final int PRIORITY_MAX = 1_000_000;
  static final int REQUIRES_MAX = 100;

  /** Choices at the most where answers are weighed: a worker's matrix has so many rows. */
  public static final int WEIGHED_CHOICES_MAX = 32;

  public PoolSpec {
    Require.that(name != null && !name.isBlank(), "name must say what the pool is");
    Require.that(
        name.length() <= NAME_LENGTH_MAX,
        "name must have at most " + NAME_LENGTH_MAX + " characters");
    Require.that(
        project == null || project.length() <= NAME_LENGTH_MAX,
        "project must have at most " + NAME_LENGTH_MAX + " characters");
    priority = Require.orElse(priority, 0);
    order = Require.orElse(order, DispatchOrder.PRIORITY);
    lease = lease == null ? LeasePolicy.defaults() : lease;
    redundancy = redundancy == null ? RedundancyPolicy.defaults() : redundancy;
    consensus = consensus == null ? ConsensusPolicy.defaults() : consensus;
    answer = answer == null ? AnswerSpec.defaults() : answer;
    limits = limits == null ? Limits.defaults() : limits;
    requires = requires == null ? List.of() : List.copyOf(requires);
    reward = reward == null ? Reward.defaults() : reward;
    review = review == null ? ReviewPolicy.defaults() : review;
    gold = gold == null ? GoldPolicy.defaults() : gold;
    rules = rules == null ? List.of() : List.copyOf(rules);
    Require.between("priority", priority, -PRIORITY_MAX, PRIORITY_MAX);
    Require.between("the number of requires", requires.size(), 0, REQUIRES_MAX);
    Require.that(
        consensus.rule() == ConsensusPolicy.Rule.FIXED
            || consensus.aggregator().saysLikelihood()
            || consensus.matchingOf(redundancy.answers()) <= redundancy.max(),
        "consensus.matching must be at most redundancy.max (" + redundancy.max() + ")");
    Require.that(
        !consensus.aggregator().saysLikelihood()
            || (answer.type() == AnswerSpec.Type.CHOICE
                && answer.choices().size() <= WEIGHED_CHOICES_MAX),
        "consensus weighs answers, which have to be one of at most "
            + WEIGHED_CHOICES_MAX
            + " choices: name them in answer.choices, or take a consensus.aggregator that counts,"
            + " such as \"majority\", and a rule other than \"posterior\" and \"lead\"");
    Require.that(
        consensus.aggregator() != ConsensusPolicy.Aggregation.MEDIAN
            || answer.type() == AnswerSpec.Type.NUMBER,
        "consensus.aggregator \"median\" is for answer.type \"number\"");
    Require.that(
        consensus.aggregator() != ConsensusPolicy.Aggregation.WEIGHTED_MEDIAN
            || (answer.tolerance() != null && answer.tolerance().signum() > 0),
        "consensus.aggregator \"weighted-median\" knows workers by how often they are within"
            + " answer.tolerance of the others, which must be above 0");
    Require.that(
        consensus.aggregator() != ConsensusPolicy.Aggregation.WEIGHTED_MAJORITY
            || answer.type() != AnswerSpec.Type.NUMBER,
        "consensus.aggregator \"weighted-majority\" is not for answer.type \"number\": take"
            + " \"weighted-median\"");
    Require.that(
        consensus.aggregator() != ConsensusPolicy.Aggregation.NORMALISED_TEXT
            || answer.type() == AnswerSpec.Type.TEXT,
        "consensus.aggregator \"normalised-text\" is for answer.type \"text\"");
    Require.that(
        consensus.aggregator() != ConsensusPolicy.Aggregation.ROVER
            || answer.type() == AnswerSpec.Type.TEXT,
        "consensus.aggregator \"rover\" is for answer.type \"text\"");
    Require.that(
        consensus.aggregator() != ConsensusPolicy.Aggregation.BRADLEY_TERRY
            || answer.type() == AnswerSpec.Type.RANKING,
        "consensus.aggregator \"bradley-terry\" is for answer.type \"ranking\"");
    Require.that(
        consensus.weighs()
            || requires.stream().noneMatch(one -> one.measure() == Requirement.Measure.ACCURACY),
        "requires[].measure \"accuracy\" is for pools whose consensus.aggregator weighs answers;"
            + " where answers are counted take \"gold-accuracy\" or \"agreement\"");
    Require.that(
        redundancy.trusted() == null || !consensus.weighs(),
        "redundancy.trusted is for pools whose consensus.aggregator counts answers; one that weighs"
            + " them knows already whose answer is worth more");
    Require.between("the number of rules", rules.size(), 0, QualityRule.RULES_MAX);
    Require.that(
        rules.stream().map(QualityRule::name).distinct().count() == rules.size(),
        "rules[].name must be unique in the pool");
    Require.that(
        project != null
            || rules.stream()
                .flatMap(rule -> rule.then().stream())
                .noneMatch(consequence -> consequence.scope() == Consequence.Scope.PROJECT),
        "rules[].then[].scope \"project\" is for pools that name a project");
    Require.that(
        opensAt == null || closesAt == null || opensAt.isBefore(closesAt),
        "closesAt must be after opensAt");
  }

  /** Whether what workers' assignments show is kept of them; where not, it costs nothing. */
  public boolean observes() {
    return !rules.isEmpty()
        || redundancy.trusted() != null
        || requires.stream().anyMatch(one -> one.asksRememberedWork() && one.pool() == null);
  }

  /** A pool with this name and every default. */
  public static PoolSpec named(String name) {
    return new PoolSpec(
        name, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null);
  }
}
