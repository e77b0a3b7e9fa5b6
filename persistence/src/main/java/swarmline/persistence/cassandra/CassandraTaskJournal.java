package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;
import java.util.concurrent.CompletionStage;
import swarmline.engine.catalog.TaskJournal;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.serialization.StoredCodec;
import swarmline.persistence.serialization.StoredTypes;

/** Events of tasks, read beside their entities. */
public final class CassandraTaskJournal implements TaskJournal {
  private final TaskHistories histories;

  public CassandraTaskJournal(CassandraStore store) {
    this.histories = new TaskHistories(store);
  }

  @Override
  public CompletionStage<List<TaskEvent>> events(TaskId task) {
    return histories
        .of(task)
        .thenApply(
            events ->
                events.stream().map(event -> eventIn(((History.JournalRow) event).row())).toList());
  }

  private static TaskEvent eventIn(Row row) {
    return (TaskEvent)
        StoredCodec.decode(
            StoredTypes.named(row.getString("ser_manifest")).type(),
            Places.array(row.getByteBuffer("event")));
  }
}
