package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.consensus.Verdict.Contested;
import swarmline.engine.consensus.Verdict.Settled;
import swarmline.engine.consensus.Verdict.WantsMore;
import swarmline.engine.pool.ConsensusPolicy;

class ConfidenceRuleTest {

  @Test
  void theLeadWantedFallsToTheThresholdAsAnswersAreUsedUp() {
    // 0.42 of the 0.2 to certainty, times 1 - e^(-answers to come / 6).
    assertThat(ConfidenceRule.leadWanted(0.8, 4, 10)).isCloseTo(0.853098, within(1e-6));
    assertThat(ConfidenceRule.leadWanted(0.8, 7, 10)).isCloseTo(0.833051, within(1e-6));
    assertThat(ConfidenceRule.leadWanted(0.8, 0, 1000)).isCloseTo(0.884, within(1e-12));
    assertThat(ConfidenceRule.leadWanted(0.8, 10, 10)).isEqualTo(0.8);
    assertThat(ConfidenceRule.leadWanted(0.8, 12, 10)).isEqualTo(0.8);
    assertThat(ConfidenceRule.leadWanted(1, 0, 10)).isEqualTo(1);
  }

  @Test
  void aLeadThatIsTooSmallYetIsEnoughWhereFewAnswersMayCome() {
    var rule = rule("rule: 'lead', threshold: 0.8", 2, 10);

    assertThat(rule.decide(lead(0.83, 2), 2)).isEqualTo(new WantsMore(3));
    assertThat(rule.decide(lead(0.852, 5), 5)).isInstanceOf(Settled.class);
    assertThat(rule.decide(lead(0.852, 5), 20))
        .as("of a task that wants more than the pool")
        .isNotInstanceOf(Settled.class);
    assertThat(rule.decide(lead(0.79, 10), 10)).isInstanceOf(Contested.class);
  }

  @Test
  void aPosteriorIsEnoughWhereItIsTheThreshold() {
    var rule = rule("rule: 'posterior', threshold: 0.8", 2, 10);

    assertThat(rule.decide(lead(0.8, 2), 2)).isInstanceOf(Settled.class);
  }

  private static ConfidenceRule rule(String consensus, int least, int max) {
    ConsensusPolicy policy =
        Specs.spec("answer: {choices: ['a', 'b']}, consensus: {" + consensus + "}").consensus();
    return new ConfidenceRule(policy, false, least, max);
  }

  private static Estimate lead(double lead, int answers) {
    List<Integer> turns = IntStream.rangeClosed(1, answers).boxed().toList();
    return new Estimate("\"a\"", lead, lead, 0.8, null, turns);
  }
}
