package swarmline.persistence.cassandra;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import swarmline.engine.catalog.Catalog;
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
}
