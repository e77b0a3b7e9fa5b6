package swarmline.engine.partition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** For each task in play, when the clock next has something to say to it. Not thread-safe. */
public final class DeadlineQueue {
  private record Deadline(Instant at, long number) {}

  private final TreeSet<Deadline> queue =
      new TreeSet<>(Comparator.comparing(Deadline::at).thenComparingLong(Deadline::number));
  private final Map<Long, Deadline> of = new HashMap<>();

  /**
   * The task is due then, and no longer when it was before.
   *
   * @param at null for never
   */
  public void set(long number, Instant at) {
    Deadline before = of.get(number);
    if (before != null) {
      if (before.at().equals(at)) {
        return;
      }
      queue.remove(before);
      of.remove(number);
    }
    if (at != null) {
      var deadline = new Deadline(at, number);
      queue.add(deadline);
      of.put(number, deadline);
    }
  }

  /** Takes out the tasks whose moment has come. */
  public List<Long> due(Instant now) {
    List<Long> due = new ArrayList<>();
    while (!queue.isEmpty() && !queue.first().at().isAfter(now)) {
      Deadline first = queue.pollFirst();
      of.remove(first.number());
      due.add(first.number());
    }
    return due;
  }

  public int size() {
    return queue.size();
  }
}
