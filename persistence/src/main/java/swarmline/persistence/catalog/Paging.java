package swarmline.persistence.catalog;

import java.nio.ByteBuffer;
import java.util.List;
import swarmline.engine.catalog.Page;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;

/**
 * Reads a part of a table whose keys are a prefix and a number: no more rows than are asked for,
 * and no more than {@link Page#BYTES_MAX} of them, but one at least. Blocks.
 */
final class Paging {
  private final Database database;

  Paging(Database database) {
    this.database = database;
  }

  /** The row that a place of the table stands for; null leaves it out. */
  interface Found {
    byte[] at(byte[] value);
  }

  /** Makes an item of a row. */
  interface Item<T> {
    T of(byte[] row);
  }

  /** The rows after a number, and the number of the last one looked at. */
  record Part<T>(List<T> items, long last, boolean more) {
    /** The list goes on only where there is more. */
    Page<T> page() {
      return new Page<>(items, more ? Cursors.of(last) : null);
    }
  }

  <T> Part<T> after(Table table, byte[] prefix, long number, int limit, Item<T> item) {
    return after(table, prefix, number, limit, value -> value, item);
  }

  <T> Part<T> after(Table table, byte[] prefix, long number, int limit, Found found, Item<T> item) {
    var gathered = new Gathered<T>(limit);
    long[] last = {number};
    boolean[] more = {false};
    byte[] from =
        ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(number + 1).array();
    database.scan(
        table,
        from,
        Keys.after(prefix),
        (key, value) -> {
          byte[] row = gathered.left() > 0 ? found.at(value) : null;
          if (gathered.left() <= 0 || (row != null && !gathered.add(item.of(row), row.length))) {
            more[0] = true;
            return false;
          }
          last[0] = Keys.number(key);
          return true;
        });
    return new Part<>(gathered.items(), last[0], more[0]);
  }
}
