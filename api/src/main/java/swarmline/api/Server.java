package swarmline.api;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import swarmline.api.auth.Authenticator;
import swarmline.api.auth.SigningSecret;
import swarmline.api.auth.Tickets;
import swarmline.api.http.HttpApi;
import swarmline.api.json.Json;
import swarmline.api.work.WorkSettings;
import swarmline.api.work.WorkSocket;
import swarmline.engine.clock.SteadyClock;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.dispatch.EngineSettings;

/**
 * A running server: the store, the engine over it, and HTTP and WebSocket in front. Thread-safe.
 */
public final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final ServerSettings settings;
  private final Keys keys;
  private final NodeStore store;
  private final ActorSystem<Void> system;
  private final Engine engine;
  private final WorkSocket work;
  private final HttpApi http;
  private final AtomicReference<ServerBinding> binding = new AtomicReference<>();
  private final AtomicReference<Throwable> startFailure = new AtomicReference<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CompletableFuture<Done> stopped = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  private Server(ServerSettings settings, Keys keys) {
    this.settings = settings;
    this.keys = keys;
    var clock = new SteadyClock();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    this.store = NodeStore.open(settings, registry, clock);
    this.system = system(settings, store);
    boolean whole = false;
    try {
      this.engine =
          Engine.start(
              system,
              store.catalog(),
              store.journal(),
              EngineSettings.of(settings.config()),
              clock);
      var tickets = tickets();
      var authenticator = new Authenticator(keys.all(), tickets);
      this.work =
          new WorkSocket(
              engine, authenticator, WorkSettings.of(settings.config()), registry, started::get);
      this.http = http(registry, clock, authenticator, tickets);
      bindJvm(registry);
      whole = true;
    } finally {
      if (!whole) {
        system.terminate();
        system.getWhenTerminated().thenRun(store::close);
      }
    }
  }

  /**
   * Opens the data directory, starts the engine and listens. Completes when HTTP answers; {@link
   * #started()} when tasks are dispatched.
   *
   * @return fails with {@link InvalidSettings} or {@code StoreRefused} where the configuration or
   *     the directory must be another
   */
  public static CompletionStage<Server> start(ServerSettings settings) {
    return CompletableFuture.supplyAsync(() -> new Server(settings, Keys.of(settings)))
        .thenCompose(Server::listen);
  }

  private static ActorSystem<Void> system(ServerSettings settings, NodeStore store) {
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            ClusterSettings.SYSTEM,
            ActorSystemSetup.create(
                BootstrapSetup.create(settings.cluster().applied(store.config())), store.setup()));
    Cluster cluster = Cluster.get(system);
    cluster
        .manager()
        .tell(
            settings.cluster().joins()
                ? new JoinSeedNodes(settings.cluster().seedAddresses())
                : Join.create(cluster.selfMember().address()));
    return system;
  }

  private Tickets tickets() {
    byte[] secret =
        settings.ticketSecret().isEmpty()
            ? store
                .directory()
                .map(directory -> SigningSecret.in(directory, Keys.RANDOM))
                .orElseGet(() -> SigningSecret.made(Keys.RANDOM))
            : SigningSecret.configured(settings.ticketSecret());
    return new Tickets(secret, InstantSource.system());
  }

  private HttpApi http(
      PrometheusMeterRegistry registry,
      InstantSource clock,
      Authenticator authenticator,
      Tickets tickets) {
    return new HttpApi(
        new HttpApi.Parts(
            system,
            engine,
            new Json(settings.json()),
            authenticator,
            tickets,
            work,
            clock,
            registry),
        new HttpApi.Settings(
            settings.http(),
            settings.publish(),
            settings.partitions(),
            keys.development().isPresent()),
        this::unready,
        started::get);
  }

  @SuppressWarnings("resource") // these listen as long as the process lives
  private static void bindJvm(PrometheusMeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private CompletionStage<Server> listen() {
    engine.started().whenComplete(this::engineStarted);
    store.lost().thenRun(() -> end("Another node has ended its lease"));
    // Not when the actor system has ended: with the others out of reach that may be never, and
    // until the process ends it keeps its lease, and nobody takes what it owned.
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "swarmline-end", this::out);
    HandOver.prepare(
        system, settings.handOver(), () -> Cluster.get(system).state().members().size() > 1);
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .bind(http::handle)
        .handle(
            (bound, failure) -> {
              if (failure == null) {
                binding.set(bound);
                LOG.info("Listening on {}", url());
                return CompletableFuture.completedStage(this);
              }
              return stop()
                  .<Server>thenApply(
                      done -> {
                        throw new InvalidSettings(
                            "Cannot listen on "
                                + settings.host()
                                + ":"
                                + settings.port()
                                + ": "
                                + rootMessage(failure)
                                + ". Choose another host or port.");
                      });
            })
        .thenCompose(server -> server);
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  private void engineStarted(Done done, Throwable failure) {
    if (failure == null) {
      started.set(true);
      LOG.info("The engine has started");
    } else {
      startFailure.set(failure);
      LOG.error("The engine could not start", failure);
      if (settings.cluster().joins()) {
        // Its store was away for a moment, most likely; the others do without this node meanwhile.
        end("Its engine could not start");
      }
    }
  }

  /** Why the server cannot do its work now; empty while it can. */
  private Optional<String> unready() {
    if (stopping.get()) {
      return Optional.of("The server is stopping.");
    }
    if (startFailure.get() != null) {
      return Optional.of("The engine could not start; its log says why.");
    }
    if (!started.get()) {
      return Optional.of("The engine is starting.");
    }
    return store.unwritable().get();
  }

  private CompletionStage<Done> out() {
    end("It is no member of the cluster any more");
    return CompletableFuture.completedStage(Done.getInstance());
  }

  private void end(String why) {
    if (!stopping.get() && ended.complete(why)) {
      LOG.error("This node has to end: {}", why);
    }
  }

  /** Completes with the reason when this node cannot go on: its process has to end. */
  public CompletionStage<String> ended() {
    return ended;
  }

  /** Completes when every stored task is loaded and dispatched. */
  public CompletionStage<Done> started() {
    return engine.started();
  }

  public InetSocketAddress localAddress() {
    return binding.get().localAddress();
  }

  /** Such as {@code http://127.0.0.1:8080}. */
  public String url() {
    InetSocketAddress address = localAddress();
    String host = address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /**
   * The key that this start made, where none are configured: a platform's, of tenant {@code dev}.
   */
  public Optional<String> developmentKey() {
    return keys.development();
  }

  HttpApi api() {
    return http;
  }

  /** Every operation that is served, as {@code GET /v1/pools/{pool}}. */
  public java.util.List<String> operations() {
    return http.operations();
  }

  /**
   * Stops accepting, tells workers, lets requests under way finish, stops the engine and closes the
   * store. Whatever was acknowledged is on disk. May be called more than once.
   */
  public CompletionStage<Done> stop() {
    if (stopping.compareAndSet(false, true)) {
      Optional<ServerBinding> bound = Optional.ofNullable(binding.get());
      CompletionStage<?> drained =
          bound.isPresent()
              ? bound.get().unbind().thenCompose(done -> drain(bound.get()))
              : CompletableFuture.completedStage(Done.getInstance());
      drained
          .handle(
              (done, failure) -> {
                if (failure != null) {
                  LOG.warn("Some requests were cut off", failure);
                }
                return leave();
              })
          .thenCompose(terminated -> terminated)
          .whenCompleteAsync((done, failure) -> close(failure), Server::onOwnThread);
    }
    return stopped;
  }

  /** Where there are other nodes, they take over what lives here before this one goes. */
  private CompletionStage<Done> leave() {
    if (settings.cluster().joins()) {
      return CoordinatedShutdown.get(system)
          .runAll(CoordinatedShutdown.clusterLeavingReason())
          .thenCompose(done -> system.getWhenTerminated());
    }
    system.terminate();
    return system.getWhenTerminated();
  }

  private CompletionStage<?> drain(ServerBinding bound) {
    http.close();
    return work.closeAll().thenCompose(done -> bound.terminate(settings.drain()));
  }

  /** The actor system's threads are gone by then. */
  private static void onOwnThread(Runnable work) {
    new Thread(work, "swarmline-stop").start();
  }

  private void close(Throwable failure) {
    try {
      store.close();
    } finally {
      if (failure == null) {
        stopped.complete(Done.getInstance());
      } else {
        stopped.completeExceptionally(failure);
      }
    }
  }
}
