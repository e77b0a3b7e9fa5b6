package swarmline.persistence.cassandra;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.TaskId;

/** Reads what is stored of tasks, in one statement each. */
final class TaskHistories {
  /** A task has few events: all are in the first partition of its journal. */
  private static final long FIRST_PARTITION = 0;

  private final CassandraStore store;

  TaskHistories(CassandraStore store) {
    this.store = store;
  }

  /** The events that count, in order; empty where there are none. */
  CompletionStage<List<History.Written>> of(TaskId task) {
    String persistenceId = PersistenceIds.of(task);
    List<History.JournalRow> rows = new ArrayList<>();
    return store
        .queries()
        .each(
            store.statements().events.bind(persistenceId, FIRST_PARTITION),
            row -> rows.add(new History.JournalRow(row)))
        .thenApply(done -> History.of(persistenceId, rows));
  }
}
