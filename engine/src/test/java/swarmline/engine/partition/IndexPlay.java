package swarmline.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.partition.TaskSummary.LiveLease;
import swarmline.engine.pool.DispatchOrder;

/** A seeded stream of changes to an index and to the naive model of it, compared at every step. */
final class IndexPlay {
  private static final int STEPS = 400;
  private static final int WORKERS = 4;

  private final Random random;
  private final long seed;
  private final OfferIndex index;
  private final NaiveIndex model;
  private final List<Long> numbers = new ArrayList<>();
  private DispatchOrder order;
  private long next = 1;

  IndexPlay(DispatchOrder order, long seed) {
    this.random = new Random(seed);
    this.seed = seed;
    this.order = order;
    this.index = new OfferIndex(order, 2);
    this.model = new NaiveIndex(order, 2);
  }

  void run() {
    for (int step = 0; step < STEPS; step++) {
      change();
      String worker = worker();
      assertThat(index.first(worker).map(IndexedTask::number))
          .as("%s, seed %d, step %d, %s", order, seed, step, worker)
          .isEqualTo(model.first(worker));
      assertThat(index.offerable()).isEqualTo((int) model.offerable());
    }
  }

  private void change() {
    int dice = random.nextInt(100);
    if (numbers.isEmpty() || dice < 15) {
      add();
      return;
    }
    Long number = numbers.get(random.nextInt(numbers.size()));
    IndexedTask task = index.find(number).orElseThrow();
    if (dice < 50) {
      String worker = worker();
      index.first(worker).ifPresent(first -> index.claimSent(first, worker));
    } else if (dice < 60) {
      task.claiming().stream().findAny().ifPresent(w -> index.claimAnswered(task, w));
    } else if (dice < 90) {
      index.update(task, summary(number));
    } else if (dice < 93) {
      index.failed(task);
    } else if (dice < 97) {
      index.remove(number);
      model.remove(number);
      numbers.remove(number);
    } else {
      changePolicy();
    }
  }

  private void changePolicy() {
    order = random.nextBoolean() ? order : DispatchOrder.PRIORITY;
    int redundancy = 1 + random.nextInt(3);
    index.policy(order, redundancy);
    model.policy(order, redundancy);
  }

  private void add() {
    Set<String> reserved = random.nextInt(8) == 0 ? Set.of(worker()) : Set.of();
    Set<String> unavailable = random.nextInt(8) == 0 ? Set.of(worker()) : Set.of();
    model.add(
        index.add(
            new OpenTask(next, random.nextInt(3), redundancy(), reserved, unavailable, false)));
    numbers.add(next++);
  }

  private Integer redundancy() {
    return random.nextInt(4) == 0 ? 1 + random.nextInt(3) : null;
  }

  private TaskSummary summary(long number) {
    List<LiveLease> live = new ArrayList<>();
    List<String> excluded = new ArrayList<>();
    for (int w = 0; w < WORKERS; w++) {
      int dice = random.nextInt(6);
      if (dice < 2) {
        excluded.add("w" + w);
      }
      if (dice == 0) {
        live.add(new LiveLease(w + 1, "w" + w, null));
      }
    }
    return new TaskSummary(
        number,
        random.nextInt(3),
        redundancy(),
        random.nextInt(4),
        excluded,
        live,
        null,
        random.nextInt(10) == 0,
        false,
        Set.of(),
        Set.of(),
        false,
        null);
  }

  private String worker() {
    return "w" + random.nextInt(WORKERS);
  }
}
