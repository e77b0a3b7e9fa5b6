package swarmline.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.frame.ClientFrames;

/** Workers over real sockets, a real engine and a real store. */
@Timeout(60)
final class WorkOverEngineTest extends OneServer {
  private static final String CHOICE =
      "\"answer\": {\"type\": \"choice\", \"choices\": [\"yes\", \"no\"]}";
  private static final String PROTOCOL = "Sec-WebSocket-Protocol: swarmline.v1.json";

  @Test
  void aTaskIsHandedOutAnsweredAndSettled() throws Exception {
    String pool = pool("\"reward\": {\"amount\": 20000, \"currency\": \"USD\"}");
    try (var ann = hello("ann-1", pool)) {
      expect(ann, "waiting");
      publish(pool, 1);
      JsonNode assigned = expect(ann, "assigned");
      assertThat(assigned.get("pool").textValue()).isEqualTo(pool);
      assertThat(assigned.get("task").textValue()).startsWith(pool + "-");
      assertThat(assigned.at("/payload/n").intValue()).isEqualTo(1);
      assertThat(assigned.get("renewable").booleanValue()).isTrue();

      JsonNode accepted = answer(ann, assigned, "yes");
      assertThat(accepted.get("type").textValue()).isEqualTo("accepted");
      assertThat(accepted.get("assignment")).isEqualTo(assigned.get("assignment"));
      JsonNode settled = expect(ann, "settled");
      assertThat(settled.get("verdict").textValue()).isEqualTo("approved");
      assertThat(settled.get("amount").intValue()).isEqualTo(20_000);

      assertThat(answer(ann, assigned, "yes")).as("the same again").isEqualTo(accepted);
      assertThat(answer(ann, assigned, "no").get("code").textValue()).isEqualTo("answer-differs");
    }
  }

  @Test
  void inATrainingTheAcceptanceSaysWhatIsRight() throws Exception {
    String pool = pool("\"gold\": {\"every\": 1, \"feedback\": true}");
    server.post(
        "/v1/pools/" + pool + "/tasks",
        "[{\"payload\": 1, \"gold\": {\"answer\": \"yes\", \"explanation\": \"It is red.\"}}]");
    try (RawSocket socket = hello("trainee", pool)) {
      JsonNode accepted = answer(socket, expect(socket, "assigned"), "no");

      assertThat(accepted.at("/feedback/right").asBoolean()).isFalse();
      assertThat(accepted.at("/feedback/answer").asText()).isEqualTo("yes");
      assertThat(accepted.at("/feedback/explanation").asText()).isEqualTo("It is red.");
    }
  }

  @Test
  void nothingIsLostByReconnecting() throws Exception {
    String pool = pool("");
    publish(pool, 2);
    JsonNode first;
    try (var ann = hello("ann-2", pool)) {
      first = expect(ann, "assigned");
    }
    try (var ann = open("ann-2")) {
      ann.say("{'type':'hello','id':'again','capacity':1,'pools':['" + pool + "']}");
      JsonNode welcome = expect(ann, "welcome");
      assertThat(welcome.get("re").textValue()).isEqualTo("again");
      JsonNode held = welcome.get("assignments");
      assertThat(held).hasSize(1);
      assertThat(held.get(0).get("assignment")).isEqualTo(first.get("assignment"));
      assertThat(held.get(0).get("payload")).isEqualTo(first.get("payload"));
      assertThat(typesAfterAnswer(ann, held.get(0))).contains("accepted", "assigned");
    }
  }

  /** The answer's reply and the next task travel together, in either order. */
  private static Set<String> typesAfterAnswer(RawSocket socket, JsonNode task) throws IOException {
    socket.say(
        "{'type':'answer','id':'a','assignment':" + task.get("assignment") + ",'answer':'yes'}");
    Set<String> types = new HashSet<>();
    while (!types.containsAll(Set.of("accepted", "assigned"))) {
      types.add(socket.message().get("type").textValue());
    }
    return types;
  }

  @Test
  void aNewerSessionTakesOver() throws Exception {
    String pool = pool("");
    publish(pool, 1);
    try (var older = hello("ann-3", pool)) {
      JsonNode task = expect(older, "assigned");
      try (var newer = open("ann-3")) {
        newer.say("{'type':'hello','id':'h','capacity':1}");
        assertThat(older.closeCode()).isEqualTo(4002);
        older.send(ClientFrames.close(4002));
        assertThat(expect(newer, "welcome").get("assignments")).hasSize(1);
        assertThat(answer(newer, task, "no").get("type").textValue()).isEqualTo("accepted");
      }
    }
  }

  @Test
  void aLaterHelloChangesTheCapacity() throws Exception {
    String pool = pool("\"limits\": {\"perWorkerAtOnce\": 0}");
    publish(pool, 3);
    try (var ann = hello("ann-4", pool)) {
      expect(ann, "assigned");
      ann.say("{'type':'hello','id':'more','capacity':3,'pools':['" + pool + "']}");
      assertThat(expect(ann, "welcome").get("assignments")).hasSize(1);
      expect(ann, "assigned");
      expect(ann, "assigned");
    }
  }

