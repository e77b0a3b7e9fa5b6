package swarmline.persistence.journal;

import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.setup.Setup;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.system.SystemStore;

/** The embedded store that an actor system's journal and snapshots live in. */
public final class EmbeddedPersistence {
  private static final SystemStore<EmbeddedStore> STORE =
      new SystemStore<>(EmbeddedStore.class, EmbeddedPersistence.class);

  private EmbeddedPersistence() {}

  /** A store to go into the {@code ActorSystemSetup}. */
  public static Setup setup(EmbeddedStore store) {
    return STORE.setup(store);
  }

  /** Gives a running system its store, once. */
  public static void bind(ClassicActorSystemProvider system, EmbeddedStore store) {
    STORE.bind(system, store);
  }

  /** The system's store. */
  static EmbeddedStore storeOf(ClassicActorSystemProvider system) {
    return STORE.of(system);
  }
}
