package swarmline.persistence.system;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.actor.setup.Setup;

/**
 * The open store of one kind that an actor system's journal and snapshots live in. The store is
 * opened before the system and closed after it, by whoever starts both; it is handed over either in
 * the system's {@code ActorSystemSetup} or with {@link #bind} before the first entity starts.
 *
 * @param <S> the kind of store
 */
public final class SystemStore<S> extends AbstractExtensionId<SystemStore.Held>
    implements ExtensionIdProvider {
  private final Class<S> type;
  private final String owner;

  /**
   * @param owner the class whose {@code setup} and {@code bind} hand the store over
   */
  public SystemStore(Class<S> type, Class<?> owner) {
    this.type = type;
    this.owner = owner.getSimpleName();
  }

  /** A store to go into the {@code ActorSystemSetup}. */
  public Setup setup(S store) {
    return new StoreSetup(store);
  }

  /** Gives a running system its store, once. */
  public void bind(ClassicActorSystemProvider system, S store) {
    AtomicReference<Object> held = get(system).store;
    if (!held.compareAndSet(null, store) && held.get() != store) {
      throw new IllegalStateException("This actor system has another store already");
    }
  }

  /** The system's store. */
  public S of(ClassicActorSystemProvider system) {
    Object store = get(system).store.get();
    if (store == null) {
      throw new IllegalStateException(
          ("This actor system has no store: put %1$s.setup(store) into its ActorSystemSetup,"
                  + " or call %1$s.bind(system, store) first")
              .formatted(owner));
    }
    return type.cast(store);
  }

  @Override
  public SystemStore<S> lookup() {
    return this;
  }

  @Override
  public Held createExtension(ExtendedActorSystem system) {
    var held = new Held();
    system.settings().setup().get(StoreSetup.class).ifPresent(setup -> held.store.set(setup.store));
    return held;
  }

  /** What an actor system holds. */
  public static final class Held implements Extension {
    private final AtomicReference<Object> store = new AtomicReference<>();

    private Held() {}
  }

  private static final class StoreSetup extends Setup {
    private final Object store;

    StoreSetup(Object store) {
      this.store = store;
    }
  }
}
