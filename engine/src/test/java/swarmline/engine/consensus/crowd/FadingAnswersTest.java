package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.TaskAnswers;

/** What a worker did long ago says less of it than what it does now. */
class FadingAnswersTest {
  private static final int MANY = 10_000;
  private static final int FEW = 200;

  private final SliceModel model =
      SliceModel.of(
          Specs.spec(
              "answer: {choices: ['a', 'b']},"
                  + " consensus: {rule: 'agreement', aggregator: 'weighted-majority'}"));
  private final Random random = new Random(8);
  private int tasks;

  @Test
  void aWorkerWhoTurnsBadAfterTenThousandGoodAnswersLosesItsWeightWithinTwoHundred() {
    work(model, MANY, 0.95);
    assertThat(outvotesANewcomer()).isTrue();

    work(model, FEW, 0.4);

    assertThat(outvotesANewcomer()).isFalse();
    assertThat(model.quality("turncoat").mean()).isLessThan(0.75);
  }

  @Test
  void aWorkerWhoTurnsGoodAfterTenThousandBadAnswersGainsWeightWithinTwiceAsMany() {
    work(model, MANY, 0.5);
    assertThat(outvotesANewcomer()).isFalse();

    work(model, 2 * FEW, 0.98);

    assertThat(outvotesANewcomer()).isTrue();
  }

  @Test
  void aWorkerIsKnownByNoMoreThanTwiceTheAnswersAfterWhichTheyCountHalf() {
    for (int answers = 0; answers < 3_000; answers++) {
      work(model, 1, 0.9);
      assertThat(model.quality("turncoat").answers()).isLessThanOrEqualTo(2.0 * FEW);
    }
    assertThat(model.quality("turncoat").answers()).isGreaterThanOrEqualTo(FEW);
  }

  @Test
  void anAnswerThatCountsNoLongerLeavesNothingBehindHoweverOldItIs() {
    int old = 12;
    for (int task = 0; task < old; task++) {
      tell(model, 1_000_000 + task, "turncoat b", "other1 a", "other2 a");
    }
    work(model, FEW - old, 1);
    for (int blocks = 0; blocks < old; blocks++) {
      WorkerQuality before = model.quality("turncoat");

      tell(model, 1_000_000 + blocks);

      WorkerQuality without = model.quality("turncoat");
      assertThat(without.right()).isEqualTo(before.right());
      assertThat(before.answers() - without.answers()).isEqualTo(Math.pow(2, -blocks));
      work(model, FEW, 1);
    }
  }

  @Test
  void theSameAnswersInTheSameOrderWeighTheSameAfterARestart() {
    SliceModel started =
        SliceModel.of(
            Specs.spec(
                "answer: {choices: ['a', 'b']},"
                    + " consensus: {rule: 'agreement', aggregator: 'weighted-majority'}"));
    work(model, 1_000, 0.8);
    tasks = 0;
    random.setSeed(8);

    work(started, 1_000, 0.8);

    assertThat(started.quality("turncoat")).isEqualTo(model.quality("turncoat"));
    assertThat(started.quality("nobody").mean()).isEqualTo(model.quality("nobody").mean());
    assertThat(started.estimates(0, 2_000)).isEqualTo(model.estimates(0, 2_000));
  }

  @Test
  void whatTheCrowdIsKnownByIsTheSumOfWhatItsWorkersAre() {
    work(model, 3_000, 0.8);
    double right = 7;
    double answers = 10;
    for (int worker = 0; worker <= 20; worker++) {
      WorkerQuality its = model.quality(worker == 0 ? "turncoat" : "other" + worker);
      right += its.right();
      answers += its.answers();
    }

    assertThat(model.quality("nobody").mean()).isCloseTo(right / answers, within(1e-12));
  }

  /** So many tasks that the worker answers with three of twenty others, who are right in 80 %. */
  private void work(SliceModel with, int count, double right) {
    for (int task = 0; task < count; task++) {
      List<String> given = new ArrayList<>();
      given.add("turncoat " + (random.nextDouble() < right ? 'a' : 'b'));
      for (int other = 0; other < 3; other++) {
        int number = 1 + (3 * tasks + other) % 20;
        given.add("other" + number + (random.nextDouble() < 0.8 ? " a" : " b"));
      }
      tell(with, tasks++, given.toArray(String[]::new));
    }
  }

  /** Whether what it says counts more than what somebody says of whom nothing is known. */
  private boolean outvotesANewcomer() {
    return tell(model, 2_000_000 + tasks, "turncoat b", "newcomer" + tasks + " a").equals("\"b\"");
  }

  /** What the answers come to; null where there are none. */
  private static String tell(SliceModel model, long task, String... given) {
    List<CountedAnswer> answers = new ArrayList<>();
    for (String one : given) {
      String[] parts = one.split(" ", 2);
      answers.add(
          new CountedAnswer(answers.size() + 1, parts[0], '"' + parts[1] + '"', Instant.EPOCH));
    }
    return model
        .estimate(task, new TaskAnswers(null, answers))
        .map(estimate -> estimate.value())
        .orElse(null);
  }
}
