package swarmline.loadtest.run;

import java.util.ArrayList;
import java.util.List;

/** What was done to the server, as it is done. Thread-safe. */
public final class Marks {
  private static final double NANOS_PER_SECOND = 1e9;

  private record Entry(long from, long until, String kind, String what) {}

  private final List<Entry> entries = new ArrayList<>();

  /**
   * Adds what was done between two moments of {@link System#nanoTime()}.
   *
   * @param kind in a word
   * @param what in words
   */
  public synchronized void add(long from, long until, String kind, String what) {
    entries.add(new Entry(from, until, kind, what));
  }

  /** All of it, in seconds since a moment. */
  synchronized List<Mark> since(long start) {
    return entries.stream()
        .map(
            e ->
                new Mark(
                    (e.from() - start) / NANOS_PER_SECOND,
                    (e.until() - start) / NANOS_PER_SECOND,
                    e.kind(),
                    e.what()))
        .toList();
  }
}
