package swarmline.engine.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import swarmline.engine.id.WorkerId;

/**
 * The sweeps of a slice that have others asked instead of a worker: for each, the tasks that have
 * not stored it yet. In memory; the worker asks again until it hears that one is over.
 */
final class Discounting {
  private final Map<Sweep, Set<Long>> underWay = new HashMap<>();

  /**
   * @param upTo the latest lease of the worker that is concerned
   */
  private record Sweep(WorkerId worker, Instant upTo) {}

  /**
   * A sweep is asked for, for the first time or again.
   *
   * @param concerned the open tasks that may have something to do
   * @return those of them that have not stored it yet; where there are none it is over
   */
  Set<Long> asked(WorkerId worker, Instant upTo, Collection<Long> concerned) {
    var sweep = new Sweep(worker, upTo);
    Set<Long> left = underWay.computeIfAbsent(sweep, first -> new HashSet<>(concerned));
    left.retainAll(Set.copyOf(concerned));
    if (left.isEmpty()) {
      underWay.remove(sweep);
    }
    return Set.copyOf(left);
  }

  /**
   * A task has stored it.
   *
   * @return whether that was the last one, and the sweep is over
   */
  boolean stored(WorkerId worker, Instant upTo, long task) {
    var sweep = new Sweep(worker, upTo);
    Set<Long> left = underWay.get(sweep);
    if (left == null || !left.remove(task) || !left.isEmpty()) {
      return false;
    }
    underWay.remove(sweep);
    return true;
  }
}
