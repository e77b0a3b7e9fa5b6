package swarmline.persistence.catalog;

import java.util.function.Consumer;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.id.PartitionId;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;

/** Walks over the open tasks of a partition. Blocks. */
final class OpenScan {
  private final Database database;
  private final PartitionId partition;

  OpenScan(Database database, PartitionId partition) {
    this.database = database;
    this.partition = partition;
  }

  void run(Consumer<OpenTask> each) {
    byte[] pool = Keys.pool(partition.pool());
    database.scan(
        Table.OPEN,
        pool,
        Keys.after(pool),
        (key, row) -> {
          long number = Keys.number(key);
          if (number % partition.count() == partition.index()) {
            each.accept(OpenRow.read(number, row));
          }
          return true;
        });
  }
}
