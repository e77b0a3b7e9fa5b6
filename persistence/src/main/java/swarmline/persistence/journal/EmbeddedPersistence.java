package swarmline.persistence.journal;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.actor.setup.Setup;
import swarmline.persistence.embedded.EmbeddedStore;

/**
 * The open store that an actor system's journal and snapshots live in. The store is opened before
 * the system and closed after it, by whoever starts both; it is handed over either in the system's
 * {@code ActorSystemSetup} or with {@link #bind} before the first entity starts.
 */
public final class EmbeddedPersistence implements Extension {
  private static final Id ID = new Id();

  private final AtomicReference<EmbeddedStore> store = new AtomicReference<>();

  private EmbeddedPersistence() {}

  /** A store to go into the {@code ActorSystemSetup}. */
  public static Setup setup(EmbeddedStore store) {
    return new StoreSetup(store);
  }

  /** Gives a running system its store, once. */
  public static void bind(ClassicActorSystemProvider system, EmbeddedStore store) {
    EmbeddedPersistence extension = ID.get(system);
    if (!extension.store.compareAndSet(null, store) && extension.store.get() != store) {
      throw new IllegalStateException("This actor system has another store already");
    }
  }

  /** The system's store. */
  static EmbeddedStore storeOf(ClassicActorSystemProvider system) {
    EmbeddedStore store = ID.get(system).store.get();
    if (store == null) {
      throw new IllegalStateException(
          "This actor system has no store: put EmbeddedPersistence.setup(store) into its"
              + " ActorSystemSetup, or call EmbeddedPersistence.bind(system, store) first");
    }
    return store;
  }

  private static final class StoreSetup extends Setup {
    private final EmbeddedStore store;

    StoreSetup(EmbeddedStore store) {
      this.store = store;
    }
  }

  private static final class Id extends AbstractExtensionId<EmbeddedPersistence>
      implements ExtensionIdProvider {
    @Override
    public Id lookup() {
      return this;
    }

    @Override
    public EmbeddedPersistence createExtension(ExtendedActorSystem system) {
      EmbeddedPersistence extension = new EmbeddedPersistence();
      system
          .settings()
          .setup()
          .get(StoreSetup.class)
          .ifPresent(setup -> extension.store.set(setup.store));
      return extension;
    }
  }
}
