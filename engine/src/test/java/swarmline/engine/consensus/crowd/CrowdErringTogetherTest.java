package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A crowd most of which takes the same wrong class where an item is a trap. */
class CrowdErringTogetherTest {
  private static final int SEEDS = 12;
  private static final int ITEMS = 800;
  private static final int GOLDS = 40;
  private static final int WORKERS = 60;
  private static final int CLASSES = 3;
  private static final int ANSWERS = 8;
  private static final double TRAPS = 0.3;
  private static final double CAUGHT = 0.6;
  private static final double RIGHT_ELSEWHERE = 0.75;

  private record Given(int item, int worker, int label) {}

  @Test
  void aFewGoldsTellHowSureToBeOfItemsThatAreNone() {
    double stated = 0;
    double right = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      var random = new Random(seed);
      int[] truth = IntStream.range(0, ITEMS).map(item -> random.nextInt(CLASSES)).toArray();
      var model = new CrowdModel(CLASSES, CrowdSettings.standard());
      for (int gold = 0; gold < GOLDS; gold++) {
        model.declareGold(gold, truth[gold]);
      }
      for (Given one : answers(truth, random)) {
        model.answer(one.item(), one.worker(), one.label());
        model.refine();
      }
      for (int item = GOLDS; item < ITEMS; item++) {
        stated += model.read(item).confidence();
        right += model.read(item).label() == truth[item] ? 1 : 0;
      }
    }
    double judged = (double) SEEDS * (ITEMS - GOLDS);

    assertThat(stated / judged).isCloseTo(right / judged, within(0.05));
  }

  private static List<Given> answers(int[] truth, Random random) {
    List<Given> answers = new ArrayList<>();
    List<Integer> workers = new ArrayList<>(IntStream.range(0, WORKERS).boxed().toList());
    for (int item = 0; item < ITEMS; item++) {
      boolean trap = random.nextDouble() < TRAPS;
      Collections.shuffle(workers, random);
      for (int worker : workers.subList(0, ANSWERS)) {
        answers.add(new Given(item, worker, label(truth[item], trap, random)));
      }
    }
    Collections.shuffle(answers, random);
    return answers;
  }

  private static int label(int truth, boolean trap, Random random) {
    if (trap && random.nextDouble() < CAUGHT) {
      return (truth + 1) % CLASSES;
    }
    boolean right = random.nextDouble() < RIGHT_ELSEWHERE;
    return right ? truth : (truth + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
  }
}
