package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swarmline.engine.consensus.batch.Labels;
import swarmline.engine.consensus.batch.Play;

/**
 * Where confidence must rise: what workers are known for is held, as it is while one item's answers
 * come, since the model leaves them out when it weighs that item.
 */
class MonotoneConfidenceTest {
  /** Nearer to chance than this a worker is neither tested as better nor as worse. */
  private static final double MARGIN = 0.01;

  /** Posteriors are kept as floats, and are no surer than 1. */
  private static final double FLOAT = 1e-6;

  private static final int ITEMS = 80;
  private static final int WORKERS = 7;

  @Test
  void whoIsBetterThanChanceRaisesWhatItConfirmsAndWhoIsWorseLowersItWithOneCoin() {
    int better = 0;
    int worse = 0;
    for (int seed = 0; seed < 60; seed++) {
      int classes = 2 + seed % 3;
      CrowdModel model = fed(CrowdSettings.oneCoin(5), seed, classes);
      for (int worker = 2; worker < WORKERS; worker++) {
        double ability = model.accuracy(worker).mean();
        int leader = model.read(ITEMS).label();
        double before = model.posterior(ITEMS)[leader];
        double after = confirmed(model, worker, leader);
        if (ability > 1.0 / classes + MARGIN) {
          assertThat(after).as("seed %d", seed).isGreaterThan(Math.min(before, 1 - FLOAT));
          better++;
        } else if (ability < 1.0 / classes - MARGIN) {
          assertThat(after).as("seed %d", seed).isLessThan(before);
          worse++;
        }
      }
    }

    assertThat(List.of(better, worse)).allSatisfy(tested -> assertThat(tested).isGreaterThan(30));
  }

  @Test
  void whoSaysAClassOftenestOfItsOwnItemsRaisesItByConfirmingItWithDawidAndSkene() {
    int rows = 0;
    for (int seed = 0; seed < 60; seed++) {
      CrowdModel model = fed(CrowdSettings.dawidSkene(), seed, 2 + seed % 3);
      for (int worker = 2; worker < WORKERS; worker++) {
        int leader = model.read(ITEMS).label();
        double before = model.posterior(ITEMS)[leader];
        boolean better = saysOftenestOf(leader, model.confusion(worker).probabilities());
        double after = confirmed(model, worker, leader);
        if (better) {
          assertThat(after).as("seed %d", seed).isGreaterThan(Math.min(before, 1 - FLOAT));
          rows++;
        }
      }
    }

    assertThat(rows).isGreaterThan(100);
  }

  private static boolean saysOftenestOf(int label, List<List<Double>> probabilities) {
    for (int k = 0; k < probabilities.size(); k++) {
      if (k != label
          && probabilities.get(k).get(label) > probabilities.get(label).get(label) - MARGIN) {
        return false;
      }
    }
    return true;
  }

  /** What the class is with one more answer for it, which is taken out again. */
  private static double confirmed(CrowdModel model, int worker, int label) {
    model.answer(ITEMS, worker, label);
    double after = model.posterior(ITEMS)[label];
    model.withdraw(ITEMS, worker);
    return after;
  }

  /** With one item more, of which two workers have said what it is by chance. */
  private static CrowdModel fed(CrowdSettings settings, int seed, int classes) {
    var random = new Random(seed);
    double[] accuracies = random.doubles(WORKERS, 0.1, 0.9).toArray();
    accuracies[0] = 0.9;
    accuracies[1] = 0.9;
    var model = new CrowdModel(classes, settings);
    for (Labels.Label one : Play.of(seed, ITEMS, classes, 5, accuracies).labels().given()) {
      model.answer(one.item(), one.worker(), one.label());
      model.refine();
    }
    model.answer(ITEMS, 0, random.nextInt(classes));
    model.answer(ITEMS, 1, random.nextInt(classes));
    return model;
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-coin", "dawid-skene"})
  void theMoreOftenAWorkerWasRightTheLikelierIsWhatItSays(String aggregator) {
    int golds = 20;
    for (int others = 0; others <= 3; others++) {
      double before = 0;
      for (int right = 0; right <= golds / 2; right++) {
        CrowdModel model = known(aggregator, golds, right);
        model.answer(2 * golds, 0, 1);
        for (int other = 0; other < others; other++) {
          model.answer(2 * golds, 2 + other, other % 2);
        }
        double now = model.posterior(2 * golds)[1];

        assertThat(now).as("%d of %d right", 2 * right, golds).isGreaterThan(before);
        before = now;
      }
    }
  }

  /**
   * The first worker was right on twice so many golds, half of each class, and the second on the
   * rest of as many others, so that the crowd is the same whatever the first is.
   */
  private static CrowdModel known(String aggregator, int golds, int right) {
    var model =
        new CrowdModel(
            2,
            aggregator.equals("one-coin") ? CrowdSettings.oneCoin(5) : CrowdSettings.dawidSkene());
    for (int gold = 0; gold < golds; gold++) {
      int truth = gold % 2;
      boolean isRight = gold / 2 < right;
      model.declareGold(gold, truth);
      model.answer(gold, 0, isRight ? truth : 1 - truth);
      model.declareGold(golds + gold, truth);
      model.answer(golds + gold, 1, isRight ? 1 - truth : truth);
    }
    return model;
  }
}
