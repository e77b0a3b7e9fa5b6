package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swarmline.engine.consensus.Verdict.Contested;
import swarmline.engine.consensus.Verdict.Settled;
import swarmline.engine.consensus.Verdict.Undecided;
import swarmline.engine.consensus.Verdict.WantsMore;
import swarmline.engine.pool.ConsensusPolicy;
import swarmline.engine.pool.ConsensusPolicy.Rule;

/** Worked by hand: answers are letters, so {@code "aab"} is two equal answers and one other. */
class StoppingRuleTest {

  @Test
  void nothingIsDecidedWithoutAnAnswer() {
    assertThat(fixed(3).decide(answers(""), 3)).isEqualTo(new Undecided());
    assertThat(agreement(2, 0.5, 3, 3).decide(answers(""), 3)).isEqualTo(new Undecided());
  }

  @Test
  void aFixedNumberTakesAllAnswersThoughTheyAgreeEarly() {
    assertThat(fixed(3).decide(answers("aa"), 3)).isEqualTo(new Undecided());
    assertThat(fixed(3).decide(answers("aab"), 3)).isEqualTo(new Settled("a", 2.0 / 3));
  }

  @Test
  void aFixedNumberThatEndsInATieIsContested() {
    assertThat(fixed(2).decide(answers("ab"), 2)).isEqualTo(new Contested(ContestReason.TIE, 0.5));
    assertThat(fixed(4).decide(answers("aabb"), 4))
        .isEqualTo(new Contested(ContestReason.TIE, 0.5));
  }

  @Test
  void aFixedNumberDoesNotAskForMoreThanItWants() {
    assertThat(new StoppingRule(policy(Rule.FIXED, null, null), 3, 7).decide(answers("abc"), 3))
        .isInstanceOf(Contested.class);
  }

  @Test
  void majorityOfThreeStopsAtTwoEqualAnswers() {
    var rule = agreement(2, 0.5, 3, 3);

    assertThat(rule.decide(answers("a"), 3)).isEqualTo(new Undecided());
    assertThat(rule.decide(answers("aa"), 3)).isEqualTo(new Settled("a", 1.0));
    assertThat(rule.decide(answers("ab"), 3)).isEqualTo(new Undecided());
    assertThat(rule.decide(answers("aba"), 3)).isEqualTo(new Settled("a", 2.0 / 3));
    assertThat(rule.decide(answers("abc"), 3))
        .isEqualTo(new Contested(ContestReason.AGREEMENT_OUT_OF_REACH, 1.0 / 3));
  }

  @Test
  void withoutAMatchingNumberMoreThanHalfOfTheAnswersWantedMustBeEqual() {
    var rule = new StoppingRule(policy(Rule.MATCHING, null, null), 5, 5);

    assertThat(rule.decide(answers("aa"), 5)).isEqualTo(new Undecided());
    assertThat(rule.decide(answers("aaa"), 5)).isEqualTo(new Settled("a", 1.0));
  }

  @Test
  void matchingAsksForEqualAnswersOnlyAgreementAlsoForTheirShare() {
    assertThat(matching(2, 3, 7).decide(answers("abca"), 4)).isEqualTo(new Settled("a", 0.5));
    assertThat(agreement(2, 0.6, 3, 7).decide(answers("abca"), 4)).isEqualTo(new WantsMore(5));
    assertThat(agreement(2, 0.6, 3, 7).decide(answers("abcaa"), 5))
        .isEqualTo(new Settled("a", 0.6));
  }

  @Test
  void twoOfThreeMeetAThresholdWrittenAsADecimal() {
    assertThat(agreement(2, 0.6666666667, 3, 3).decide(answers("aba"), 3))
        .isEqualTo(new Settled("a", 2.0 / 3));
    assertThat(agreement(2, 0.67, 3, 3).decide(answers("aba"), 3)).isInstanceOf(Contested.class);
  }

  @Test
  void moreAreWantedOneByOneUpToTheMaximum() {
    var rule = matching(3, 3, 5);

    assertThat(rule.decide(answers("aba"), 3)).isEqualTo(new WantsMore(4));
    assertThat(rule.decide(answers("abab"), 4)).isEqualTo(new WantsMore(5));
    assertThat(rule.decide(answers("ababa"), 5)).isEqualTo(new Settled("a", 0.6));
  }

  @Test
  void aTaskIsContestedAsSoonAsNoAnswersToComeCanSettleIt() {
    assertThat(matching(3, 3, 4).decide(answers("ab"), 3)).isEqualTo(new Undecided());
    assertThat(matching(3, 3, 4).decide(answers("abc"), 3))
        .isEqualTo(new Contested(ContestReason.AGREEMENT_OUT_OF_REACH, 1.0 / 3));
    assertThat(agreement(2, 0.95, 3, 7).decide(answers("ab"), 3))
        .as("at best 6 of 7, under 0.95")
        .isEqualTo(new Contested(ContestReason.AGREEMENT_OUT_OF_REACH, 0.5));
  }

  @Test
  void twoValuesThatBothMatchDoNotSettleIt() {
    assertThat(matching(2, 4, 5).decide(answers("aabb"), 4)).isEqualTo(new WantsMore(5));
    assertThat(matching(2, 4, 4).decide(answers("aabb"), 4)).isInstanceOf(Contested.class);
  }

  @Test
  void aPlatformThatWantsMoreThanTheMaximumIsGivenThem() {
    assertThat(matching(3, 3, 3).decide(answers("abc"), 6)).isEqualTo(new Undecided());
    assertThat(matching(3, 3, 3).decide(answers("abcaa"), 6)).isEqualTo(new Settled("a", 0.6));
  }

  @Test
  void moreAreWantedThanThereAreThoughFewerWereAskedFor() {
    assertThat(matching(3, 1, 7).decide(answers("aabb"), 1)).isEqualTo(new WantsMore(5));
  }

  @Test
  void theOrderOfTheAnswersDoesNotMatter() {
    var random = new Random(17);
    for (int round = 0; round < 2_000; round++) {
      List<String> answers = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        answers.add("" + (char) ('a' + random.nextInt(3)));
      }
      int wanted = 1 + random.nextInt(8);
      var rule =
          new StoppingRule(
              policy(
                  List.of(Rule.values()).get(random.nextInt(3)),
                  1 + random.nextInt(4),
                  0.1 * (1 + random.nextInt(10))),
              wanted,
              wanted + random.nextInt(3));
      Verdict before = rule.decide(new Majority().aggregate(answers), wanted);

      Collections.shuffle(answers, random);

      assertThat(rule.decide(new Majority().aggregate(answers), wanted))
          .as("%s of %s", rule, answers)
          .isEqualTo(before);
    }
  }

  private static Aggregate answers(String letters) {
    return new Majority().aggregate(letters.chars().mapToObj(c -> "" + (char) c).toList());
  }

  private static StoppingRule fixed(int answers) {
    return new StoppingRule(policy(Rule.FIXED, null, null), answers, answers);
  }

  private static StoppingRule matching(int matching, int answers, int max) {
    return new StoppingRule(policy(Rule.MATCHING, matching, null), answers, max);
  }

  private static StoppingRule agreement(int matching, double threshold, int answers, int max) {
    return new StoppingRule(policy(Rule.AGREEMENT, matching, threshold), answers, max);
  }

  private static ConsensusPolicy policy(Rule rule, Integer matching, Double threshold) {
    return new ConsensusPolicy(rule, matching, threshold, null);
  }
}
