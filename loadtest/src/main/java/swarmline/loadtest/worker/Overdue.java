package swarmline.loadtest.worker;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tasks whose holders let the lease end, until the next worker is handed them. Thread-safe. */
final class Overdue {
  private final Map<String, Long> deadlines = new ConcurrentHashMap<>();

  /**
   * @param deadline microseconds since 1970
   */
  void let(byte[] task, long deadline) {
    deadlines.put(text(task), deadline);
  }

  /**
   * A worker was handed the task.
   *
   * @return microseconds since its lease had ended; -1 where none has
   */
  long handed(byte[] task, long now) {
    if (deadlines.isEmpty()) {
      return -1;
    }
    String id = text(task);
    Long deadline = deadlines.get(id);
    if (deadline == null || now < deadline || !deadlines.remove(id, deadline)) {
      return -1;
    }
    return now - deadline;
  }

  private static String text(byte[] task) {
    return new String(task, StandardCharsets.US_ASCII);
  }
}
