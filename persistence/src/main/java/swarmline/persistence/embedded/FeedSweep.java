package swarmline.persistence.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Removes the oldest entries of every tenant's feed when they are over. */
final class FeedSweep {
  private final EmbeddedStore store;
  private final EmbeddedSettings.Retention settings;

  FeedSweep(EmbeddedStore store, EmbeddedSettings.Retention settings) {
    this.store = store;
    this.settings = settings;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(byte[] key, FeedRow row) {}

  int run(Instant now) {
    long cutoff = now.minus(settings.feed()).toEpochMilli();
    int removed = 0;
    byte[] tenant = tenantFrom(null);
    while (tenant != null) {
      List<Entry> over = over(tenant, cutoff);
      while (!over.isEmpty()) {
        remove(tenant, over);
        removed += over.size();
        over = over(tenant, cutoff);
      }
      tenant = tenantFrom(Keys.after(tenant));
    }
    return removed;
  }

  /** What the keys of the first tenant start with that has entries at or after the key. */
  private byte[] tenantFrom(byte[] key) {
    byte[][] found = new byte[1][];
    store
        .database()
        .scan(
            Table.FEED,
            key,
            null,
            (entry, value) -> {
              found[0] = Arrays.copyOf(entry, entry.length - Long.BYTES);
              return false;
            });
    return found[0];
  }

  private List<Entry> over(byte[] tenant, long cutoff) {
    List<Entry> over = new ArrayList<>();
    store
        .database()
        .scan(
            Table.FEED,
            tenant,
            Keys.after(tenant),
            (key, value) -> {
              FeedRow row = FeedRow.of(value);
              if (row.at() >= cutoff) {
                return false;
              }
              over.add(new Entry(key, row));
              return over.size() < settings.sweepRows();
            });
    return over;
  }

  private void remove(byte[] tenant, List<Entry> over) {
    Rows rows = new Rows(over.size() * 128);
    for (Entry entry : over) {
      rows.delete(Table.FEED, entry.key());
      if (!entry.row().isRecord()) {
        rows.delete(Table.FEED_IDS, entry.row().idKey(tenant));
      }
    }
    store.write(rows).toCompletableFuture().join();
  }
}
