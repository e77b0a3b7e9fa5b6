package swarmline.persistence.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import swarmline.engine.catalog.Catalog;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.TestStores;

/** The contract, held by the embedded store. */
class EmbeddedCatalogTest extends CatalogContract {
  @TempDir Path directory;
  private EmbeddedStore store;
  private EmbeddedCatalog catalog;

  @BeforeEach
  void open() {
    store = EmbeddedStore.open(directory, TestStores.settings());
    catalog = new EmbeddedCatalog(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Catalog catalog() {
    return catalog;
  }
}
