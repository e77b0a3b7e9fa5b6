package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swarmline.engine.consensus.batch.DawidSkene;
import swarmline.engine.consensus.batch.Labels;
import swarmline.engine.consensus.batch.Labels.Label;
import swarmline.engine.consensus.batch.OneCoin;
import swarmline.engine.consensus.batch.Play;

class CrowdModelTest {
  private static final int MISLEADING = 5;

  @Test
  void aFirstAnswerIsBelievedAsFarAsTheCrowdIs() {
    var model = new CrowdModel(2, CrowdSettings.standard());

    model.answer(0, 0, 1);

    assertThat(model.read(0).label()).isEqualTo(1);
    assertThat(model.read(0).confidence()).isCloseTo(0.7, within(1e-6));
    assertThat(model.read(0).answers()).isEqualTo(1);
  }

  @Test
  void twoThatAgreeAreMoreAndTwoThatDoNotAreLess() {
    var model = new CrowdModel(2, CrowdSettings.standard());
    model.answer(0, 0, 1);
    model.answer(0, 1, 1);
    model.answer(1, 2, 0);
    model.answer(1, 3, 1);

    assertThat(model.read(0).confidence()).isGreaterThan(0.8);
    assertThat(model.read(1).confidence()).isLessThan(0.6);
  }

  @Test
  void anItemWithoutAnAnswerHasNoReading() {
    var model = new CrowdModel(3, CrowdSettings.standard());
    model.answer(2, 0, 1);

    assertThat(model.read(0)).isNull();
    assertThat(model.read(9)).isNull();
  }

  @Test
  void anotherAgreeingAnswerOfAGoodWorkerNeverLowersConfidence() {
    var model = new CrowdModel(2, CrowdSettings.dawidSkene());
    feed(model, Play.of(4, 100, 2, 5, 0.9, 0.9, 0.9, 0.9, 0.9));
    double confidence = 0;
    for (int worker = 0; worker < 5; worker++) {
      model.answer(100, worker, 1);
      assertThat(model.read(100).confidence()).isGreaterThan(confidence);
      confidence = model.read(100).confidence();
    }
  }

  @Test
  void theSameAnswersInTheSameOrderGiveTheSameModel() {
    Play play = Play.of(5, 80, 4, 4, 0.9, 0.8, 0.7, 0.6, 0.5);
    var one = new CrowdModel(4, CrowdSettings.standard());
    var other = new CrowdModel(4, CrowdSettings.standard());
    feed(one, play);
    feed(other, play);

    for (int item = 0; item < 80; item++) {
      assertThat(other.posterior(item)).containsExactly(one.posterior(item));
      assertThat(other.read(item)).isEqualTo(one.read(item));
    }
  }

  @Test
  void inWhichOrderTheAnswersCameIsForgottenAfterSomeRounds() {
    Play play = Play.of(6, 200, 3, 5, 0.9, 0.9, 0.8, 0.8, 0.7, 0.6);
    var one = new CrowdModel(3, CrowdSettings.standard());
    feed(one, play);
    var other = new CrowdModel(3, CrowdSettings.standard());
    feed(other, play.shuffled(7));

    settle(one, 200);
    settle(other, 200);

    for (int item = 0; item < 200; item++) {
      assertThat(other.read(item).label()).isEqualTo(one.read(item).label());
      assertThat(other.read(item).confidence())
          .isCloseTo(one.read(item).confidence(), within(1e-3));
    }
  }

  @Test
  void dawidAndSkeneOnlineComesToTheirBatch() {
    for (long seed = 10; seed < 15; seed++) {
      Play play = Play.of(seed, 300, 3, 5, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5);
      var model = new CrowdModel(3, CrowdSettings.dawidSkene());
      feed(model, play);
      settle(model, 300);

      assertAgrees(model, new DawidSkene(100, 0.03).posteriors(play.labels()), 0.97);
    }
  }

  @Test
  void oneCoinOnlineComesToItsBatch() {
    for (long seed = 20; seed < 25; seed++) {
      Play play = Play.of(seed, 300, 3, 5, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5);
      var model = new CrowdModel(3, CrowdSettings.oneCoin(5));
      feed(model, play);
      settle(model, 300);

      assertAgrees(model, OneCoin.STANDARD.posteriors(play.labels()), 0.99);
    }
  }

