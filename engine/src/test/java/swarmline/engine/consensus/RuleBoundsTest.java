package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.consensus.Verdict.Settled;
import swarmline.engine.consensus.Verdict.Undecided;
import swarmline.engine.consensus.Verdict.WantsMore;
import swarmline.engine.pool.ConsensusPolicy;
import swarmline.engine.pool.ConsensusPolicy.Aggregation;
import swarmline.engine.pool.ConsensusPolicy.Rule;

/** Whatever answers weigh and whatever a model makes of them: always within least and most. */
class RuleBoundsTest {
  private static final int ROUNDS = 20_000;

  @Test
  void oneHeavyAnswerSettlesNothingWhereTwoAreToAgree() {
    var rule =
        new StoppingRule(
            new ConsensusPolicy(Rule.MATCHING, 2, null, Aggregation.WEIGHTED_MAJORITY), 3, 5);

    assertThat(rule.decide(new Aggregate("a", 3, 3, 0, 3, 1), 3)).isEqualTo(new Undecided());
    assertThat(rule.decide(new Aggregate("a", 6, 6, 0, 6, 2), 3)).isEqualTo(new Settled("a", 1));
  }

  @Test
  void countingRulesSettleWithAsManyAsMustAgreeAndAskForNoMoreThanTheMost() {
    var random = new Random(3);
    for (int round = 0; round < ROUNDS; round++) {
      int answers = 1 + random.nextInt(5);
      int max = answers + random.nextInt(4);
      int matching = 1 + random.nextInt(max);
      Rule kind = random.nextBoolean() ? Rule.MATCHING : Rule.AGREEMENT;
      double threshold = random.nextDouble();
      var policy =
          new ConsensusPolicy(
              kind,
              matching,
              kind == Rule.AGREEMENT ? threshold : null,
              Aggregation.WEIGHTED_MAJORITY);
      int given = 1 + random.nextInt(max);
      double votes = weighed(given, random);
      double others = random.nextBoolean() ? 0 : weighed(1, random);

      Verdict verdict =
          new StoppingRule(policy, answers, max)
              .decide(new Aggregate("a", votes, votes, others, votes + others, given), answers);

      if (verdict instanceof Settled) {
        assertThat(given).as("%s of %s", policy, given).isGreaterThanOrEqualTo(matching);
      } else if (verdict instanceof WantsMore more) {
        assertThat(more.redundancy()).as("%s of %s", policy, given).isLessThanOrEqualTo(max);
      }
    }
  }

  @Test
  void rulesOnWhatIsLikelySettleWithTheLeastAndAskForNoMoreThanTheMost() {
    var random = new Random(4);
    for (int round = 0; round < ROUNDS; round++) {
      int least = 1 + random.nextInt(4);
      int max = least + random.nextInt(5);
      Rule kind = new Rule[] {Rule.POSTERIOR, Rule.LEAD, Rule.EXPECTED_VALUE}[random.nextInt(3)];
      var policy = new ConsensusPolicy(kind, null, random.nextDouble(), Aggregation.CROWD);
      int given = 1 + random.nextInt(max);
      double lead = 0.5 + random.nextDouble() / 2;
      var estimate =
          new Estimate(
              "a",
              lead * random.nextDouble(),
              lead,
              0.5 + random.nextDouble() / 2,
              null,
              IntStream.rangeClosed(1, given).boxed().toList());

      Verdict verdict = new ConfidenceRule(policy, false, least, max).decide(estimate, least);

      if (verdict instanceof Settled) {
        assertThat(given).as("%s of %s", policy, given).isGreaterThanOrEqualTo(least);
      } else if (verdict instanceof WantsMore more) {
        assertThat(more.redundancy()).as("%s of %s", policy, given).isLessThanOrEqualTo(max);
      }
    }
  }

  private static double weighed(int answers, Random random) {
    return IntStream.range(0, answers)
        .mapToDouble(one -> Weights.LEAST + random.nextDouble() * (Weights.MOST - Weights.LEAST))
        .sum();
  }
}
