package swarmline.engine.dispatch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import swarmline.engine.id.WorkerId;

/**
 * The sweeps of a slice that have others asked instead of a worker: for each, the tasks that are
 * asked and have not stored it yet, a bounded number at once, and those yet to be asked. In memory;
 * the worker asks again until it hears that one is over.
 */
final class Discounting {
  /** Tasks of a sweep whose actors are busy with it at the same time. */
  static final int AT_ONCE = 50;

  private final Map<Sweep, Progress> underWay = new HashMap<>();

  /**
   * @param upTo the latest lease of the worker that is concerned
   */
  record Sweep(WorkerId worker, Instant upTo) {}

  private record Progress(Set<Long> asked, Queue<Long> yetToAsk) {}

  /** Whether the sweep has begun and is not over. */
  boolean underWay(WorkerId worker, Instant upTo) {
    return underWay.containsKey(new Sweep(worker, upTo));
  }

  /**
   * A sweep begins.
   *
   * @param concerned the tasks that may have something to do, each once
   */
  void begin(WorkerId worker, Instant upTo, Collection<Long> concerned) {
    underWay.put(
        new Sweep(worker, upTo), new Progress(new LinkedHashSet<>(), new ArrayDeque<>(concerned)));
  }

  /**
   * The tasks that are to be asked now, for the first time or again; where there are none the sweep
   * is over.
   */
  List<Long> toAsk(WorkerId worker, Instant upTo) {
    var sweep = new Sweep(worker, upTo);
    Progress progress = underWay.get(sweep);
    while (progress.asked().size() < AT_ONCE && !progress.yetToAsk().isEmpty()) {
      progress.asked().add(progress.yetToAsk().poll());
    }
    if (progress.asked().isEmpty()) {
      underWay.remove(sweep);
    }
    return List.copyOf(progress.asked());
  }

  /**
   * A task has stored it, or cannot.
   *
   * @return the task that is to be asked next, if there is one
   */
  Optional<Long> stored(WorkerId worker, Instant upTo, long task) {
    Progress progress = underWay.get(new Sweep(worker, upTo));
    if (progress == null || !progress.asked().remove(task) || progress.yetToAsk().isEmpty()) {
      return Optional.empty();
    }
    long next = progress.yetToAsk().poll();
    progress.asked().add(next);
    return Optional.of(next);
  }

  /** The sweeps that have asked the task, which has not stored them yet. */
  List<Sweep> waitingFor(long task) {
    return underWay.entrySet().stream()
        .filter(sweep -> sweep.getValue().asked().contains(task))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Ends the sweep where every task has stored it.
   *
   * @return whether that was so, and it had not ended before
   */
  boolean over(WorkerId worker, Instant upTo) {
    var sweep = new Sweep(worker, upTo);
    Progress progress = underWay.get(sweep);
    if (progress == null || !progress.asked().isEmpty()) {
      return false;
    }
    underWay.remove(sweep);
    return true;
  }
}
