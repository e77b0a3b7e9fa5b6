package swarmline.persistence.journal;

import java.nio.file.Path;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.TestStores;

/** Pekko's own suite for journals. */
@RunWith(JUnitRunner.class)
public class EmbeddedJournalTest extends JavaJournalSpec {
  private static final long serialVersionUID = 1L;

  private final transient Path directory = TestStores.newDirectory();
  private final transient EmbeddedStore store =
      EmbeddedStore.open(directory, TestStores.settings());

  public EmbeddedJournalTest() {
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

  @Override
  public CapabilityFlag supportsRejectingNonSerializableObjects() {
    return CapabilityFlag.on();
  }
}
