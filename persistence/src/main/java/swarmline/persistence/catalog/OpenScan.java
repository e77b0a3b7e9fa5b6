package swarmline.persistence.catalog;

import java.util.Arrays;
import java.util.function.Consumer;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.id.PartitionId;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.Database.Cursor;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;

/** Walks over the open tasks of a partition beside their marks. Blocks. */
final class OpenScan {
  private final Database database;
  private final PartitionId partition;

  OpenScan(Database database, PartitionId partition) {
    this.database = database;
    this.partition = partition;
  }

  void run(Consumer<OpenTask> each) {
    byte[] pool = Keys.pool(partition.pool());
    byte[] end = Keys.after(pool);
    database.view(
        view -> {
          try (Cursor open = view.cursor(Table.OPEN, pool, end);
              Cursor touched = view.cursor(Table.TOUCHED, pool, end)) {
            merge(open, touched, each);
          }
        });
  }

  private void merge(Cursor open, Cursor touched, Consumer<OpenTask> each) {
    byte[] mark = touched.valid() ? touched.key() : null;
    while (open.valid()) {
      byte[] key = open.key();
      while (mark != null && Arrays.compareUnsigned(mark, key) < 0) {
        touched.next();
        mark = touched.valid() ? touched.key() : null;
      }
      long number = Keys.number(key);
      if (number % partition.count() == partition.index()) {
        each.accept(OpenRow.read(number, open.value(), Arrays.equals(mark, key)));
      }
      open.next();
    }
  }
}
