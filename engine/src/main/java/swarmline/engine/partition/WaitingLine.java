package swarmline.engine.partition;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Workers with nothing to do, first come first served. A worker that asks again keeps its place.
 *
 * @param <W> what is known of a waiting worker
 */
public final class WaitingLine<W> {
  private final Map<String, W> waiting = new LinkedHashMap<>();

  /** The worker waits, with this from now on. */
  public void join(String worker, W with) {
    waiting.put(worker, with);
  }

  public void leave(String worker) {
    waiting.remove(worker);
  }

  public int size() {
    return waiting.size();
  }

  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Shows the waiting to {@code served} in order until it says that there is nothing left to give;
   * see {@link Served}.
   */
  public void serve(java.util.function.BiFunction<String, W, Served> served) {
    Iterator<Map.Entry<String, W>> each = waiting.entrySet().iterator();
    while (each.hasNext()) {
      var entry = each.next();
      Served what = served.apply(entry.getKey(), entry.getValue());
      if (what == Served.LEAVES || what == Served.LEAVES_LAST) {
        each.remove();
      }
      if (what == Served.STAYS_LAST || what == Served.LEAVES_LAST) {
        return;
      }
    }
  }

  /** Whether somebody waits to whom this applies. */
  public boolean anyMatch(Predicate<W> predicate) {
    return waiting.values().stream().anyMatch(predicate);
  }

  /** What became of one waiting worker, and whether to go on with the next. */
  public enum Served {
    STAYS,
    LEAVES,
    STAYS_LAST,
    LEAVES_LAST
  }
}
