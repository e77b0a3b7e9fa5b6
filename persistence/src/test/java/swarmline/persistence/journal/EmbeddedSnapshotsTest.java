package swarmline.persistence.journal;

import java.nio.file.Path;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.TestStores;

/** Pekko's own suite for snapshot stores. */
@RunWith(JUnitRunner.class)
public class EmbeddedSnapshotsTest extends JavaSnapshotStoreSpec {
  private static final long serialVersionUID = 1L;

  private final transient Path directory = TestStores.newDirectory();
  private final transient EmbeddedStore store =
      EmbeddedStore.open(directory, TestStores.settings());

  public EmbeddedSnapshotsTest() {
    super(TestStores.actors());
  }

  @Override
  public void beforeAll() {
    EmbeddedPersistence.bind(system(), store);
    super.beforeAll();
  }

  @Override
  public void afterAll() {
    super.afterAll();
    store.close();
    TestStores.remove(directory);
  }
}
