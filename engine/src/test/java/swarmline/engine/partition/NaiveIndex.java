package swarmline.engine.partition;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swarmline.engine.pool.DispatchOrder;

/** What {@link OfferIndex} must answer, by looking at every task each time. */
final class NaiveIndex {
  private final Map<Long, IndexedTask> tasks = new TreeMap<>();
  private DispatchOrder order;
  private int redundancy;

  NaiveIndex(DispatchOrder order, int redundancy) {
    policy(order, redundancy);
  }

  void policy(DispatchOrder newOrder, int newRedundancy) {
    order = newOrder;
    redundancy = newRedundancy;
  }

  void add(IndexedTask task) {
    tasks.put(task.number(), task);
  }

  void remove(long number) {
    tasks.remove(number);
  }

  Optional<Long> first(String worker) {
    return tasks.values().stream()
        .filter(task -> task.offerable(redundancy) && task.admits(worker))
        .min(byOrder())
        .map(IndexedTask::number);
  }

  long offerable() {
    return tasks.values().stream().filter(task -> task.offerable(redundancy)).count();
  }

  private Comparator<IndexedTask> byOrder() {
    Comparator<IndexedTask> byPriority =
        Comparator.comparing(IndexedTask::priority, Comparator.reverseOrder());
    Comparator<IndexedTask> first =
        switch (order) {
          case PRIORITY -> byPriority;
          case FIFO -> Comparator.comparing(task -> 0);
          case DEPTH_FIRST ->
              Comparator.comparing(IndexedTask::taken, Comparator.reverseOrder())
                  .thenComparing(byPriority);
          case BREADTH_FIRST -> Comparator.comparing(IndexedTask::taken).thenComparing(byPriority);
          case RANDOM -> Comparator.comparing(task -> OfferIndex.shuffled(task.number()));
        };
    return first.thenComparing(IndexedTask::number);
  }
}
