package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.stream.connectors.cassandra.CqlSessionProvider;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import swarmline.persistence.system.SystemStore;

/** The store in Cassandra that an actor system's journal and snapshots live in. */
public final class CassandraPersistence {
  private static final SystemStore<CassandraStore> STORE =
      new SystemStore<>(CassandraStore.class, CassandraPersistence.class);

  private CassandraPersistence() {}

  /** A store to go into the {@code ActorSystemSetup}. */
  public static Setup setup(CassandraStore store) {
    return STORE.setup(store);
  }

  /** Gives a running system its store, once. */
  public static void bind(ClassicActorSystemProvider system, CassandraStore store) {
    STORE.bind(system, store);
  }

  /** The system's store. */
  static CassandraStore storeOf(ClassicActorSystemProvider system) {
    return STORE.of(system);
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
      return Future.successful(storeOf(system).openSession());
    }
  }
}
