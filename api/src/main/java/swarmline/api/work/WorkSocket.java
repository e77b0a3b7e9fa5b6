package swarmline.api.work;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.http.impl.engine.server.UpgradeToOtherProtocolResponseHeader;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import swarmline.api.auth.Authenticator;
import swarmline.api.auth.Principal;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.api.wire.ClientMessageReader;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.id.Names;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;

/**
 * {@code GET /v1/work}: the WebSocket that workers are handed tasks over. The handshake is Pekko
 * HTTP's; what follows it is ours, byte for byte. Thread-safe.
 */
public final class WorkSocket {
  /** The subprotocol that clients offer and the server speaks. */
  public static final String SUBPROTOCOL = "swarmline.v1.json";

  private static final String WORKER = "worker";
  private static final String TICKET = "ticket";
  private static final int SESSION_BYTES = 12;

  /** Takes the place of a handler in Pekko's response until ours does; never runs. */
  private static final Flow<Message, Message, ?> NEVER_RUN =
      Flow.fromSinkAndSource(Sink.ignore(), Source.empty());

  private final Authenticator authenticator;
  private final BooleanSupplier ready;
  private final WorkSession.Shared shared;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param ready whether sessions may begin
   */
  public WorkSocket(
      Engine engine,
      Authenticator authenticator,
      WorkSettings settings,
      MeterRegistry metrics,
      BooleanSupplier ready) {
    this(
        engine::tell,
        pool -> engine.pools().find(pool).isPresent(),
        authenticator,
        settings,
        metrics,
        ready);
  }

  WorkSocket(
      Workers workers,
      Predicate<PoolId> pools,
      Authenticator authenticator,
      WorkSettings settings,
      MeterRegistry metrics,
      BooleanSupplier ready) {
    var sessions = new Sessions();
    this.authenticator = authenticator;
    this.ready = ready;
    this.shared =
        new WorkSession.Shared(
            workers,
            pools,
            new ClientMessageReader(settings.messageMaxBytes()),
            settings,
            new WorkMetrics(metrics, sessions::count),
            sessions);
  }

  /**
   * Answers a handshake; what follows it runs by itself.
   *
   * @throws Rejected where the request is not one that may open a session
   */
  public HttpResponse handshake(HttpRequest request) {
    Principal principal =
        authenticator
            .authenticate(
                request.getHeader("Authorization").map(HttpHeader::value), query(request, TICKET))
            .orElseThrow(
                () ->
                    new Rejected(
                        ApiError.UNAUTHORIZED,
                        "Send a valid key as Authorization: Bearer sk_…, or a ticket that is not"
                            + " over as ?ticket=."));
    WorkerId worker = worker(request, principal);
    WebSocketUpgrade upgrade = upgrade(request);
    if (!ready.getAsBoolean()
        || shared.sessions().closing()
        || shared.sessions().count() >= shared.settings().socketsMax()) {
      throw new Rejected(
          ApiError.NOT_READY, "The server takes no workers now; come back in a moment.");
    }
    return upgraded(upgrade, new WorkSession(shared, worker, session()));
  }

  /** Tells every worker that the server goes away; completes when their connections are closed. */
  public CompletionStage<Done> closeAll() {
    return shared.sessions().closeAll();
  }

  private static Optional<String> query(HttpRequest request, String name) {
    return request.getUri().query().get(name);
  }

  private static WorkerId worker(HttpRequest request, Principal principal) {
    String name =
        query(request, WORKER)
            .filter(Names::valid)
            .orElseThrow(
                () -> new Rejected(ApiError.INVALID_PARAMETER, "Name the worker in ?worker=."));
    if (!principal.speaksFor(name)) {
      throw new Rejected(ApiError.FORBIDDEN, "The key or ticket is not for this worker.");
    }
    return new WorkerId(principal.tenant(), name);
  }

  private static WebSocketUpgrade upgrade(HttpRequest request) {
    WebSocketUpgrade upgrade =
        request
            .getAttribute(AttributeKeys.webSocketUpgrade)
            .orElseThrow(
                () -> new Rejected(ApiError.UPGRADE_REQUIRED, "Open this path as a WebSocket."));
    for (String offered : upgrade.getRequestedProtocols()) {
      if (offered.equals(SUBPROTOCOL)) {
        return upgrade;
      }
    }
    throw new Rejected(
        ApiError.UNKNOWN_SUBPROTOCOL, "Offer " + SUBPROTOCOL + " in Sec-WebSocket-Protocol.");
  }

  /** Pekko's answer to the handshake, with our stage where its own WebSocket stack would be. */
  private static HttpResponse upgraded(WebSocketUpgrade upgrade, WorkSession session) {
    HttpResponse handshake = upgrade.handleMessagesWith(NEVER_RUN, SUBPROTOCOL);
    Flow<ByteString, ByteString, Object> ours =
        Flow.fromGraph(session).mapMaterializedValue(none -> none);
    List<HttpHeader> headers = new ArrayList<>();
    for (HttpHeader header : handshake.getHeaders()) {
      headers.add(
          header instanceof UpgradeToOtherProtocolResponseHeader
              ? new UpgradeToOtherProtocolResponseHeader(ours.asScala())
              : header);
    }
    return handshake.withHeaders(headers);
  }

  private String session() {
    byte[] bytes = new byte[SESSION_BYTES];
    random.nextBytes(bytes);
    return "s" + HexFormat.of().formatHex(bytes);
  }
}
