package swarmline.persistence.cassandra;

import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** An actor system whose journal and snapshots are in Cassandra. */
public final class CassandraActors {
  private CassandraActors() {}

  /** A system on a store, in the store's keyspace. */
  public static ActorTestKit on(CassandraStore store) {
    String keyspace = store.settings().keyspace();
    ActorTestKit actors =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    """
                    pekko.actor.provider = local
                    pekko.persistence.journal.plugin = pekko.persistence.cassandra.journal
                    pekko.persistence.snapshot-store.plugin = pekko.persistence.cassandra.snapshot
                    pekko.persistence.cassandra.journal.keyspace = %1$s
                    pekko.persistence.cassandra.snapshot.keyspace = %1$s
                    """
                        .formatted(keyspace))
                .withFallback(ConfigFactory.load()));
    CassandraPersistence.bind(actors.system(), store);
    return actors;
  }
}
