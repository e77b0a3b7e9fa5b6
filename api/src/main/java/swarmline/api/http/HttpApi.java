package swarmline.api.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import swarmline.api.auth.Authenticator;
import swarmline.api.auth.Tickets;
import swarmline.api.json.Json;
import swarmline.api.publish.PublishSettings;
import swarmline.api.publish.Publisher;
import swarmline.api.work.WorkSocket;
import swarmline.engine.dispatch.Engine;

/** The HTTP API over a running engine. Thread-safe. */
public final class HttpApi {
  private final Gateway gateway;
  private final RouteTable table;
  private final EventEndpoints events;

  /** What the API works with, from outside of it. */
  public record Parts(
      ActorSystem<?> system,
      Engine engine,
      Json json,
      Authenticator authenticator,
      Tickets tickets,
      WorkSocket work,
      InstantSource clock,
      PrometheusMeterRegistry registry) {}

  /**
   * What it is told by configuration.
   *
   * @param partitions slices of a new pool
   * @param metricsForAll whether metrics need no key
   */
  public record Settings(
      HttpSettings http, PublishSettings publish, int partitions, boolean metricsForAll) {}

  /**
   * @param unready why the server cannot do its work now; empty while it can
   * @param started whether the engine has started
   */
  public HttpApi(
      Parts parts,
      Settings settings,
      Supplier<Optional<String>> unready,
      java.util.function.BooleanSupplier started) {
    var replies = new Replies(parts.json());
    var api =
        new Api(
            parts.system(), parts.engine(), parts.json(), replies, settings.http(), parts.clock());
    var publisher =
        new Publisher(
            parts.system(), parts.engine(), parts.json(), settings.publish(), parts.clock());
    this.events = new EventEndpoints(api);
    EngineFigures.register(parts.engine(), parts.registry());
    var endpoints = new ArrayList<Endpoint>();
    endpoints.addAll(new PoolEndpoints(api, settings.partitions()).endpoints());
    endpoints.addAll(new TaskEndpoints(api, publisher).endpoints());
    endpoints.addAll(new ResultEndpoints(api).endpoints());
    endpoints.addAll(new SimulationEndpoints(api).endpoints());
    endpoints.addAll(new WorkerEndpoints(api).endpoints());
    endpoints.addAll(new WorkerEventEndpoints(api).endpoints());
    endpoints.addAll(new ClaimEndpoints(api, parts.tickets()).endpoints());
    endpoints.addAll(new AssignmentEndpoints(api).endpoints());
    endpoints.addAll(events.endpoints());
    endpoints.addAll(new ClusterEndpoints(api).endpoints());
    endpoints.add(WorkEndpoint.endpoint(replies, parts.work()));
    endpoints.addAll(
        new ServiceEndpoints(
                replies, parts.registry(), unready, settings.metricsForAll(), Documents.load())
            .endpoints());
    this.table = new RouteTable(endpoints);
    this.gateway =
        new Gateway(
            parts.system(),
            table,
            parts.authenticator(),
            new IdempotencyKeys(parts.system(), parts.engine().catalog(), parts.clock()),
            new Bodies(parts.system(), settings.http().bodyBytes(), settings.http().bodyTimeout()),
            replies,
            new RequestMetrics(parts.registry()),
            started);
  }

  /** Answers a request; the stage never fails. */
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return gateway.handle(request);
  }

  /** Every operation there is, as {@code GET /v1/pools/{pool}}. */
  public List<String> operations() {
    return table.endpoints().stream()
        .map(endpoint -> endpoint.method().value() + " " + endpoint.path().text())
        .toList();
  }

  RouteTable table() {
    return table;
  }

  /** Ends the streams that would never end by themselves. */
  public void close() {
    events.close();
  }
}
