package swarmline.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swarmline.api.auth.ApiKey;
import swarmline.api.auth.Authenticator;
import swarmline.api.auth.Role;
import swarmline.api.auth.Tickets;
import swarmline.api.frame.ClientFrames;
import swarmline.api.problem.Rejected;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.SessionMessage.Accepted;
import swarmline.engine.dispatch.SessionMessage.Assigned;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.SessionMessage.Superseded;
import swarmline.engine.dispatch.SessionMessage.Waiting;
import swarmline.engine.dispatch.SessionMessage.Welcome;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerCommand.Answer;
import swarmline.engine.dispatch.WorkerCommand.Connect;
import swarmline.engine.dispatch.WorkerCommand.Disconnect;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;

/** A session over a real socket, with the test in the worker's place. */
@Timeout(30)
final class WorkSocketTest {
  private static final TenantId TENANT = new TenantId("acme");
  private static final WorkerId ANN = new WorkerId(TENANT, "ann");
  private static final PoolId POOL = PoolId.parse(TENANT, "p0123456789ab").orElseThrow();
  private static final AssignmentId ASSIGNMENT =
      AssignmentId.parse(TENANT, "p0123456789ab-1.1").orElseThrow();
  private static final String KEY = "sk_platform";
  private static final String ANSWER =
      "{'type':'answer','id':'a','assignment':'p0123456789ab-1.1','answer':'yes'}";
  private static final int MESSAGE_MAX = 10_000;
  private static final int UNANSWERED_MAX = 10;
  private static final int SOCKETS_MAX = 5;

  private final Tickets tickets = new Tickets(new byte[32], InstantSource.system());
  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
  private ActorSystem<Void> system;
  private ServerBinding binding;
  private WorkSocket work;
  private int port;

  /** What a session told a worker. */
  private record Said(WorkerId worker, WorkerCommand command) {}

  @BeforeEach
  void start() throws Exception {
    start(Duration.ofSeconds(20));
  }

  private void start(Duration pingEvery) throws Exception {
    var config =
        ConfigFactory.parseString(
                "pekko.actor.provider = local, pekko.loglevel = WARNING,"
                    + " pekko.stream.materializer.io.tcp.coalesce-writes = 0")
            .withFallback(ConfigFactory.load());
    system = ActorSystem.create(Behaviors.empty(), "work-socket", config);
    var settings =
        new WorkSettings(
            pingEvery,
            Duration.ofMillis(500),
            MESSAGE_MAX,
            50_000,
            100,
            UNANSWERED_MAX,
            SOCKETS_MAX);
    var keys =
        List.of(
            new ApiKey(TENANT, Role.PLATFORM, ApiKey.hashOf(KEY)),
            new ApiKey(TENANT, Role.OPERATOR, ApiKey.hashOf("sk_operator")));
    work =
        new WorkSocket(
            (worker, command) -> said.add(new Said(worker, command)),
            POOL::equals,
            new Authenticator(keys, tickets),
            settings,
            new SimpleMeterRegistry(),
            () -> true);
    binding =
        Http.get(system)
            .newServerAt("127.0.0.1", 0)
            .bindSync(this::handshake)
            .toCompletableFuture()
            .get();
    port = binding.localAddress().getPort();
  }

  private HttpResponse handshake(HttpRequest request) {
    try {
      return work.handshake(request);
    } catch (Rejected rejected) {
      return HttpResponse.create()
          .withStatus(rejected.problem().status())
          .withEntity(rejected.problem().code());
    }
  }

