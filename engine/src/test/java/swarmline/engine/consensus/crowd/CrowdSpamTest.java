package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swarmline.engine.consensus.Spam;

/**
 * How many outcomes spam moves: of tasks that all workers answer in any order, those that the crowd
 * model decides otherwise than it does without the spam, when a task's last answer has come.
 */
class CrowdSpamTest {
  private static final int SEEDS = 60;
  private static final int TASKS = 150;

  /** The bound that is stated; the worst pool of these seeds is within it. */
  private static final double BOUND = 0.05;

  private static final CrowdSettings CROWD = CrowdSettings.standard();
  private static final CrowdSettings ONE_COIN = CrowdSettings.oneCoin(PoolModel.ONE_COIN_STRENGTH);
  private static final CrowdSettings DAWID_SKENE = CrowdSettings.dawidSkene();

  /**
   * @param good workers who are right so often, and wrong in any way
   */
  private record Pool(CrowdSettings settings, int classes, int good, double right, int spammers) {
    double moved(Spam spam, int seed) {
      var random = new Random(seed);
      var with = new CrowdModel(classes, settings);
      var without = new CrowdModel(classes, settings);
      int moved = 0;
      for (int task = 0; task < TASKS; task++) {
        int truth = random.nextInt(classes);
        List<int[]> answers = new ArrayList<>();
        for (int worker = 0; worker < good; worker++) {
          boolean isRight = random.nextDouble() < right;
          int wrong = (truth + 1 + random.nextInt(classes - 1)) % classes;
          answers.add(new int[] {worker, isRight ? truth : wrong});
        }
        give(without, task, answers);
        for (int label : spam.given(spammers, 0, () -> random.nextInt(classes))) {
          answers.add(new int[] {answers.size(), label});
        }
        Collections.shuffle(answers, random);
        give(with, task, answers);
        moved += with.read(task).label() == without.read(task).label() ? 0 : 1;
      }
      return (double) moved / TASKS;
    }

    private static void give(CrowdModel model, int task, List<int[]> answers) {
      for (int[] one : answers) {
        model.answer(task, one[0], one[1]);
        model.refine();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void ofFourClassesAThirdAsManyAsGoodWorkersMoveFewOutcomes(Spam spam) {
    assertMovesFew(new Pool(CROWD, 4, 9, 0.8, 3), spam, SEEDS / 3);
  }

  @ParameterizedTest
  @EnumSource(value = Spam.class, mode = EnumSource.Mode.EXCLUDE, names = "COLLUDING")
  void ofTwoClassesTwoForFiveGoodWorkersMoveFewOutcomesIfTheyDoNotCollude(Spam spam) {
    assertMovesFew(new Pool(CROWD, 2, 5, 0.85, 2), spam, SEEDS);
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void byOneCoinAThirdAsManyMoveFewOfFourClassesAndASixthFewOfTwo(Spam spam) {
    assertMovesFew(new Pool(ONE_COIN, 4, 9, 0.8, 3), spam, SEEDS / 3);
    assertMovesFew(new Pool(ONE_COIN, 2, 12, 0.8, 2), spam, SEEDS / 3);
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void byFullMatricesOneForNineGoodWorkersMovesFewOfTwoClasses(Spam spam) {
    assertMovesFew(new Pool(DAWID_SKENE, 2, 9, 0.85, 1), spam, SEEDS / 3);
  }

  /** What cannot be promised: a full matrix of four classes has more to learn than it is told. */
  @Test
  void byFullMatricesCopiesTakeMostPoolsOfFourClassesOver() {
    assertThat(movedMore(new Pool(DAWID_SKENE, 4, 9, 0.8, 3))).isGreaterThan(SEEDS / 2);
  }

  private static void assertMovesFew(Pool pool, Spam spam, int seeds) {
    for (int seed = 0; seed < seeds; seed++) {
      assertThat(pool.moved(spam, seed)).as("seed %d", seed).isLessThanOrEqualTo(BOUND);
    }
  }

  /** Measured: three in sixty. */
  @Test
  void ofTwoClassesCopiesWhoAreASixthAsManyAsGoodWorkersMoveMoreInOnePoolInTwenty() {
    assertThat(movedMore(new Pool(CROWD, 2, 12, 0.8, 2))).isLessThanOrEqualTo(SEEDS / 20);
  }

  /** What cannot be promised: who always agree with each other look like the best there are. */
  @Test
  void ofTwoClassesCopiesWhoAreTwoForFiveGoodWorkersTakeSomePoolsOver() {
    assertThat(movedMore(new Pool(CROWD, 2, 5, 0.85, 2))).isBetween(1, SEEDS / 2);
  }

  private static int movedMore(Pool pool) {
    int more = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      more += pool.moved(Spam.COLLUDING, seed) > BOUND ? 1 : 0;
    }
    return more;
  }
}