  @Test
  void anInvalidAnswerIsRefusedAndTheTaskStaysHeld() throws Exception {
    String pool = pool("");
    publish(pool, 1);
    try (var ann = hello("ann-5", pool)) {
      JsonNode task = expect(ann, "assigned");
      assertThat(answer(ann, task, "perhaps").get("code").textValue()).isEqualTo("invalid-answer");
      assertThat(answer(ann, task, "yes").get("type").textValue()).isEqualTo("accepted");
    }
  }

  @Test
  void whatIsAnothersCannotBeAnswered() throws Exception {
    String pool = pool("");
    publish(pool, 1);
    try (var ann = hello("ann-6", pool);
        var bob = hello("bob-6", pool);
        var stranger = new RawSocket(port()).open("ann-6", TestServer.OTHER)) {
      JsonNode task = expect(ann, "assigned");
      assertThat(answer(bob, task, "yes").get("code").textValue()).isEqualTo("not-your-assignment");
      stranger.say("{'type':'hello','id':'1','capacity':1,'pools':['" + pool + "']}");
      assertThat(expect(stranger, "refused").get("code").textValue()).isEqualTo("unknown-pool");
      stranger.say("{'type':'hello','id':'2','capacity':1}");
      assertThat(expect(stranger, "welcome").get("assignments")).isEmpty();
      assertThat(answer(stranger, task, "yes").get("code").textValue())
          .isEqualTo("unknown-assignment");
      assertThat(answer(ann, task, "yes").get("type").textValue()).isEqualTo("accepted");
    }
  }

  @Test
  void aPausedWorkerIsNotPushedTo() throws Exception {
    String pool = pool("");
    try (var ann = hello("ann-7", pool)) {
      expect(ann, "waiting");
      ann.say("{'type':'pause','id':'p'}");
      assertThat(expect(ann, "accepted").get("re").textValue()).isEqualTo("p");
      publish(pool, 1);
      ann.say("{'type':'resume','id':'r'}");
      assertThat(expect(ann, "accepted").get("re").textValue())
          .as("nothing came in between")
          .isEqualTo("r");
      expect(ann, "assigned");
    }
  }

  @Test
  void aReturnedTaskGoesToAnotherAndASkippedOneIsNotOfferedAgain() throws Exception {
    String pool = pool("");
    publish(pool, 1);
    try (var ann = hello("ann-8", pool)) {
      JsonNode task = expect(ann, "assigned");
      ann.say("{'type':'skip','id':'s','assignment':" + task.get("assignment") + "}");
      assertThat(expect(ann, "accepted").get("re").textValue()).isEqualTo("s");
      try (var bob = hello("bob-8", pool)) {
        JsonNode again = expect(bob, "assigned");
        assertThat(again.get("task")).isEqualTo(task.get("task"));
        bob.say(
            "{'type':'return','id':'b','reason':'no time','assignment':"
                + again.get("assignment")
                + "}");
        assertThat(expect(bob, "accepted").get("re").textValue()).isEqualTo("b");
      }
    }
  }

  @Test
  void aRenewalMovesTheDeadline() throws Exception {
    String pool = pool("");
    publish(pool, 1);
    try (var ann = hello("ann-9", pool)) {
      JsonNode task = expect(ann, "assigned");
      ann.say("{'type':'renew','id':'n','assignment':" + task.get("assignment") + "}");
      assertThat(expect(ann, "accepted").get("expiresAt").textValue())
          .isGreaterThanOrEqualTo(task.get("expiresAt").textValue());
    }
  }

  @Test
  void whoIsNotNeededAnyMoreIsToldAtOnce() throws Exception {
    String pool =
        pool(
            "\"redundancy\": {\"answers\": 3}, "
                + "\"consensus\": {\"rule\": \"matching\", \"matching\": 2}");
    publish(pool, 1);
    try (var ann = hello("ann-10", pool);
        var bob = hello("bob-10", pool);
        var cat = hello("cat-10", pool)) {
      answer(ann, expect(ann, "assigned"), "yes");
      JsonNode last = expect(cat, "assigned");
      answer(bob, expect(bob, "assigned"), "yes");
      JsonNode revoked = expect(cat, "revoked");
      assertThat(revoked.get("assignment")).isEqualTo(last.get("assignment"));
      assertThat(revoked.get("reason").textValue()).isEqualTo("task-ended");
      assertThat(answer(cat, last, "no").get("code").textValue()).isEqualTo("lease-revoked");
    }
  }

  @Test
  void aLeaseThatEndsIsSaid() throws Exception {
    String pool = pool("\"lease\": {\"seconds\": 1}");
    publish(pool, 1);
    try (var ann = hello("ann-11", pool)) {
      JsonNode task = expect(ann, "assigned");
      JsonNode said = ann.message();
      while (!said.get("type").textValue().equals("expired")) {
        assertThat(said.get("type").textValue()).isEqualTo("expiring");
        said = ann.message();
      }
      assertThat(said.get("assignment")).isEqualTo(task.get("assignment"));
      // It may be offered to the same worker again, which is no answer to this one.
      ann.say(
          "{'type':'answer','id':'late','answer':'yes','assignment':"
              + task.get("assignment")
              + "}");
      assertThat(expectFor(ann, "late").get("code").textValue()).isEqualTo("lease-expired");
    }
  }

