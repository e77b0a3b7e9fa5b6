package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MajorityTest {
  private final Majority majority = new Majority();

  @Test
  void theMostFrequentAnswerLeads() {
    assertThat(majority.aggregate(List.of("a", "b", "b")))
        .isEqualTo(new Aggregate("b", 2, 2, 1, 3));
  }

  @Test
  void ofValuesThatTieTheFirstInTextOrderLeadsAndTheTieIsSeen() {
    Aggregate tie = majority.aggregate(List.of("b", "a"));

    assertThat(tie).isEqualTo(new Aggregate("a", 1, 1, 1, 2));
    assertThat(tie.tied()).isTrue();
  }

  @Test
  void oneAnswerAgreesWithItself() {
    Aggregate one = majority.aggregate(List.of("a"));

    assertThat(one.agreement()).isEqualTo(1.0);
    assertThat(one.tied()).isFalse();
  }

  @Test
  void noAnswersHaveNoValueAndNoAgreement() {
    Aggregate none = majority.aggregate(List.of());

    assertThat(none.value()).isNull();
    assertThat(none.agreement()).isZero();
  }

  @Test
  void agreementIsTheShareOfTheLeader() {
    assertThat(majority.aggregate(List.of("a", "a", "a", "b")).agreement()).isEqualTo(0.75);
  }

  @Test
  void whateverTheOrderItIsWhatCountingEachValueAnewComesTo() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      Tally tally = majority.tally();
      List<String> answers = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        answers.add(any(random, 1 + random.nextInt(5)));
        tally.add(answers.get(answers.size() - 1), 1);
        assertThat(tally.now()).as("seed %d", seed).isEqualTo(byCounting(answers));
      }
      Collections.shuffle(answers, random);

      assertThat(majority.aggregate(answers)).as("seed %d", seed).isEqualTo(tally.now());
    }
  }

  /** Every value is counted and held against every other. */
  private static Aggregate byCounting(List<String> answers) {
    Set<String> values = new HashSet<>(answers);
    for (String leader : values) {
      int votes = Collections.frequency(answers, leader);
      int second = 0;
      boolean leads = true;
      for (String other : values) {
        int its = Collections.frequency(answers, other);
        if (!other.equals(leader)) {
          second = Math.max(second, its);
          leads &= its < votes || (its == votes && leader.compareTo(other) < 0);
        }
      }
      if (leads) {
        return new Aggregate(leader, votes, votes, second, answers.size());
      }
    }
    throw new AssertionError("nothing leads " + answers);
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void fewerThanHalfTurnNoOutcomeOnWhichTheOthersAgree(Spam spam) {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      int others = 1 + random.nextInt(9);
      List<String> answers = new ArrayList<>(Collections.nCopies(others, "c"));
      answers.addAll(spam.given(random.nextInt(others), "a", () -> any(random, 5)));
      Collections.shuffle(answers, random);
      Aggregate now = majority.aggregate(answers);

      assertThat(now.value()).as("seed %d", seed).isEqualTo("c");
      assertThat(now.tied()).as("seed %d", seed).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void fewerThanTheLeadTurnNoOutcome(Spam spam) {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      List<String> answers = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        answers.add(any(random, 3));
      }
      Aggregate before = majority.aggregate(answers);
      int lead = (int) (before.votes() - before.runnerUp());
      answers.addAll(spam.given(Math.max(lead - 1, 0), "b", () -> any(random, 4)));

      assertThat(majority.aggregate(answers).value()).as("seed %d", seed).isEqualTo(before.value());
    }
  }

  @Test
  void oneMoreForTheLeaderRaisesItsShareAndOneMoreForAnotherLowersIt() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      List<String> answers = new ArrayList<>(List.of("a", "b"));
      for (int i = random.nextInt(12); i >= 0; i--) {
        answers.add(any(random, 4));
      }
      Aggregate before = majority.aggregate(answers);
      answers.add(before.value());
      Aggregate more = majority.aggregate(answers);
      answers.set(answers.size() - 1, "another");
      Aggregate less = majority.aggregate(answers);

      assertThat(more.value()).isEqualTo(before.value());
      assertThat(more.agreement()).as("seed %d", seed).isGreaterThan(before.agreement());
      assertThat(less.agreement()).as("seed %d", seed).isLessThan(before.agreement());
    }
  }

  private static String any(Random random, int values) {
    return Character.toString('a' + random.nextInt(values));
  }
}
