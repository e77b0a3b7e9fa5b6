package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpectedGainTest {

  @Test
  void oneAnswerThatChangesNoDecisionGainsNothingAndTwoMay() {
    double[] gains = ExpectedGain.each(0.8, 0.8, 2);

    assertThat(gains[0]).as("0.64 + 0.16 - 0.8").isCloseTo(0, within(1e-12));
    assertThat(gains[1]).as("0.512 + 0.256 + 0.128 - 0.8").isCloseTo(0.096, within(1e-12));
  }

  @Test
  void itIsTheMeanOverAllThatFurtherAnswersMaySay() {
    var random = new Random(6);
    for (int round = 0; round < 50; round++) {
      double lead = 0.5 + random.nextDouble() / 2;
      double insight = 0.5 + random.nextDouble() / 2;
      double[] gains = ExpectedGain.each(lead, insight, 8);
      for (int more = 1; more <= 8; more++) {
        assertThat(gains[more - 1]).isCloseTo(byEverySequence(lead, insight, more), within(1e-9));
      }
    }
  }

  private static double byEverySequence(double lead, double insight, int more) {
    double right = 0;
    for (int sequence = 0; sequence < 1 << more; sequence++) {
      int votes = Integer.bitCount(sequence);
      double first = Math.pow(insight, votes) * Math.pow(1 - insight, more - votes);
      double second = Math.pow(1 - insight, votes) * Math.pow(insight, more - votes);
      right += Math.max(lead * first, (1 - lead) * second);
    }
    return right - lead;
  }

  @Test
  void moreAnswersGainNoLessAndASurerLeadGainsNoMore() {
    double[] doubtful = ExpectedGain.each(0.6, 0.7, 20);
    double[] sure = ExpectedGain.each(0.9, 0.7, 20);
    for (int more = 0; more < 20; more++) {
      assertThat(doubtful[more]).isGreaterThanOrEqualTo(sure[more]);
      assertThat(doubtful[more]).isGreaterThanOrEqualTo(more == 0 ? 0 : doubtful[more - 1] - 1e-12);
    }
  }

  @Test
  void workersWhoGuessGainNothing() {
    assertThat(ExpectedGain.each(0.7, 0.5, 5)).contains(new double[5], within(1e-12));
  }

  @Test
  void answersPayWhereSomeNumberOfThemIsWorthMoreThanItCosts() {
    Estimate estimate = new Estimate("\"a\"", 0.8, 0.8, 0.8, null, List.of(1));

    assertThat(ExpectedGain.paysFor(estimate, 2, 20.8)).as("1.997 for 2").isFalse();
    assertThat(ExpectedGain.paysFor(estimate, 2, 20.9)).as("2.006 for 2").isTrue();
    assertThat(ExpectedGain.paysFor(estimate, 1, 1e9)).as("no room for the second").isFalse();
    assertThat(ExpectedGain.paysFor(estimate, 0, 1e9)).isFalse();
  }

  @Test
  void whatIsNeitherOfTheTwoLikeliestIsNotGained() {
    Estimate third = new Estimate("\"a\"", 0.4, 0.8, 0.8, null, List.of(1));

    assertThat(ExpectedGain.paysFor(third, 2, 41)).as("half of 3.936 for 2").isFalse();
    assertThat(ExpectedGain.paysFor(third, 2, 42)).as("half of 4.032 for 2").isTrue();
  }
}
