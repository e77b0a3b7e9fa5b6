package swarmline.persistence.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskDefinition;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Rows;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.serialization.StoredCodec;

/** Tasks being numbered and encoded, for one partition. Blocks while it looks keys up. */
final class Publication {
  private final Database database;
  private final PartitionId partition;
  private final Instant at;
  private final Rows rows;
  private final Numbering numbering;

  Publication(Database database, PartitionId partition, long firstPosition, Instant at) {
    this.database = database;
    this.partition = partition;
    this.numbering = new Numbering(partition, firstPosition);
    this.at = at;
    this.rows = new Rows(1 << 16);
  }

  /** The numbers in order, negated where the key was known. */
  long[] number(List<NewTask> tasks) {
    findKnown(tasks);
    long[] numbers = new long[tasks.size()];
    for (int i = 0; i < numbers.length; i++) {
      NewTask task = tasks.get(i);
      numbers[i] = numbering.of(task);
      if (numbers[i] > 0) {
        add(task, numbers[i]);
      }
    }
    if (!rows.isEmpty()) {
      rows.put(Table.META, Keys.lastPosition(partition), Keys.number(numbering.lastPosition()));
    }
    return numbers;
  }

  Rows rows() {
    return rows;
  }

  private void findKnown(List<NewTask> tasks) {
    List<String> keys = tasks.stream().map(NewTask::key).filter(Objects::nonNull).toList();
    List<byte[]> stored =
        database.getAll(
            Table.KEYS, keys.stream().map(key -> Keys.inPool(partition.pool(), key)).toList());
    for (int i = 0; i < keys.size(); i++) {
      if (stored.get(i) != null) {
        numbering.known(keys.get(i), Keys.number(stored.get(i)));
      }
    }
  }

  private void add(NewTask task, long number) {
    PoolId pool = partition.pool();
    byte[] taskKey = Keys.inPool(pool, number);
    TaskDefinition definition = task.numbered(new TaskId(pool, number), at);
    rows.put(Table.TASKS, taskKey, StoredCodec.encode(definition));
    rows.put(Table.OPEN, taskKey, OpenRow.of(task));
    if (task.key() != null) {
      rows.put(Table.KEYS, Keys.inPool(pool, task.key()), Keys.number(number));
    }
  }
}