  private static void assertAgrees(CrowdModel model, double[][] batch, double share) {
    int same = 0;
    for (int item = 0; item < batch.length; item++) {
      same += model.read(item).label() == Play.likeliest(batch[item]) ? 1 : 0;
    }
    assertThat((double) same / batch.length).isGreaterThanOrEqualTo(share);
  }

  @Test
  void whatIsKnownOfAWorkerComesNearTheTruth() {
    double[] accuracies = {0.95, 0.9, 0.8, 0.7, 0.6};
    var model = new CrowdModel(2, CrowdSettings.standard());
    feed(model, Play.of(30, 600, 2, 5, accuracies));

    for (int worker = 0; worker < accuracies.length; worker++) {
      Accuracy accuracy = model.accuracy(worker);
      assertThat(accuracy.mean()).isCloseTo(accuracies[worker], within(0.05));
      assertThat(accuracy.answers()).isEqualTo(600);
      assertThat(accuracy.high() - accuracy.low()).isLessThan(0.08);
    }
    assertThat(model.accuracy(99).answers()).isZero();
    assertThat(rightOfOne(model, 0)).isGreaterThan(rightOfOne(model, 4));
    assertThat(model.confusion(99)).isNull();
  }

  private static double rightOfOne(CrowdModel model, int worker) {
    return model.confusion(worker).probabilities().get(1).get(1);
  }

  @Test
  void aWithdrawnAnswerIsAsIfItHadNeverBeen() {
    var with = new CrowdModel(2, CrowdSettings.dawidSkene());
    with.answer(0, 0, 1);
    with.answer(0, 1, 0);
    with.withdraw(0, 1);
    with.withdraw(7, 1);
    var without = new CrowdModel(2, CrowdSettings.dawidSkene());
    without.answer(0, 0, 1);

    assertThat(with.read(0).confidence()).isCloseTo(without.read(0).confidence(), within(1e-6));
    assertThat(with.read(0).answers()).isEqualTo(1);
    assertThat(with.accuracy(1).answers()).isZero();
    with.withdraw(0, 0);
    assertThat(with.read(0)).isNull();
  }

  @Test
  void aGoldIsCertainAndTellsHowGoodWorkersAre() {
    var model = new CrowdModel(2, CrowdSettings.standard());
    for (int item = 0; item < 20; item++) {
      model.declareGold(item, item % 2);
      model.answer(item, 0, item % 2);
      model.answer(item, 1, 1 - item % 2);
      model.answer(item, 2, 1 - item % 2);
    }

    assertThat(model.read(3).label()).isEqualTo(1);
    assertThat(model.read(3).confidence()).isEqualTo(1.0);
    assertThat(model.accuracy(0).mean()).isGreaterThan(0.9);
    assertThat(model.accuracy(1).mean()).isLessThan(0.1);
  }

