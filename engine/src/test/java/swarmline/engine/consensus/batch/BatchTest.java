package swarmline.engine.consensus.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.consensus.batch.Labels.Label;

class BatchTest {
  /** Worker 2 is alone against two on item 2. */
  private final Labels labels =
      new Labels(
          3,
          3,
          2,
          List.of(
              new Label(0, 0, 0),
              new Label(0, 1, 0),
              new Label(1, 0, 1),
              new Label(1, 1, 1),
              new Label(2, 0, 0),
              new Label(2, 1, 0),
              new Label(2, 2, 1)));

  @Test
  void oneRoundOfDawidAndSkeneIsAsWorkedByHand() {
    double[][] posteriors = new DawidSkene(1, 0).posteriors(labels);

    // From the shares of answers: item 2 is of class 0 by 2/3. Workers 0 and 1 say 0 of class 0
    // always (5/3 of 5/3), of class 1 by 1/3 of 4/3; worker 2 says 1 whatever the class. The
    // classes' shares are 5/9 and 4/9. So item 2: 5/9 x 1 x 1 x 1 against 4/9 x 1/4 x 1/4 x 1.
    assertThat(posteriors[2][0]).isCloseTo(20.0 / 21, within(1e-12));
    assertThat(posteriors[0][0]).isCloseTo(20.0 / 21, within(1e-12));
    assertThat(posteriors[1][1]).isEqualTo(1.0);
  }

  @Test
  void oneRoundOfTheOneCoinModelIsAsWorkedByHand() {
    double[][] posteriors = new OneCoin(1, 4, 1).posteriors(labels);

    // Workers 0 and 1: (4 + 1 + 1 + 2/3) of 8 is 5/6, odds of 5; worker 2: (4 + 1/3) of 6 is
    // 13/18, odds of 13/5. Item 2: 5 x 5 against 13/5.
    assertThat(posteriors[2][0]).isCloseTo(125.0 / 138, within(1e-12));
    assertThat(posteriors[0][0]).isCloseTo(25.0 / 26, within(1e-12));
  }

  @Test
  void theOrderOfTheAnswersDoesNotMatter() {
    Play play = Play.of(1, 60, 3, 5, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4);
    Labels other = play.shuffled(2).labels();

    assertSame(new DawidSkene(20, 0.01).posteriors(play.labels()), new DawidSkene(20, 0.01), other);
    double[][] coins = OneCoin.STANDARD.posteriors(other);
    double[][] before = OneCoin.STANDARD.posteriors(play.labels());
    for (int item = 0; item < coins.length; item++) {
      assertThat(coins[item]).containsExactly(before[item], within(1e-9));
    }
  }

  private static void assertSame(double[][] before, DawidSkene method, Labels labels) {
    double[][] now = method.posteriors(labels);
    for (int item = 0; item < now.length; item++) {
      assertThat(now[item]).containsExactly(before[item], within(1e-9));
    }
  }

  @Test
  void workersWhoAreOftenRightOutweighAMajorityWhoAreNot() {
    Play play = Play.of(3, 400, 2, 5, 0.95, 0.95, 0.55, 0.55, 0.55);
    double majority = play.accuracyOf(play.labels().shares());

    assertThat(play.accuracyOf(DawidSkene.STANDARD.posteriors(play.labels())))
        .isGreaterThan(majority + 0.05);
    assertThat(play.accuracyOf(OneCoin.STANDARD.posteriors(play.labels())))
        .isGreaterThan(majority + 0.05);
  }

  @Test
  void aMajorityThatTiesNamesAllThatLead() {
    var tied = new Labels(2, 2, 3, List.of(new Label(0, 0, 2), new Label(0, 1, 0)));

    assertThat(tied.majority()).containsExactly(List.of(0, 2), List.of(0, 1, 2));
  }

  @Test
  void anAnswerOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new Labels(1, 1, 2, List.of(new Label(0, 0, 2))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
