package swarmline.persistence.catalog;

import java.util.function.Consumer;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskDefinition;
import swarmline.persistence.embedded.Commit;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.serialization.StoredCodec;

/** A final task becoming open again; nothing where it is open already. */
final class Reopening implements Consumer<Commit> {
  private final TaskId task;

  Reopening(TaskId task) {
    this.task = task;
  }

  @Override
  public void accept(Commit commit) {
    byte[] key = Keys.task(task);
    byte[] record = commit.current(Table.RECORDS, key);
    if (record == null) {
      return;
    }
    RecordRow row = RecordRow.of(record);
    commit.delete(Table.RECORDS, key);
    commit.rows().delete(Table.ORDER, Keys.inPool(task.pool(), row.order()));
    commit.rows().put(Table.OPEN, key, OpenRow.touched(definition(commit, key)));
  }

  private TaskDefinition definition(Commit commit, byte[] key) {
    byte[] definition = commit.current(Table.TASKS, key);
    if (definition == null) {
      throw new IllegalStateException("The final task " + task + " has no definition");
    }
    return StoredCodec.decode(TaskDefinition.class, definition);
  }
}