  @Test
  void aTruthThatIsCorrectedIsAsIfItHadAlwaysBeenSo() {
    var corrected = new CrowdModel(2, CrowdSettings.standard());
    var right = new CrowdModel(2, CrowdSettings.standard());
    corrected.declareGold(0, 0);
    right.declareGold(0, 1);
    for (CrowdModel model : List.of(corrected, right)) {
      for (int worker = 0; worker < 4; worker++) {
        model.answer(0, worker, 1);
      }
    }
    assertThat(corrected.accuracy(0).mean()).isLessThan(right.accuracy(0).mean());

    corrected.declareGold(0, 1);

    assertThat(corrected.accuracy(0).mean()).isCloseTo(right.accuracy(0).mean(), within(1e-6));
    assertThat(corrected.read(0)).isEqualTo(right.read(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"by chance", "item by item", "worker by worker"})
  void aFewGoldsThatMostGotWrongDoNotTurnTheCrowdUpsideDown(String order) {
    for (int seed = 0; seed < 10; seed++) {
      var random = new Random(seed);
      CrowdModel model = misled(order, random);
      int correct = 0;
      for (int item = MISLEADING; item < 100; item++) {
        correct += model.read(item).label() == item % 2 ? 1 : 0;
      }
      assertThat(correct).as("seed %d", seed).isGreaterThan((100 - MISLEADING) * 3 / 4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30})
  void twoWhoContradictEachOtherAreNoCrowdThatGoldsBelie(int items) {
    assertThat(taughtBy(10, items, 1).right(1)).isGreaterThan(10);
  }

  @Test
  void goldsAreBelievedWhereMoreAnswersAreToThemThanToAllElse() {
    assertThat(taughtBy(10, 4, 2).read(0).label()).isZero();
  }

  /** Worker 0 says of everything 1, as others do; worker 1 says 0, as golds. */
  private static CrowdModel taughtBy(int golds, int items, int others) {
    var model = new CrowdModel(2, CrowdSettings.standard());
    for (int item = 0; item < items + golds; item++) {
      if (item >= items) {
        model.declareGold(item, 0);
      }
      for (int worker = 2; worker <= others; worker++) {
        answer(model, item, worker, 1);
      }
      answer(model, item, 0, 1);
      answer(model, item, 1, 0);
    }
    for (int round = 0; round < 100; round++) {
      model.refine(items + golds);
    }
    return model;
  }

  @Test
  void goldsThatBelieTheCrowdWeighLessUntilOneIsCorrected() {
    CrowdModel model = misled("by chance", new Random(0));
    int newcomer = 30;
    for (int gold = 0; gold < MISLEADING; gold++) {
      model.answer(gold, newcomer, gold % 2);
    }

    assertThat(model.right(newcomer)).isLessThan(0.6 * MISLEADING);

    for (int gold = 0; gold < MISLEADING; gold++) {
      model.declareGold(gold, 1 - gold % 2);
    }
    model.answer(100, newcomer, 0);
    for (int round = 0; round < 100; round++) {
      model.refine(10);
    }
    assertThat(model.right(0)).isGreaterThan(60);
    assertThat(model.right(newcomer)).isLessThan(1.1);

    for (int gold = 0; gold < MISLEADING; gold++) {
      model.answer(gold, newcomer + 1, 1 - gold % 2);
    }
    assertThat(model.right(newcomer + 1)).isCloseTo(MISLEADING, within(1e-9));
  }

  /** 30 workers who are right 7 times in 10, but on the five golds of 100 items 3 in 20. */
  private static CrowdModel misled(String order, Random random) {
    int workers = 30;
    int items = 100;
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < workers * items; place++) {
      places.add(order.equals("item by item") ? place % workers * items + place / workers : place);
    }
    if (order.equals("by chance")) {
      Collections.shuffle(places, random);
    }
    var model = new CrowdModel(2, CrowdSettings.standard());
    for (int gold = 0; gold < MISLEADING; gold++) {
      model.declareGold(gold, gold % 2);
    }
    for (int place : places) {
      int item = place % items;
      double right = item < MISLEADING ? 0.15 : 0.7;
      int label = random.nextDouble() < right ? item % 2 : 1 - item % 2;
      model.answer(item, place / items, label);
      model.refine();
    }
    return model;
  }

  @Test
  void aCrowdOfWhomSomeGuessIsNotTurnedUpsideDown() {
    int items = 200;
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      var model = new CrowdModel(2, CrowdSettings.standard());
      for (int item = 0; item < items; item++) {
        for (int worker = 0; worker < 7; worker++) {
          double right = worker < 5 ? 0.75 : 0.5;
          answer(model, item, worker, random.nextDouble() < right ? item % 2 : 1 - item % 2);
        }
      }
      int correct = 0;
      for (int item = 0; item < items; item++) {
        correct += model.read(item).label() == item % 2 ? 1 : 0;
      }
      assertThat(correct).as("seed %d", seed).isGreaterThan(items / 2);
    }
  }

  @Test
  void anItemIsAsDifficultAsItsAnswersAreExpectedToBeWrong() {
    var random = new Random(1);
    var model = new CrowdModel(3, CrowdSettings.standard());
    for (int item = 0; item < 60; item++) {
      double right = item < 30 ? 0.95 : 0.5;
      for (int worker = 0; worker < 9; worker++) {
        int wrong = (item % 3 + 1 + random.nextInt(2)) % 3;
        model.answer(item, worker, random.nextDouble() < right ? item % 3 : wrong);
        model.refine();
      }
    }
    double easy = IntStream.range(0, 30).mapToDouble(model::difficulty).average().orElseThrow();
    double hard = IntStream.range(30, 60).mapToDouble(model::difficulty).average().orElseThrow();

    assertThat(easy).isBetween(0.05, 0.12);
    assertThat(hard).isBetween(0.35, 0.5);
  }

