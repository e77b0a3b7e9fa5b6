package swarmline.engine.dispatch;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * The sweeps of a slice by which answers of workers count no longer, or again: for each, the tasks
 * that are asked and have not stored it yet, a bounded number at once, and those yet to be asked.
 * The last that a worker asks for holds: those that it contradicts are dropped, and what they asked
 * tasks already, these hear first. In memory; the worker asks again until it hears that one is
 * over.
 */
final class Discounting {
  /** Tasks of a sweep whose actors are busy with it at the same time. */
  static final int AT_ONCE = 50;

  /** Those asked for whose tasks are yet to be found, in that order. */
  private final Set<Sweep> wanted = new LinkedHashSet<>();

  private final Map<Sweep, Progress> underWay = new HashMap<>();

  private record Progress(Set<Long> asked, Queue<Long> yetToAsk) {}

  /** A worker asks for the sweep, for the first time or again. */
  void want(Sweep sweep) {
    wanted.removeIf(sweep::contradicts);
    underWay.keySet().removeIf(sweep::contradicts);
    if (!underWay(sweep)) {
      wanted.add(sweep);
    }
  }

  /** Those asked for whose tasks are yet to be found, in that order. */
  List<Sweep> wanted() {
    return List.copyOf(wanted);
  }

  /** Whether the sweep has begun and is not over. */
  boolean underWay(Sweep sweep) {
    return underWay.containsKey(sweep);
  }

  /**
   * A sweep that is wanted begins.
   *
   * @param concerned the tasks that may have something to do, each once
   * @return whether it was still wanted
   */
  boolean begin(Sweep sweep, Collection<Long> concerned) {
    boolean stillWanted = wanted.remove(sweep);
    if (stillWanted) {
      underWay.put(sweep, new Progress(new LinkedHashSet<>(), new ArrayDeque<>(concerned)));
    }
    return stillWanted;
  }

  /**
   * The tasks that are to be asked now, for the first time or again; where there are none the sweep
   * is over.
   */
  List<Long> toAsk(Sweep sweep) {
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
  Optional<Long> stored(Sweep sweep, long task) {
    Progress progress = underWay.get(sweep);
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
  boolean over(Sweep sweep) {
    Progress progress = underWay.get(sweep);
    if (progress == null || !progress.asked().isEmpty()) {
      return false;
    }
    underWay.remove(sweep);
    return true;
  }
}
