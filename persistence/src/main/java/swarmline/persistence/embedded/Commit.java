package swarmline.persistence.embedded;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * One batch in the making. Rows that decide about later writes are read and written through {@link
 * #current} and {@link #put}, so that a write sees those before it in the same batch. Only on the
 * committer's thread.
 */
public final class Commit {
  private final Database database;
  private final Rows rows = new Rows(1 << 16);
  private final Map<Place, byte[]> changed = new HashMap<>();
  private final Counters counters;
  private boolean counted;
  private Instant now;

  private record Place(Table table, ByteBuffer key) {}

  Commit(Database database, Counters counters) {
    this.database = database;
    this.counters = counters;
  }

  void begin(Instant at) {
    rows.clear();
    changed.clear();
    counted = false;
    now = at;
  }

  /** What closes the batch: the counters, where they moved. */
  Rows finish() {
    if (counted) {
      rows.put(Table.META, Counters.KEY, counters.row());
    }
    return rows;
  }

  /** When the batch was begun. */
  public Instant now() {
    return now;
  }

  /** Rows that no other write asks for. */
  public Rows rows() {
    return rows;
  }

  /** The row as the writes before this one left it; null when there is none. */
  public byte[] current(Table table, byte[] key) {
    if (!changed.isEmpty()) {
      Place place = new Place(table, ByteBuffer.wrap(key));
      if (changed.containsKey(place)) {
        return changed.get(place);
      }
    }
    return database.get(table, key);
  }

  /** The highest sequence number that a persistence id had before this batch; 0 for none. */
  long journalEnd(byte[] persistenceId) {
    return JournalEnd.of(database, persistenceId);
  }

  public void put(Table table, byte[] key, byte[] value) {
    changed.put(new Place(table, ByteBuffer.wrap(key)), value);
    rows.put(table, key, value);
  }

  public void delete(Table table, byte[] key) {
    changed.put(new Place(table, ByteBuffer.wrap(key)), null);
    rows.delete(table, key);
  }

  /** The next position in the order in which tasks become final. */
  public long nextOrder() {
    counted = true;
    return counters.nextOrder();
  }

  /** The next position in the feed. */
  public long nextFeed() {
    counted = true;
    return counters.nextFeed();
  }
}
