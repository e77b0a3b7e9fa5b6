package swarmline.persistence.cassandra;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.catalog.CatalogContract;

/** The contract, held by Cassandra. */
class CassandraCatalogTest extends CatalogContract {
  private static CassandraStore store;
  private static CassandraCatalog catalog;

  @BeforeAll
  static void open() {
    store = CassandraStore.open(TestCassandra.settings(), StatementMetrics.none());
    catalog = new CassandraCatalog(store);
  }

  @AfterAll
  static void close() {
    if (store != null) {
      store.close();
    }
  }

  @Override
  protected Catalog catalog() {
    return catalog;
  }

  /** The mark comes with the first events. */
  @Override
  protected void touch(TaskId task) {
    super.touch(task);
    store
        .taskEvents()
        .append(
            store.slices().owned(task).orElseThrow(),
            task,
            1,
            List.of(new TaskEvent.PrioritySet(1, Instant.EPOCH)))
        .toCompletableFuture()
        .join();
  }
}
