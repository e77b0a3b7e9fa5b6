package swarmline.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.setup.Setup;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.TaskJournal;
import swarmline.persistence.cassandra.CassandraCatalog;
import swarmline.persistence.cassandra.CassandraPersistence;
import swarmline.persistence.cassandra.CassandraSettings;
import swarmline.persistence.cassandra.CassandraStore;
import swarmline.persistence.cassandra.CassandraTaskJournal;
import swarmline.persistence.catalog.EmbeddedCatalog;
import swarmline.persistence.catalog.EmbeddedTaskJournal;
import swarmline.persistence.embedded.EmbeddedSettings;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.journal.EmbeddedPersistence;

/**
 * The open store of a server: embedded or Cassandra.
 *
 * @param setup what the actor system's journal and snapshots need of it
 * @param config for the actor system
 * @param directory where it keeps what is its own; empty for a store that others share
 * @param unwritable why nothing can be written now; empty while it can
 * @param lost completes when this process may write no more and has to end
 */
record NodeStore(
    Catalog catalog,
    TaskJournal journal,
    Setup setup,
    Config config,
    Optional<Path> directory,
    Supplier<Optional<String>> unwritable,
    CompletionStage<Done> lost,
    Runnable closing) {

  /** Opens the store that the settings name. Blocks. */
  static NodeStore open(ServerSettings settings, MeterRegistry registry, InstantSource clock) {
    return settings.store() == StoreKind.CASSANDRA
        ? cassandra(settings, registry)
        : embedded(settings, registry, clock);
  }

  private static NodeStore embedded(
      ServerSettings settings, MeterRegistry registry, InstantSource clock) {
    var meters = new StoreMeters(registry);
    EmbeddedStore store =
        EmbeddedStore.open(
            settings.dataDirectory(), EmbeddedSettings.from(settings.config()), meters, clock);
    meters.watch(store);
    return new NodeStore(
        new EmbeddedCatalog(store, clock),
        new EmbeddedTaskJournal(store),
        EmbeddedPersistence.setup(store),
        settings.config(),
        Optional.of(store.path()),
        () -> store.unwritable().map(why -> "The journal cannot be written: " + why + "."),
        new CompletableFuture<>(),
        store::close);
  }

  private static NodeStore cassandra(ServerSettings settings, MeterRegistry registry) {
    CassandraStore store =
        CassandraStore.open(
            CassandraSettings.from(settings.config()), new CassandraMeters(registry));
    return new NodeStore(
        new CassandraCatalog(store),
        new CassandraTaskJournal(store),
        CassandraPersistence.setup(store),
        ConfigFactory.parseString(
                """
                pekko.persistence.journal.plugin = pekko.persistence.cassandra.journal
                pekko.persistence.snapshot-store.plugin = pekko.persistence.cassandra.snapshot
                """)
            .withFallback(settings.config()),
        Optional.empty(),
        () -> store.unwritable().map(why -> "Nothing can be written: " + why + "."),
        store.lost(),
        store::close);
  }

  /** Closes it; blocks. */
  void close() {
    closing.run();
  }
}