  @AfterEach
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get();
  }

  // The handshake

  @ParameterizedTest
  @CsvSource({
    "/v1/work?worker=ann, sk_wrong, swarmline.v1.json, 401, unauthorized",
    "/v1/work?worker=ann, '', swarmline.v1.json, 401, unauthorized",
    "/v1/work?worker=ann&ticket=x, '', swarmline.v1.json, 401, unauthorized",
    "/v1/work?worker=ann, sk_operator, swarmline.v1.json, 403, forbidden",
    "/v1/work, sk_platform, swarmline.v1.json, 400, invalid-parameter",
    "/v1/work?worker=a%20b, sk_platform, swarmline.v1.json, 400, invalid-parameter",
    "/v1/work?worker=, sk_platform, swarmline.v1.json, 400, invalid-parameter",
    "/v1/work?worker=ann, sk_platform, swarmline.v9.json, 400, unknown-subprotocol",
    "/v1/work?worker=ann, sk_platform, '', 400, unknown-subprotocol",
  })
  void aHandshakeThatIsNotForThisIsAnsweredWithAProblem(
      String path, String key, String subprotocol, int status, String code) throws Exception {
    try (var socket = new RawSocket(port)) {
      String response =
          socket.handshake(
              path,
              key.isEmpty() ? "X-None: x" : "Authorization: Bearer " + key,
              subprotocol.isEmpty() ? "X-Nothing: x" : "Sec-WebSocket-Protocol: " + subprotocol);
      assertThat(response).startsWith("HTTP/1.1 " + status + " ").endsWith(code);
    }
  }

  @Test
  void aTicketOpensItsOwnWorkersSocketOnly() throws Exception {
    String ticket = tickets.issue(ANN, Duration.ofMinutes(1)).text();
    String over = tickets.issue(ANN, Duration.ofMinutes(-1)).text();
    String protocol = "Sec-WebSocket-Protocol: other, swarmline.v1.json";
    try (var socket = new RawSocket(port)) {
      assertThat(socket.handshake("/v1/work?worker=bob&ticket=" + ticket, protocol))
          .startsWith("HTTP/1.1 403 ");
      assertThat(socket.handshake("/v1/work?worker=ann&ticket=" + over, protocol))
          .startsWith("HTTP/1.1 401 ");
      assertThat(socket.handshake("/v1/work?worker=ann&ticket=" + ticket, protocol))
          .startsWith("HTTP/1.1 101 ")
          .contains("Sec-WebSocket-Protocol: swarmline.v1.json")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
  }

  @Test
  void socketsBeyondTheLimitAreSentAway() throws Exception {
    for (int i = 0; i < SOCKETS_MAX; i++) {
      hello(new RawSocket(port).open("w" + i, KEY));
    }
    try (var socket = new RawSocket(port)) {
      assertThat(
              socket.handshake(
                  "/v1/work?worker=ann",
                  "Authorization: Bearer " + KEY,
                  "Sec-WebSocket-Protocol: swarmline.v1.json"))
          .startsWith("HTTP/1.1 503 ");
    }
  }

  // The conversation

  @Test
  void aSessionPassesOnWhatBothSidesSay() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      socket.say("{'type':'hello','id':'h','capacity':2,'pools':['p0123456789ab']}");
      var connect = (Connect) told();
      assertThat(connect.capacity()).isEqualTo(2);
      assertThat(connect.pools()).containsExactly(POOL);
      connect.session().tell(new Welcome("h", List.of(held("{\"n\":1}")), null));
      JsonNode welcome = socket.message();
      assertThat(welcome.get("type").textValue()).isEqualTo("welcome");
      assertThat(welcome.at("/assignments/0/payload/n").intValue()).isEqualTo(1);

      socket.say(ANSWER);
      var answer = (Answer) told();
      assertThat(answer.assignment()).isEqualTo(ASSIGNMENT);
      assertThat(answer.answer()).isEqualTo("\"yes\"");
      answer.replyTo().tell(new Accepted(answer.re(), ASSIGNMENT, null));
      answer.replyTo().tell(new Assigned(held("2")));
      assertThat(socket.message().get("re").textValue()).isEqualTo("a");
      assertThat(socket.message().get("payload").intValue()).isEqualTo(2);

      socket.say("{'type':'renew','id':'1','assignment':'p0123456789ab-1.1'}");
      assertThat(told()).isInstanceOf(WorkerCommand.Renew.class);
      socket.say("{'type':'return','id':'2','assignment':'p0123456789ab-1.1','reason':'dull'}");
      assertThat(told())
          .isInstanceOfSatisfying(
              WorkerCommand.Return.class, r -> assertThat(r.reason()).isEqualTo("dull"));
      socket.say("{'type':'skip','id':'3','assignment':'p0123456789ab-1.1'}");
      assertThat(told()).isInstanceOf(WorkerCommand.Skip.class);
      socket.say("{'type':'pause','id':'4'}");
      assertThat(told()).isInstanceOf(WorkerCommand.Pause.class);
      socket.say("{'type':'resume','id':'5'}");
      assertThat(told()).isInstanceOf(WorkerCommand.Resume.class);
      socket.say("{'type':'hello','id':'6','capacity':9}");
      assertThat(told())
          .isInstanceOfSatisfying(Connect.class, c -> assertThat(c.capacity()).isEqualTo(9));

      socket.send(ClientFrames.close(1000));
      assertThat(socket.closeCode()).isEqualTo(1000);
      assertThat(socket.ended()).isTrue();
      assertThat(told()).isEqualTo(new Disconnect(connect.session(), true));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'type':'answer','id':'a','assignment':'p0123456789ab','answer':1}; unknown-assignment",
        "{'type':'skip','id':'a','assignment':'other/p0123456789ab-1.1'}; unknown-assignment",
        "{'type':'renew','id':'a','assignment':'p0123456789ab-1.0'}; unknown-assignment",
        "{'type':'return','id':'a','assignment':'../../etc'}; unknown-assignment",
        "{'type':'hello','id':'a','capacity':1,'pools':['p0123456789zz']}; unknown-pool",
        "{'type':'hello','id':'a','capacity':1,'pools':['P']}; unknown-pool",
      })
  void whatNamesNothingIsRefusedAndTheSessionGoesOn(String message, String code) throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      socket.say(message);
      JsonNode refused = socket.message();
      assertThat(refused.get("type").textValue()).isEqualTo("refused");
      assertThat(refused.get("re").textValue()).isEqualTo("a");
      assertThat(refused.get("code").textValue()).isEqualTo(code);
      socket.say(ANSWER);
      assertThat(told()).isInstanceOf(Answer.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'type':'dance','id':'a'}; unknown-type",
        "{'type':'pause','id':'a','x':1}; unknown-field",
        "{'type':'pause','id':7}; invalid-field",
        "{'type':; malformed-json"
      })
  void aBrokenProtocolIsSaidAndClosed(String message, String code) throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      Connect connect = hello(socket);
      socket.say(message);
      assertThat(socket.message().get("code").textValue()).isEqualTo(code);
      assertThat(socket.closeCode()).isEqualTo(4003);
      socket.send(ClientFrames.close(4003));
      assertThat(socket.ended()).isTrue();
      assertThat(told()).isEqualTo(new Disconnect(connect.session(), false));
    }
  }

  @Test
  void theFirstMessageIsHello() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      socket.say(ANSWER);
      assertThat(socket.message().get("code").textValue()).isEqualTo("hello-first");
      assertThat(socket.closeCode()).isEqualTo(4003);
    }
  }

  @Test
  void deepNestingIsRefusedWithoutHarm() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      socket.say(
          "{'type':'answer','id':'a','assignment':'p0123456789ab-1.1','answer':"
              + "[".repeat(4_000)
              + "]".repeat(4_000)
              + "}");
      assertThat(socket.message().get("code").textValue()).isEqualTo("json-too-deep");
      assertThat(socket.closeCode()).isEqualTo(4003);
    }
  }

  // Frames

  @Test
  void aFragmentedMessageIsOneMessage() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      byte[] text = ANSWER.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      socket.send(ClientFrames.frame(ClientFrames.TEXT, false, Arrays.copyOf(text, 9)));
      socket.send(ClientFrames.frame(ClientFrames.PING, true, new byte[] {'?'}));
      assertThat(socket.frame())
          .isInstanceOfSatisfying(
              RawSocket.Frame.class,
              pong -> {
                assertThat(pong.opcode()).isEqualTo(ClientFrames.PONG);
                assertThat(pong.payload()).containsExactly('?');
              });
      for (int i = 9; i < text.length; i++) {
        socket.send(
            ClientFrames.frame(
                ClientFrames.CONTINUATION, i == text.length - 1, new byte[] {text[i]}));
      }
      assertThat(told()).isInstanceOf(Answer.class);
    }
  }

  @Test
  void aMessageLongerThanTheBoundIsClosedAsTooBig() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      socket.send(ClientFrames.text("x".repeat(MESSAGE_MAX + 1)));
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void fragmentsThatAddUpToTooMuchAreClosedAsTooBig() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      socket.send(ClientFrames.frame(ClientFrames.TEXT, false, new byte[MESSAGE_MAX]));
      socket.send(ClientFrames.frame(ClientFrames.CONTINUATION, true, new byte[1]));
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void binaryFramesAreClosedAsUnsupported() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      socket.send(ClientFrames.frame(ClientFrames.BINARY, true, new byte[9]));
      assertThat(socket.closeCode()).isEqualTo(1003);
    }
  }

  @Test
  void framesAgainstTheRulesOfWebSocketAreClosedAsViolations() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      socket.send(ClientFrames.raw(0x81, false, 2, new byte[] {'{', '}'}));
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void textThatIsNotUtf8IsClosed() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      socket.send(ClientFrames.frame(ClientFrames.TEXT, true, new byte[] {(byte) 0xFF}));
      assertThat(socket.closeCode()).isEqualTo(1007);
    }
  }

  // Bounds

  @Test
  void aSlowReaderIsClosedAndNotBufferedForEver() throws Exception {
    try (var socket = new RawSocket(port)) {
      socket.readBufferOf(4_096);
      socket.open("ann", KEY);
      ActorRef<SessionMessage> session = hello(socket).session();
      String payload = "\"" + "x".repeat(60_000) + "\"";
      // More than what kernels buffer between two ends of a loopback connection.
      for (int i = 0; i < 1_000; i++) {
        session.tell(new Assigned(held(payload)));
      }
      assertThat(told()).isEqualTo(new Disconnect(session, false));
    }
  }

  @Test
  void noMoreIsReadWhileTooMuchIsWithoutAnAnswer() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      ActorRef<SessionMessage> session = hello(socket).session();
      for (int i = 0; i < UNANSWERED_MAX; i++) {
        socket.say(ANSWER);
        assertThat(told()).isInstanceOf(Answer.class);
      }
      socket.say(ANSWER);
      session.tell(new Waiting());
      assertThat(socket.message().get("type").textValue()).isEqualTo("waiting");
      assertThat(said).isEmpty();
      session.tell(new Accepted("a", ASSIGNMENT, null));
      assertThat(told()).isInstanceOf(Answer.class);
    }
  }

  // The end

  @Test
  void aSupersededSessionIsClosed() throws Exception {
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket).session().tell(new Superseded());
      assertThat(socket.closeCode()).isEqualTo(4002);
      socket.send(ClientFrames.close(4002));
      assertThat(socket.ended()).isTrue();
      assertThat(said).as("the worker knows").isEmpty();
    }
  }

  @Test
  void aConnectionThatIsCutIsToldToTheWorker() throws Exception {
    Connect connect;
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      connect = hello(socket);
    }
    assertThat(told()).isEqualTo(new Disconnect(connect.session(), false));
  }

  @Test
  void aServerThatGoesAwayTellsEveryWorker() throws Exception {
    try (var ann = new RawSocket(port).open("ann", KEY);
        var bob = new RawSocket(port).open("bob", KEY)) {
      hello(ann);
      hello(bob);
      var closed = work.closeAll().toCompletableFuture();
      assertThat(ann.closeCode()).isEqualTo(1001);
      assertThat(bob.closeCode()).isEqualTo(1001);
      assertThat(told()).isInstanceOf(Disconnect.class);
      assertThat(told()).isInstanceOf(Disconnect.class);
      ann.send(ClientFrames.close(1001));
      // Bob says nothing; his connection is ended all the same.
      closed.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aSilentPeerIsPingedThenGivenUp() throws Exception {
    stop();
    start(Duration.ofMillis(200));
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      Connect connect = hello(socket);
      assertThat(socket.frame().opcode()).isEqualTo(ClientFrames.PING);
      assertThat(told()).isEqualTo(new Disconnect(connect.session(), false));
    }
  }

  @Test
  void aPeerThatAnswersPingsStays() throws Exception {
    stop();
    start(Duration.ofMillis(200));
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      for (int i = 0; i < 8; i++) {
        assertThat(socket.frame().opcode()).isEqualTo(ClientFrames.PING);
        socket.send(ClientFrames.frame(ClientFrames.PONG, true, new byte[0]));
      }
      assertThat(said).isEmpty();
    }
  }

  @Test
  void aPeerThatNeverSaysHelloIsClosed() throws Exception {
    stop();
    start(Duration.ofMillis(200));
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      int pings = 0;
      RawSocket.Frame frame = socket.frame();
      while (frame.opcode() == ClientFrames.PING) {
        pings++;
        socket.send(ClientFrames.frame(ClientFrames.PONG, true, new byte[0]));
        frame = socket.frame();
      }
      assertThat(pings).isEqualTo(2);
      assertThat(frame.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void anEngineThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
    stop();
    start(Duration.ofMillis(200));
    try (var socket = new RawSocket(port).open("ann", KEY)) {
      hello(socket);
      socket.say(ANSWER);
      RawSocket.Frame frame = socket.frame();
      while (frame.opcode() == ClientFrames.PING) {
        socket.send(ClientFrames.frame(ClientFrames.PONG, true, new byte[0]));
        frame = socket.frame();
      }
      assertThat(frame.closeCode()).isEqualTo(1013);
    }
  }

  /** Says hello, as the worker welcomes it, and reads past the welcome. */
  private Connect hello(RawSocket socket) throws IOException, InterruptedException {
    socket.say("{'type':'hello','id':'h','capacity':1}");
    var connect = (Connect) told();
    connect.session().tell(new Welcome("h", List.of(), null));
    connect.session().tell(new Waiting());
    assertThat(socket.message().get("type").textValue()).isEqualTo("welcome");
    assertThat(socket.message().get("type").textValue()).isEqualTo("waiting");
    return connect;
  }

  private WorkerCommand told() throws InterruptedException {
    Said next = said.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("what the worker is told").isNotNull();
    return next.command();
  }

  private static Held held(String payload) {
    return new Held(ASSIGNMENT, payload, Instant.parse("2026-11-23T12:00:00Z"));
  }
}
