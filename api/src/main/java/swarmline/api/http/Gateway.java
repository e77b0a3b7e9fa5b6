package swarmline.api.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import swarmline.api.auth.Authenticator;
import swarmline.api.auth.Principal;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Problem;
import swarmline.api.problem.Rejected;

/**
 * Takes every request: finds its endpoint, checks who asks and what for in the order of {@link
 * ApiError}, reads the body, and answers whatever happens with JSON. Thread-safe.
 */
final class Gateway {
  private static final byte[] NOTHING = new byte[0];

  private final ActorSystem<?> system;
  private final RouteTable table;
  private final Authenticator authenticator;
  private final IdempotencyKeys idempotency;
  private final Bodies bodies;
  private final Replies replies;
  private final Failures failures;
  private final RequestMetrics metrics;
  private final BooleanSupplier ready;

  Gateway(
      ActorSystem<?> system,
      RouteTable table,
      Authenticator authenticator,
      IdempotencyKeys idempotency,
      Bodies bodies,
      Replies replies,
      RequestMetrics metrics,
      BooleanSupplier ready) {
    this.system = system;
    this.table = table;
    this.authenticator = authenticator;
    this.idempotency = idempotency;
    this.bodies = bodies;
    this.replies = replies;
    this.failures = new Failures(replies);
    this.metrics = metrics;
    this.ready = ready;
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    long from = System.nanoTime();
    List<String> path = segments(request);
    Optional<RouteTable.Match> match = table.find(request.method(), path);
    String route = match.map(found -> found.endpoint().path().text()).orElse("none");
    return carriedOut(request, path, match)
        .exceptionally(failures::response)
        .thenApply(
            response -> {
              metrics.record(
                  request.method().value(),
                  route,
                  response.status().intValue(),
                  System.nanoTime() - from);
              return response;
            });
  }

  private CompletionStage<HttpResponse> carriedOut(
      HttpRequest request, List<String> path, Optional<RouteTable.Match> match) {
    try {
      return match.isPresent()
          ? opened(request, match.get())
          : CompletableFuture.completedStage(noRoute(request, path));
    } catch (RuntimeException failure) {
      request.discardEntityBytes(system);
      return CompletableFuture.failedStage(failure);
    }
  }

  private CompletionStage<HttpResponse> opened(HttpRequest request, RouteTable.Match match) {
    Endpoint endpoint = match.endpoint();
    Principal principal = endpoint.roles().isEmpty() ? null : principal(request, endpoint);
    if (endpoint.needsEngine() && !ready.getAsBoolean()) {
      throw new Rejected(ApiError.NOT_READY, "The engine is starting; try again in a moment.");
    }
    MediaType accepted =
        Media.accepted(request, endpoint.produces())
            .orElseThrow(() -> notAcceptable(endpoint.produces()));
    requireMediaType(request, endpoint);
    Map<String, String> query = query(request, endpoint);
    String key =
        HttpMethods.POST.equals(endpoint.method())
            ? IdempotencyKeys.of(request, principal).orElse(null)
            : null;
    var exchange =
        new Exchange(request, principal, match.places(), query, NOTHING, null, key, accepted);
    return withBody(exchange, endpoint).thenCompose(whole -> run(endpoint, whole));
  }

  private CompletionStage<HttpResponse> run(Endpoint endpoint, Exchange exchange) {
    return exchange.idempotencyKey() == null
        ? endpoint.handler().handle(exchange)
        : idempotency.once(exchange, endpoint.handler());
  }

  private CompletionStage<Exchange> withBody(Exchange exchange, Endpoint endpoint) {
    HttpRequest request = exchange.request();
    if (endpoint.consumes().isEmpty()) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedStage(exchange);
    }
    if (mediaType(request).equals(Media.NDJSON_TEXT)) {
      return CompletableFuture.completedStage(
          exchange.streaming(request.entity().withoutSizeLimit().getDataBytes()));
    }
    return bodies.read(request.entity()).thenApply(exchange::with);
  }

  private Principal principal(HttpRequest request, Endpoint endpoint) {
    Principal principal =
        authenticator
            .authenticate(
                request.getHeader("Authorization").map(HttpHeader::value), Optional.empty())
            .orElseThrow(
                () ->
                    new Rejected(
                        ApiError.UNAUTHORIZED, "Send a valid key as Authorization: Bearer sk_…."));
    if (!endpoint.roles().contains(principal.role())) {
      throw new Rejected(
          ApiError.FORBIDDEN, "A key of role \"" + principal.role().text() + "\" is not for this.");
    }
    return principal;
  }

  private HttpResponse noRoute(HttpRequest request, List<String> path) {
    request.discardEntityBytes(system);
    Set<String> methods = table.methods(path);
    if (methods.isEmpty()) {
      return replies.problem(
          Problem.of(ApiError.UNKNOWN_ROUTE, "See /openapi.yaml for the paths there are."));
    }
    String allowed = String.join(", ", methods);
    return replies
        .problem(Problem.of(ApiError.METHOD_NOT_ALLOWED, "The path takes " + allowed + "."))
        .addHeader(RawHeader.create("Allow", allowed));
  }

  private static void requireMediaType(HttpRequest request, Endpoint endpoint) {
    if (endpoint.consumes().isEmpty() || request.entity().isKnownEmpty()) {
      return;
    }
    if (!endpoint.consumes().contains(mediaType(request))) {
      throw new Rejected(
          ApiError.UNSUPPORTED_MEDIA_TYPE,
          "Send the body with Content-Type: "
              + String.join(" or ", endpoint.consumes().stream().sorted().toList())
              + ".");
    }
  }

  private static String mediaType(HttpRequest request) {
    return Media.text(request.entity().getContentType().mediaType());
  }

  private static Map<String, String> query(HttpRequest request, Endpoint endpoint) {
    var query = new HashMap<String, String>();
    for (Pair<String, String> parameter : request.getUri().query().toList()) {
      if (!endpoint.query().contains(parameter.first())) {
        throw new Rejected(
            ApiError.UNKNOWN_PARAMETER,
            endpoint.query().isEmpty()
                ? "The path takes no query parameters."
                : "The path takes only " + String.join(", ", endpoint.query()) + ".");
      }
      if (query.put(parameter.first(), parameter.second()) != null) {
        throw new Rejected(
            ApiError.INVALID_PARAMETER, "\"" + parameter.first() + "\" is given twice.");
      }
    }
    return query;
  }

  private static Rejected notAcceptable(Set<MediaType> produced) {
    return new Rejected(
        ApiError.NOT_ACCEPTABLE,
        "The path answers with "
            + String.join(" or ", produced.stream().map(Media::text).toList())
            + ".");
  }

  private static List<String> segments(HttpRequest request) {
    var segments = new ArrayList<String>();
    request.getUri().pathSegments().forEach(segments::add);
    return segments;
  }
}
