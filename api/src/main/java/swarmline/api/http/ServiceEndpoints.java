package swarmline.api.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import swarmline.api.auth.Role;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Problem;

/** Whether the server lives and is ready, what it measures, and how it is used. */
final class ServiceEndpoints {
  private static final MediaType.WithOpenCharset OPEN_METRICS =
      MediaTypes.customWithOpenCharset(
          "application", "openmetrics-text", java.util.Map.of(), false);
  private static final String OPEN_METRICS_FORM =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String PLAIN_FORM = "text/plain; version=0.0.4; charset=utf-8";

  private final Replies replies;
  private final PrometheusMeterRegistry registry;
  private final Supplier<Optional<String>> unready;
  private final boolean metricsForAll;
  private final Documents documents;

  /**
   * @param unready why the server cannot do its work now; empty while it can
   * @param metricsForAll whether metrics need no key
   */
  ServiceEndpoints(
      Replies replies,
      PrometheusMeterRegistry registry,
      Supplier<Optional<String>> unready,
      boolean metricsForAll,
      Documents documents) {
    this.replies = replies;
    this.registry = registry;
    this.unready = unready;
    this.metricsForAll = metricsForAll;
    this.documents = documents;
  }

  List<Endpoint> endpoints() {
    Endpoint metrics =
        Endpoint.get("/metrics", this::metrics).open().producing(Media.PLAIN, OPEN_METRICS);
    var endpoints = new ArrayList<Endpoint>();
    endpoints.add(
        Endpoint.get("/alive", exchange -> replies.okLater(new StatusView("alive"))).open());
    endpoints.add(Endpoint.get("/ready", this::ready).open());
    endpoints.add(metricsForAll ? metrics : metrics.to(Role.OPERATOR));
    endpoints.add(document("/openapi.yaml", Media.YAML, documents.openapi()));
    documents
        .asyncapi()
        .ifPresent(text -> endpoints.add(document("/asyncapi.yaml", Media.YAML, text)));
    endpoints.add(document("/docs", Media.HTML, documents.page()));
    return endpoints;
  }

  private static Endpoint document(String path, MediaType.WithFixedCharset type, String text) {
    HttpResponse response =
        HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.create(type), text));
    return Endpoint.get(path, exchange -> CompletableFuture.completedStage(response))
        .open()
        .producing(type);
  }

  record StatusView(String status) {}

  private CompletionStage<HttpResponse> ready(Exchange exchange) {
    return CompletableFuture.completedStage(
        unready
            .get()
            .map(why -> replies.problem(Problem.of(ApiError.NOT_READY, why)))
            .orElseGet(() -> replies.ok(new StatusView("ready"))));
  }

  private CompletionStage<HttpResponse> metrics(Exchange exchange) {
    String form = exchange.accepted() == OPEN_METRICS ? OPEN_METRICS_FORM : PLAIN_FORM;
    ContentType type = ContentTypes.parse(form);
    return CompletableFuture.completedStage(
        HttpResponse.create()
            .withEntity(
                HttpEntities.create(
                    type, org.apache.pekko.util.ByteString.fromString(registry.scrape(form)))));
  }
}
