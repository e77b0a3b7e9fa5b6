package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
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
import swarmline.engine.pool.ConsensusPolicy.Aggregation;
import swarmline.engine.pool.ConsensusPolicy.Rule;

/** Worked by hand. */
class MedianTest {
  private final Median median = new Median(new BigDecimal("0.5"));

  @Test
  void theMiddleOneInOrderOfNumbersNotOfTextsIsTheValue() {
    assertThat(median.aggregate(List.of("10", "9", "100"))).isEqualTo(of("10", 1, 2, 3));
    assertThat(median.aggregate(List.of("-3", "1E+2", "2.5"))).isEqualTo(of("2.5", 1, 1, 3));
  }

  @Test
  void ofAnEvenNumberTheLowerOfTheTwoInTheMiddleIsTheValue() {
    assertThat(median.aggregate(List.of("4", "1", "3", "2")).value()).isEqualTo("2");
    assertThat(median.aggregate(List.of("7", "8")).value()).isEqualTo("7");
  }

  @Test
  void answersWithinTheToleranceAgreeTheEdgeIncluded() {
    assertThat(median.aggregate(List.of("10", "10.5", "9.5", "9.4999", "11")))
        .isEqualTo(of("10", 3, 3, 5));
  }

  @Test
  void theMostThatCouldAgreeMayLieElsewhereThanAtTheMedian() {
    Aggregate split = median.aggregate(List.of("1", "5", "9", "9.2", "9.4"));

    assertThat(split.value()).isEqualTo("9");
    assertThat(split.most()).isEqualTo(3);
    assertThat(median.aggregate(List.of("1", "5", "9", "9.2"))).isEqualTo(of("5", 1, 2, 4));
  }

  @Test
  void aSingleLiarMovesItNoFurtherThanTheOthersReach() {
    for (String lie : List.of("-1E+9", "0", "1E+9")) {
      BigDecimal value =
          new BigDecimal(median.aggregate(List.of("20", "21", "22", "21.5", lie)).value());

      assertThat(value).isBetween(new BigDecimal("20"), new BigDecimal("22"));
    }
  }

  @Test
  void theOrderOfTheAnswersDoesNotMatter() {
    var random = new Random(3);
    for (int round = 0; round < 500; round++) {
      List<String> answers = new ArrayList<>();
      for (int i = random.nextInt(9); i >= 0; i--) {
        answers.add(Integer.toString(random.nextInt(6)));
      }
      Aggregate before = median.aggregate(answers);
      assertThat(before.votes()).isBetween(1.0, before.most());
      Collections.shuffle(answers, random);

      assertThat(median.aggregate(answers)).isEqualTo(before);
    }
  }

  @Test
  void heavierAnswersDrawItToThemselves() {
    Tally tally = median.tally();
    tally.add("1", 1);
    tally.add("2", 1);
    tally.add("9", 1.5);
    assertThat(tally.now()).isEqualTo(new Aggregate("2", 1, 2, 0, 3.5, 3));

    tally.add("9.5", 1);

    assertThat(tally.now()).isEqualTo(new Aggregate("9", 2.5, 2.5, 0, 4.5, 4));
  }

  @Test
  void anyLessThanHalfOfTheVotesMoveItNoFurtherThanTheOthersReach() {
    var random = new Random(5);
    for (int round = 0; round < 500; round++) {
      Tally tally = median.tally();
      double honest = 0;
      for (int i = 0; i < 4; i++) {
        double weight = Weights.nearest(0.2 + 2 * random.nextDouble());
        honest += weight;
        tally.add(Integer.toString(20 + random.nextInt(5)), weight);
      }
      double spam = Weights.nearest(honest / 3 - 1.0 / 512);
      for (int i = 0; i < 2; i++) {
        tally.add(List.of("-1E+9", "0", "1E+9").get(random.nextInt(3)), spam);
      }

      assertThat(new BigDecimal(tally.now().value())).isBetween(value("20"), value("24"));
    }
  }

  private static BigDecimal value(String text) {
    return new BigDecimal(text);
  }

  @Test
  void itIsWhatSortingAllOfThemComesTo() {
    var random = new Random(11);
    for (int round = 0; round < 300; round++) {
      Tally tally = median.tally();
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        int number = random.nextInt(30) - 10;
        all.add(number);
        tally.add(Integer.toString(number), 1);
        Collections.sort(all);

        int middle = all.get((all.size() - 1) / 2);
        assertThat(tally.now().value()).isEqualTo(Integer.toString(middle));
        assertThat(tally.now().votes()).isEqualTo(Collections.frequency(all, middle));
      }
    }
  }

  @Test
  void rulesThatCountSettleOnNumbersThatAgree() {
    StoppingRule rule = rule(Rule.AGREEMENT, 2, 3, 5);

    assertThat(rule.decide(median.aggregate(List.of("7")), 3)).isEqualTo(new Undecided());
    assertThat(rule.decide(median.aggregate(List.of("7", "7.3")), 3))
        .isEqualTo(new Settled("7", 1));
    assertThat(rule.decide(median.aggregate(List.of("1", "4", "7")), 3))
        .isEqualTo(new WantsMore(4));
    assertThat(rule.decide(median.aggregate(List.of("1", "4", "7", "7")), 4))
        .isEqualTo(new WantsMore(5));
    assertThat(rule.decide(median.aggregate(List.of("1", "4", "7", "9", "12")), 5))
        .isInstanceOf(Contested.class);
    assertThat(rule(Rule.FIXED, null, 3, 3).decide(median.aggregate(List.of("1", "4", "7")), 3))
        .isEqualTo(new Settled("4", 1.0 / 3));
  }

  private StoppingRule rule(Rule rule, Integer matching, int answers, int max) {
    return new StoppingRule(
        new ConsensusPolicy(rule, matching, 0.5, Aggregation.MEDIAN), answers, max);
  }

  private static Aggregate of(String value, int votes, int most, int answers) {
    return new Aggregate(value, votes, most, 0, answers);
  }
}
