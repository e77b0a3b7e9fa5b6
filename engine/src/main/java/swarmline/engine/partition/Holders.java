package swarmline.engine.partition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swarmline.engine.partition.TaskSummary.LiveLease;

/** Which tasks of a slice each worker holds a live lease on, those on their way included. */
public final class Holders {
  private final Map<String, List<Long>> held = new HashMap<>();
  private int all;

  /** Numbers of the tasks that the worker holds. */
  public List<Long> of(String worker) {
    return held.getOrDefault(worker, List.of());
  }

  public int count(String worker) {
    return of(worker).size();
  }

  /** Live leases of the slice. */
  public int all() {
    return all;
  }

  public void plus(String worker, long number) {
    held.computeIfAbsent(worker, name -> new ArrayList<>(1)).add(number);
    all++;
  }

  public void minus(String worker, long number) {
    List<Long> numbers = held.get(worker);
    if (numbers != null && numbers.remove((Long) number)) {
      all--;
      if (numbers.isEmpty()) {
        held.remove(worker);
      }
    }
  }

  /** Takes a task's leases and claims out of the count; they are entered again after its change. */
  public void withdraw(IndexedTask task) {
    for (LiveLease lease : task.live()) {
      minus(lease.worker(), task.number());
    }
    for (String worker : task.claiming()) {
      minus(worker, task.number());
    }
  }

  public void enter(IndexedTask task) {
    for (LiveLease lease : task.live()) {
      plus(lease.worker(), task.number());
    }
    for (String worker : task.claiming()) {
      plus(worker, task.number());
    }
  }
}
