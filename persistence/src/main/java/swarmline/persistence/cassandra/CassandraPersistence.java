package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.stream.connectors.cassandra.CqlSessionProvider;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * The open store that an actor system's journal and snapshots live in. The store is opened before
 * the system and closed after it, by whoever starts both.
 */
public final class CassandraPersistence implements Extension {
  private static final Id ID = new Id();

  private final AtomicReference<CassandraStore> store = new AtomicReference<>();

  private CassandraPersistence() {}

  /** A store to go into the {@code ActorSystemSetup}. */
  public static Setup setup(CassandraStore store) {
    return new StoreSetup(store);
  }

  /** Gives a running system its store, before the first entity starts. */
  public static void bind(ClassicActorSystemProvider system, CassandraStore store) {
    if (!ID.get(system).store.compareAndSet(null, store)) {
      throw new IllegalStateException("This actor system has a store already");
    }
  }

  /** The system's store. */
  static CassandraStore storeOf(ClassicActorSystemProvider system) {
    CassandraStore store = ID.get(system).store.get();
    if (store == null) {
      throw new IllegalStateException(
          "This actor system has no store: put CassandraPersistence.setup(store) into its"
              + " ActorSystemSetup");
    }
    return store;
  }

  /** Gives the plugins of the journal and the snapshots a session of the store's settings. */
  public static final class Sessions implements CqlSessionProvider {
    private final ActorSystem system;

    /** As Pekko calls it. */
    public Sessions(ActorSystem system, Config config) {
      this.system = system;
    }

    @Override
    public Future<CqlSession> connect(ExecutionContext context) {
      return Future.successful(
          swarmline.persistence.cassandra.Sessions.open(storeOf(system).settings()));
    }
  }

  private static final class StoreSetup extends Setup {
    private final CassandraStore store;

    StoreSetup(CassandraStore store) {
      this.store = store;
    }
  }

  private static final class Id extends AbstractExtensionId<CassandraPersistence>
      implements ExtensionIdProvider {
    @Override
    public Id lookup() {
      return this;
    }

    @Override
    public CassandraPersistence createExtension(ExtendedActorSystem system) {
      var extension = new CassandraPersistence();
      system
          .settings()
          .setup()
          .get(StoreSetup.class)
          .ifPresent(setup -> extension.store.set(setup.store));
      return extension;
    }
  }
}