  @Test
  void aServerThatStopsTellsItsWorkersAndLosesNothing() throws Exception {
    Path data = directory.resolve("stopped");
    JsonNode task;
    var once = TestServer.on(data);
    String pool = once.openPool("\"name\": \"p\", " + CHOICE);
    once.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1}]");
    try (var ann = new RawSocket(port(once)).open("ann", TestServer.WORKER)) {
      ann.say("{'type':'hello','id':'h','capacity':1}");
      expect(ann, "welcome");
      task = expect(ann, "assigned");
      var stopped = CompletableFuture.runAsync(once::close);
      assertThat(ann.closeCode()).isEqualTo(1001);
      ann.send(ClientFrames.close(1001));
      stopped.join();
    }
    try (var again = TestServer.on(data);
        var ann = new RawSocket(port(again)).open("ann", TestServer.WORKER)) {
      ann.say("{'type':'hello','id':'h','capacity':1}");
      JsonNode welcome = expect(ann, "welcome");
      assertThat(welcome.at("/assignments/0/assignment")).isEqualTo(task.get("assignment"));
      assertThat(answer(ann, task, "yes").get("type").textValue()).isEqualTo("accepted");
    }
  }

  @Test
  void aTicketOpensItsWorkersSocket() throws Exception {
    String ticket =
        server.post("/v1/workers/ann-12/tickets", "{}").json().get("ticket").textValue();
    try (var ann = new RawSocket(port())) {
      assertThat(ann.handshake("/v1/work?worker=ann-12&ticket=" + ticket, PROTOCOL))
          .startsWith("HTTP/1.1 101 ");
      ann.say("{'type':'hello','id':'h','capacity':1}");
      expect(ann, "welcome");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/work?worker=ann, sk_wrong, 401, unauthorized",
    "/v1/work?worker=ann, sk_operator_of_acme, 403, forbidden",
    "/v1/work?worker=ann&x=y, sk_worker_of_acme, 400, unknown-parameter",
    "/v1/work?worker=ann&worker=bob, sk_worker_of_acme, 400, invalid-parameter",
    "/v1/work?worker=a%2Fb, sk_worker_of_acme, 400, invalid-parameter"
  })
  void aHandshakeThatIsNotForThisIsAnsweredWithAProblemDocument(
      String path, String key, int status, String code) throws Exception {
    try (var socket = new RawSocket(port())) {
      assertThat(socket.handshake(path, "Authorization: Bearer " + key, PROTOCOL))
          .startsWith("HTTP/1.1 " + status + " ")
          .contains("application/problem+json")
          .contains("\"code\":\"" + code + "\"");
    }
  }

  @Test
  void whoDoesNotSpeakWebSocketIsToldSo() {
    assertThat(server.get("/v1/work?worker=ann", TestServer.WORKER).status()).isEqualTo(426);
  }

  private static String pool(String more) {
    return server.openPool("\"name\": \"p\", " + CHOICE + (more.isEmpty() ? "" : ", " + more));
  }

  private static void publish(String pool, int tasks) {
    var body = new StringBuilder("[");
    for (int n = 1; n <= tasks; n++) {
      body.append(n == 1 ? "" : ",").append("{\"payload\": {\"n\": ").append(n).append("}}");
    }
    assertThat(server.post("/v1/pools/" + pool + "/tasks", body + "]").status()).isEqualTo(200);
  }

  private static int port() {
    return port(server);
  }

  private static int port(TestServer server) {
    return server.server().localAddress().getPort();
  }

  private static RawSocket open(String worker) throws IOException {
    return new RawSocket(port()).open(worker, TestServer.WORKER);
  }

  /** A session of a worker for one pool, welcomed. */
  private static RawSocket hello(String worker, String pool) throws IOException {
    RawSocket socket = open(worker);
    socket.say("{'type':'hello','id':'h','capacity':1,'pools':['" + pool + "']}");
    expect(socket, "welcome");
    return socket;
  }

  private static JsonNode expect(RawSocket socket, String type) throws IOException {
    JsonNode message = socket.message();
    while (!type.equals(message.get("type").textValue()) && mayComeAnyTime(message)) {
      message = socket.message();
    }
    assertThat(message.get("type").textValue()).as("%s", message).isEqualTo(type);
    return message;
  }

  private static boolean mayComeAnyTime(JsonNode message) {
    return Set.of("waiting", "settled").contains(message.get("type").textValue());
  }

  /** Answers a task; what the server says to that, whatever it says in between. */
  private static JsonNode answer(RawSocket socket, JsonNode task, String answer)
      throws IOException {
    socket.say(
        "{'type':'answer','id':'a','assignment':"
            + task.get("assignment")
            + ",'answer':'"
            + answer
            + "'}");
    return expectFor(socket, "a");
  }

  private static JsonNode expectFor(RawSocket socket, String re) throws IOException {
    JsonNode message = socket.message();
    while (!message.path("re").asText().equals(re)) {
      message = socket.message();
    }
    return message;
  }
}
