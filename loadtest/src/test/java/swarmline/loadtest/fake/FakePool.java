package swarmline.loadtest.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One pool in the fake's memory. */
final class FakePool {
  final String id;
  final int redundancy;
  final long leaseMicros;
  final long reward;
  final List<FakeTask> tasks = new ArrayList<>();
  final Set<String> keys = new HashSet<>();
  final Deque<FakeTask> offerable = new ArrayDeque<>();
  boolean open;

  FakePool(String id, JsonNode spec) {
    this.id = id;
    redundancy = spec.path("redundancy").path("answers").asInt(1);
    leaseMicros = spec.path("lease").path("seconds").asLong(600) * 1_000_000;
    reward = spec.path("reward").path("amount").asLong();
  }

  /** The next task that the worker may have; null where there is none. */
  FakeTask next(String worker) {
    while (open && !offerable.isEmpty() && closed(offerable.peekFirst())) {
      offerable.pollFirst();
    }
    if (!open) {
      return null;
    }
    for (FakeTask task : offerable) {
      if (task.isOpenTo(worker)) {
        return task;
      }
    }
    return null;
  }

  private static boolean closed(FakeTask task) {
    return task.ended || task.isFull();
  }
}
