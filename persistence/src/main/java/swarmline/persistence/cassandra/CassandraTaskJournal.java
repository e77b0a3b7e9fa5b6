package swarmline.persistence.cassandra;

import java.util.List;
import java.util.concurrent.CompletionStage;
import swarmline.engine.catalog.TaskJournal;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskEvent;

/** Events of tasks, read beside their entities. */
public final class CassandraTaskJournal implements TaskJournal {
  private final TaskEvents events;

  public CassandraTaskJournal(CassandraStore store) {
    this.events = store.taskEvents();
  }

  @Override
  public CompletionStage<List<TaskEvent>> events(TaskId task) {
    return events.of(task).thenApply(all -> all.stream().map(TaskEvents.Event::event).toList());
  }
}
