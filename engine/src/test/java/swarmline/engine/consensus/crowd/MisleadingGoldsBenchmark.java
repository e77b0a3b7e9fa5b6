package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import swarmline.engine.consensus.batch.Labels.Label;

/** How often golds that most workers get wrong turn a crowd upside down. */
@Tag("benchmark")
class MisleadingGoldsBenchmark {
  private static final int ITEMS = 100;
  private static final int SEEDS = 10;
  private static final int DRAWS = 80;
  private static final double GOLDS = 0.05;

  /** Of values that are right, below which a crowd is upside down. */
  private static final double UPRIGHT = 0.6;

  /** In what order workers answer the items. */
  private enum Order {
    BY_CHANCE,
    ITEM_BY_ITEM,
    WORKER_BY_WORKER
  }

  /**
   * @param rightOnGolds how often each is right on golds
   * @param right on other items
   */
  private record Crowd(double rightOnGolds, double right, int golds, int workers, Order order) {

    /** Share of the other items whose value is right in the end. */
    double play(Random random) {
      var model = new CrowdModel(2, CrowdSettings.standard());
      for (int gold = 0; gold < golds; gold++) {
        model.declareGold(gold, gold % 2);
      }
      for (int place : places(random)) {
        int item = place % ITEMS;
        double p = item < golds ? rightOnGolds : right;
        model.answer(item, place / ITEMS, random.nextDouble() < p ? item % 2 : 1 - item % 2);
        model.refine();
      }
      int found = 0;
      for (int item = golds; item < ITEMS; item++) {
        found += model.read(item).label() == item % 2 ? 1 : 0;
      }
      return (double) found / (ITEMS - golds);
    }

    private List<Integer> places(Random random) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < workers * ITEMS; i++) {
        places.add(order == Order.ITEM_BY_ITEM ? i % workers * ITEMS + i / workers : i);
      }
      if (order == Order.BY_CHANCE) {
        Collections.shuffle(places, random);
      }
      return places;
    }
  }

  @Test
  void crowdsMadeUp() {
    Map<Double, Integer> overturned = new HashMap<>();
    int played = 0;
    for (double rightOnGolds : new double[] {0.05, 0.15, 0.3}) {
      for (double right : new double[] {0.62, 0.7, 0.85}) {
        for (int golds : new int[] {2, 5, 10}) {
          for (int workers : new int[] {12, 30}) {
            for (Order order : Order.values()) {
              var crowd = new Crowd(rightOnGolds, right, golds, workers, order);
              for (int seed = 0; seed < SEEDS; seed++) {
                boolean upright = crowd.play(new Random(7L * seed + 3)) > UPRIGHT;
                overturned.merge(right, upright ? 0 : 1, Integer::sum);
                played++;
              }
            }
          }
        }
      }
    }
    System.out.println("overturned, by how often workers are right: " + overturned);
    System.out.println("of " + played + " in all");

    assertThat(overturned.values().stream().mapToInt(count -> count).sum()).isLessThan(played / 10);
  }

  @Test
  void drawsOfGoldsOnBluebird() {
    assumeTrue(
        Files.isDirectory(RecordedCrowd.directory()),
        "no recorded crowds in " + RecordedCrowd.directory().toAbsolutePath().normalize());
    RecordedCrowd crowd = RecordedCrowd.read("bluebird");
    for (int lanes : new int[] {1, 16, 48}) {
      int overturned = 0;
      for (int seed = 1; seed <= DRAWS; seed++) {
        overturned += play(crowd, seed, lanes) > UPRIGHT ? 0 : 1;
      }
      System.out.println(lanes + " lanes: " + overturned + " of " + DRAWS + " draws overturned");

      assertThat(overturned).as("%d lanes", lanes).isZero();
    }
  }

  private static double play(RecordedCrowd crowd, int seed, int lanes) {
    boolean[] golds = crowd.golds(seed, GOLDS);
    var model = new CrowdModel(crowd.labels().classes(), CrowdSettings.standard());
    for (Label one : inLanes(crowd.arrivals(seed), lanes)) {
      if (golds[one.item()] && model.answers(one.item()) == 0) {
        model.declareGold(one.item(), crowd.truth().get(one.item()));
      }
      model.answer(one.item(), one.worker(), one.label());
      model.refine();
    }
    int known = 0;
    int right = 0;
    for (int item = 0; item < golds.length; item++) {
      if (!golds[item] && crowd.truth().get(item) >= 0) {
        known++;
        right += model.read(item).label() == crowd.truth().get(item) ? 1 : 0;
      }
    }
    return (double) right / known;
  }

  /** As many answers at once, those to one item one after the other; in turn. */
  private static List<Label> inLanes(List<Label> arrivals, int lanes) {
    List<Queue<Label>> queues = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      queues.add(new ArrayDeque<>());
    }
    arrivals.forEach(one -> queues.get(one.item() % lanes).add(one));
    List<Label> inTurn = new ArrayList<>();
    while (inTurn.size() < arrivals.size()) {
      for (Queue<Label> queue : queues) {
        if (!queue.isEmpty()) {
          inTurn.add(queue.remove());
        }
      }
    }
    return inTurn;
  }
}