  @Test
  void aGoldsDifficultyIsTheShareThatGotItWrong() {
    var model = new CrowdModel(2, CrowdSettings.standard());
    double unknown = model.difficulty(0);
    model.declareGold(0, 1);
    for (int worker = 0; worker < 8; worker++) {
      model.answer(0, worker, worker % 4 == 0 ? 0 : 1);
    }
    double ofCrowd = 1 - (14 + 6.0) / (20 + 8);

    assertThat(unknown).isCloseTo(0.3, within(1e-9));
    assertThat(model.difficulty(0)).isCloseTo((2 + 2 * ofCrowd) / (8 + 2), within(1e-9));
  }

  @Test
  void goldsThatBelieConfidenceCoolIt() {
    // Ten workers who always agree, and are right on golds three times in five.
    var trusting = new CrowdModel(2, CrowdSettings.dawidSkene());
    var taught = new CrowdModel(2, CrowdSettings.dawidSkene());
    for (int item = 0; item < 100; item++) {
      if (item < 20) {
        taught.declareGold(item, item % 5 < 3 ? item % 2 : 1 - item % 2);
      }
      for (int worker = 0; worker < 10; worker++) {
        trusting.answer(item, worker, item % 2);
        taught.answer(item, worker, item % 2);
      }
    }

    assertThat(trusting.read(99).confidence()).isGreaterThan(0.99);
    assertThat(taught.read(99).confidence()).isLessThan(0.85);
  }

  @Test
  void workersWhoAnswerByChanceOrAlwaysTheSameMoveFewOutcomes() {
    for (boolean constant : new boolean[] {false, true}) {
      var random = new Random(9);
      var model = new CrowdModel(3, CrowdSettings.standard());
      int items = 400;
      int[] truth = random.ints(items, 0, 3).toArray();
      for (int item = 0; item < items; item++) {
        for (int good = 0; good < 4; good++) {
          answer(
              model, item, good, random.nextDouble() < 0.9 ? truth[item] : (truth[item] + 1) % 3);
        }
        for (int spam = 0; spam < 3; spam++) {
          answer(model, item, 4 + spam, constant ? 2 : random.nextInt(3));
        }
      }
      settle(model, items);
      int wrong = 0;
      for (int item = 0; item < items; item++) {
        wrong += model.read(item).label() == truth[item] ? 0 : 1;
      }

      assertThat(wrong).as("of %s, constant: %s", items, constant).isLessThan(items / 25);
    }
  }

  private static void answer(CrowdModel model, int item, int worker, int label) {
    model.answer(item, worker, label);
    model.refine();
  }

  @Test
  void memoryIsUnderTwoHundredBytesAnAnswer() {
    double[] accuracies = new double[500];
    Arrays.fill(accuracies, 0.8);
    Play play = Play.of(31, 20_000, 10, 5, accuracies);
    var model = new CrowdModel(10, CrowdSettings.standard());
    List<Label> answers = play.labels().given();
    answers.forEach(one -> model.answer(one.item(), one.worker(), one.label()));

    assertThat(model.bytes() / answers.size()).isLessThan(200);
  }

  @Test
  void aLabelThatIsNoneOfTheClassesIsRefused() {
    var model = new CrowdModel(2, CrowdSettings.standard());

    assertThatThrownBy(() -> model.answer(0, 0, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CrowdModel(1, CrowdSettings.standard()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Rounds until nothing moves any more. */
  private static void settle(CrowdModel model, int items) {
    for (int visit = 0; visit < 100 * items; visit++) {
      model.refine(1);
    }
  }

  private static void feed(CrowdModel model, Play play) {
    Labels labels = play.labels();
    for (Label one : labels.given()) {
      model.answer(one.item(), one.worker(), one.label());
      model.refine(4);
    }
  }
}
