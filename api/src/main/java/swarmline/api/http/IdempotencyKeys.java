package swarmline.api.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import swarmline.api.auth.Principal;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.StoredReply;

/**
 * Repeats the reply to a request that was sent before under the same {@code Idempotency-Key}.
 * Replies are stored before they are sent, and kept for the store's retention time. Two requests
 * under one key at the same time: the second is told to come back. Thread-safe.
 */
final class IdempotencyKeys {
  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotency-Replayed";
  static final int LENGTH_MAX = 128;

  private static final String LOCATION = "Location";

  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyKeys.class);
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1," + LENGTH_MAX + "}");
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;

  private final ActorSystem<?> system;
  private final Catalog catalog;
  private final InstantSource clock;
  private final Set<String> inProgress = ConcurrentHashMap.newKeySet();

  IdempotencyKeys(ActorSystem<?> system, Catalog catalog, InstantSource clock) {
    this.system = system;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * The request's key, made unique among the tenant's: a ticket's keys are its worker's own.
   *
   * @throws Rejected where the header is there and is not a key
   */
  static Optional<String> of(HttpRequest request, Principal principal) {
    return request
        .getHeader(HEADER)
        .map(HttpHeader::value)
        .map(
            key -> {
              if (!KEY.matcher(key).matches()) {
                throw new Rejected(
                    ApiError.INVALID_PARAMETER,
                    HEADER
                        + " must be 1 to "
                        + LENGTH_MAX
                        + " visible ASCII characters without blanks.");
              }
              return principal.worker() == null ? key : principal.worker() + "/" + key;
            });
  }

  /** Runs the operation, or repeats what it answered before. The body is read already. */
  CompletionStage<HttpResponse> once(Exchange exchange, Handler handler) {
    MessageDigest digest = digestOf(exchange.request());
    if (exchange.stream() == null) {
      digest.update(exchange.body());
      return alone(exchange, digest, exchange, handler);
    }
    Exchange digested =
        exchange.streaming(
            exchange.stream()
                .map(
                    bytes -> {
                      digest.update(bytes.toArrayUnsafe());
                      return bytes;
                    }));
    return alone(exchange, digest, digested, handler);
  }

  private CompletionStage<HttpResponse> alone(
      Exchange exchange, MessageDigest digest, Exchange digested, Handler handler) {
    String name = exchange.tenant() + " " + exchange.idempotencyKey();
    if (!inProgress.add(name)) {
      return CompletableFuture.failedStage(
          new Rejected(
              ApiError.REQUEST_IN_PROGRESS,
              "A request under this key is being carried out; send it again when it is done."));
    }
    return catalog
        .reply(exchange.tenant(), exchange.idempotencyKey())
        .thenCompose(
            stored ->
                stored.isPresent()
                    ? drained(digested).thenApply(done -> repeated(stored.get(), digest))
                    : handler
                        .handle(digested)
                        .thenCompose(response -> kept(exchange, digest, response)))
        .whenComplete((response, failure) -> inProgress.remove(name));
  }

  private CompletionStage<?> drained(Exchange digested) {
    return digested.stream() == null
        ? CompletableFuture.completedStage(null)
        : digested.stream().runWith(Sink.ignore(), system);
  }

  private static HttpResponse repeated(StoredReply stored, MessageDigest digest) {
    if (!stored.digest().equals(HexFormat.of().formatHex(digest.digest()))) {
      throw new Rejected(
          ApiError.IDEMPOTENCY_KEY_REUSED,
          "This key was used for a request with another method, path or body; use a new key.");
    }
    HttpResponse again =
        HttpResponse.create()
            .withStatus(StatusCodes.get(stored.status()))
            .withEntity(
                HttpEntities.create(
                    ContentTypes.parse(stored.contentType()), ByteString.fromString(stored.body())))
            .addHeader(RawHeader.create(REPLAYED, "true"));
    return stored.location() == null
        ? again
        : again.addHeader(RawHeader.create(LOCATION, stored.location()));
  }

  private CompletionStage<HttpResponse> kept(
      Exchange exchange, MessageDigest digest, HttpResponse response) {
    int status = response.status().intValue();
    if (status >= SERVER_ERROR
        || status == TOO_MANY_REQUESTS
        || !(response.entity() instanceof HttpEntity.Strict body)) {
      return CompletableFuture.completedStage(response);
    }
    var reply =
        new StoredReply(
            HexFormat.of().formatHex(digest.digest()),
            status,
            body.getContentType().toString(),
            body.getData().utf8String(),
            clock.instant(),
            response.getHeader(LOCATION).map(HttpHeader::value).orElse(null));
    return catalog
        .putReply(exchange.tenant(), exchange.idempotencyKey(), reply)
        .handle(
            (done, failure) -> {
              if (failure != null) {
                LOG.warn("A reply could not be stored; the request would be run again", failure);
              }
              return response;
            });
  }

  private static MessageDigest digestOf(HttpRequest request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String line = request.method().value() + " " + request.getUri().toRelative() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
