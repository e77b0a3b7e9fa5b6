package swarmline.persistence.journal;

import java.nio.charset.StandardCharsets;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.EventRemoval;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.StoreFailure;
import swarmline.persistence.embedded.Table;

/** Reads the events of one persistence id in order and misses none. Blocks. */
public final class JournalReader {
  /** Events that are read one by one; an iterator costs as much as a few of them. */
  private static final long SINGLY_MAX = 8;

  private final Database database;

  public JournalReader(Database database) {
    this.database = database;
  }

  /** Takes events. */
  public interface Sink {
    void take(long sequenceNr, StoredEvent event);
  }

  /**
   * Hands out the events from one sequence number to another, inclusive, at most so many. Removed
   * ones are passed over; one that is missing otherwise is a {@link StoreFailure}.
   */
  public void read(byte[] persistenceId, long from, long to, long max, Sink sink) {
    if (max <= 0 || Math.max(1, from) > to) {
      return;
    }
    byte[] removed = database.get(Table.JOURNAL, EventRemoval.noteKey(persistenceId));
    long first = Math.max(Math.max(1, from), removed == null ? 1 : Keys.number(removed) + 1);
    long last = max > to - first ? to : first + max - 1;
    if (last - first < SINGLY_MAX) {
      readSingly(persistenceId, first, last, sink);
    } else {
      readRange(persistenceId, first, last, sink);
    }
  }

  private void readSingly(byte[] persistenceId, long first, long last, Sink sink) {
    for (long sequenceNr = first; sequenceNr <= last; sequenceNr++) {
      byte[] row = database.get(Table.JOURNAL, Keys.event(persistenceId, sequenceNr));
      if (row == null) {
        throw missing(persistenceId, sequenceNr);
      }
      sink.take(sequenceNr, StoredEvent.of(row));
    }
  }

  private void readRange(byte[] persistenceId, long first, long last, Sink sink) {
    long[] next = {first};
    database.scan(
        Table.JOURNAL,
        Keys.event(persistenceId, first),
        Keys.event(persistenceId, last + 1),
        (key, row) -> {
          if (Keys.number(key) != next[0]) {
            throw missing(persistenceId, next[0]);
          }
          sink.take(next[0]++, StoredEvent.of(row));
          return true;
        });
    if (next[0] != last + 1) {
      throw missing(persistenceId, next[0]);
    }
  }

  private static StoreFailure missing(byte[] persistenceId, long sequenceNr) {
    return new StoreFailure(
        StoreFailure.Reason.CORRUPT,
        "The journal of "
            + new String(persistenceId, StandardCharsets.UTF_8)
            + " misses event "
            + sequenceNr);
  }
}
