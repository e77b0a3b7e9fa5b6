package swarmline.persistence.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import swarmline.engine.clock.SteadyClock;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.dispatch.EngineSettings;
import swarmline.persistence.catalog.EmbeddedCatalog;
import swarmline.persistence.catalog.EmbeddedTaskJournal;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.TestStores;
import swarmline.persistence.journal.EmbeddedPersistence;

/** An engine of one node over an embedded store in a directory. */
final class RunningEngine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedStore store;
  private final ActorSystem<SpawnProtocol.Command> system;
  private final Engine engine;

  static RunningEngine start(Path directory) {
    return new RunningEngine(directory, new SteadyClock(), "");
  }

  static RunningEngine start(Path directory, InstantSource clock, String config) {
    return new RunningEngine(directory, clock, config);
  }

  private RunningEngine(Path directory, InstantSource clock, String own) {
    store = EmbeddedStore.open(directory, TestStores.settings());
    Config config =
        ConfigFactory.parseString(own)
            .withFallback(
                ConfigFactory.parseString(
                    """
                    pekko.persistence.journal.plugin = swarmline.embedded.journal
                    pekko.persistence.snapshot-store.plugin = swarmline.embedded.snapshots
                    pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                    pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
                    pekko.coordinated-shutdown.exit-jvm = off
                    pekko.loglevel = WARNING
                    """))
            .withFallback(ConfigFactory.load());
    system =
        ActorSystem.create(
            SpawnProtocol.create(),
            "swarmline",
            ActorSystemSetup.create(
                BootstrapSetup.create(config), EmbeddedPersistence.setup(store)));
    Cluster cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    engine =
        Engine.start(
            system,
            new EmbeddedCatalog(store, clock),
            new EmbeddedTaskJournal(store),
            EngineSettings.of(config),
            clock);
    await(engine.started());
  }

  Engine engine() {
    return engine;
  }

  ActorSystem<SpawnProtocol.Command> system() {
    return system;
  }

  EmbeddedStore store() {
    return store;
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("did not complete", e);
    }
  }

  @Override
  public void close() {
    system.terminate();
    await(system.getWhenTerminated());
    store.close();
  }
}
