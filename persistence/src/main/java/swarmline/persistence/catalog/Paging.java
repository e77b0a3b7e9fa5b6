package swarmline.persistence.catalog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import swarmline.engine.catalog.Page;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;

/** Reads a part of a table whose keys are a prefix and a number. Blocks. */
final class Paging {
  private final Database database;

  Paging(Database database) {
    this.database = database;
  }

  /** Makes an item of a row; null leaves it out. */
  interface Item<T> {
    T of(byte[] key, byte[] value);
  }

  /** The rows after a number, and the number of the last one looked at. */
  record Part<T>(List<T> items, long last, boolean more) {
    /** The list goes on only where there is more. */
    Page<T> page() {
      return new Page<>(items, more ? Cursors.of(last) : null);
    }
  }

  <T> Part<T> after(Table table, byte[] prefix, long number, int limit, Item<T> item) {
    List<T> items = new ArrayList<>();
    long[] last = {number};
    boolean[] more = {false};
    byte[] from =
        ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(number + 1).array();
    database.scan(
        table,
        from,
        Keys.after(prefix),
        (key, value) -> {
          if (items.size() >= limit) {
            more[0] = true;
            return false;
          }
          T made = item.of(key, value);
          if (made != null) {
            items.add(made);
          }
          last[0] = Keys.number(key);
          return true;
        });
    return new Part<>(items, last[0], more[0]);
  }
}
