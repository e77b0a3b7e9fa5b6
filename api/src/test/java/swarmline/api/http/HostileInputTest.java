package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;
import swarmline.api.problem.Problem;

/** What nobody should send: each gets its documented error, and the server stays up. */
class HostileInputTest {
  private static final int BODY_MAX = 100_000;
  private static final Set<String> PROBLEM_FIELDS =
      Set.of("type", "title", "status", "code", "detail", "instance");

  @TempDir static Path directory;
  private static TestServer server;
  private static String pool;

  @BeforeAll
  static void start() {
    server =
        TestServer.on(
            directory,
            "swarmline.api.body.size = " + BODY_MAX,
            "swarmline.api.body.timeout = 300 ms",
            "swarmline.api.publish.line = 10000",
            "swarmline.api.json.depth = 20");
    pool = server.openPool("\"name\": \"target\"");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void theServerIsStillUp() {
    assertThat(server.get("/alive", null).status()).isEqualTo(200);
    assertThat(server.get("/ready", null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"name\": \"a\"                       | 400 | malformed-json",
        "~~                                     | 400 | malformed-json",
        "{\"name\": \"a\"} {}                   | 400 | malformed-json",
        "{'name': 'a'}                          | 400 | malformed-json",
        "{\"name\": \"a\", \"name\": \"b\"}     | 400 | malformed-json",
        "{\"name\": NaN}                        | 400 | malformed-json",
        "[]                                     | 400 | invalid-field",
        "null                                   | 400 | invalid-field",
        "\"text\"                               | 400 | invalid-field",
        "{\"name\": \"a\", \"colour\": 1}       | 400 | unknown-field",
        "{\"name\": \"a\", \"lease\": {\"secs\": 1}} | 400 | unknown-field",
        "{\"name\": 5}                          | 400 | invalid-field",
        "{\"name\": [\"a\"]}                    | 400 | invalid-field",
        "{\"name\": \"a\", \"priority\": \"1\"} | 400 | invalid-field",
        "{\"name\": \"a\", \"priority\": 1.5}   | 400 | invalid-field",
        "{\"name\": \"a\", \"priority\": 99999999999} | 400 | invalid-field",
        "{\"name\": \"a\", \"lease\": []}       | 400 | invalid-field",
        "{\"name\": \"a\", \"order\": \"lifo\"} | 400 | invalid-field",
        "{\"name\": \"a\", \"order\": 1}        | 400 | invalid-field",
        "{\"name\": \"a\", \"opensAt\": 12345}  | 400 | invalid-field",
        "{\"name\": \"a\", \"opensAt\": \"soon\"} | 400 | invalid-field",
        "{\"name\": \"a\", \"requires\": [1]}   | 400 | invalid-field",
        "{}                                     | 422 | invalid-pool-spec",
        "{\"name\": \" \"}                      | 422 | invalid-pool-spec",
        "{\"name\": \"a\", \"lease\": {\"seconds\": 0}} | 422 | invalid-pool-spec",
        "{\"name\": \"a\", \"redundancy\": {\"answers\": 101}} | 422 | invalid-pool-spec",
      })
  void aBadPoolSpecIsRefusedSayingWhere(String body, int status, String code) {
    int before = pools();

    Reply reply = server.post("/v1/pools", body == null ? "" : body);

    expect(reply, status, code);
    assertThat(pools()).isEqualTo(before);
  }

  @Test
  void malformedJsonIsToldWithLineAndColumn() {
    Reply reply = server.post("/v1/pools", "{\n  \"name\": oops\n}");

    expect(reply, 400, "malformed-json");
    assertThat(reply.json().get("detail").asText()).contains("line 2", "column");
  }

  @Test
  void aWrongFieldIsNamedByItsPath() {
    Reply reply = server.post("/v1/pools", "{\"name\": \"a\", \"lease\": {\"seconds\": \"x\"}}");

    assertThat(reply.json().get("detail").asText()).contains("lease.seconds");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "[".repeat(50_000);

    expect(
        server.send("PATCH", "/v1/pools/" + pool, TestServer.PLATFORM, deep), 400, "json-too-deep");
    expect(server.post("/v1/pools/" + pool + "/tasks", deep), 400, "json-too-deep");
    expect(
        server.post("/v1/assignments/" + pool + "-1.1/answer", "{\"answer\": ".repeat(5_000)),
        400,
        "json-too-deep");
  }

  @Test
  void longNumbersAndNamesAreRefused() {
    expect(
        server.post("/v1/pools", "{\"priority\": " + "1".repeat(5_000) + "}"),
        400,
        "value-too-long");
    expect(server.post("/v1/pools", "{\"" + "n".repeat(60_000) + "\": 1}"), 400, "value-too-long");
  }

  @Test
  void aBodyLargerThanTheLimitIsRefusedWithAndWithoutALength() {
    String large = "{\"name\": \"" + "x".repeat(BODY_MAX) + "\"}";

    expect(server.post("/v1/pools", large), 413, "body-too-large");
    expect(
        server.send(
            "POST",
            "/v1/pools",
            TestServer.PLATFORM,
            BodyPublishers.ofByteArrays(java.util.List.of(large.getBytes(StandardCharsets.UTF_8))),
            true),
        413,
        "body-too-large");
  }

  @Test
  void otherMediaTypesAreRefused() {
    expect(
        server.post("/v1/pools", "name=a", "Content-Type", "application/x-www-form-urlencoded"),
        415,
        "unsupported-media-type");
    expect(
        server.post("/v1/pools", "{\"name\": \"a\"}", "Content-Type", "application/x-ndjson"),
        415,
        "unsupported-media-type");
    expect(
        server.get("/v1/pools", TestServer.PLATFORM, "Accept", "image/png"), 406, "not-acceptable");
  }

  @Test
  void unknownPathsAndWrongMethodsAreProblemsToo() {
    for (String path : new String[] {"/", "/v1", "/v1/nothing", "/v1/pools/a/b/c", "/console"}) {
      expect(server.get(path, TestServer.PLATFORM), 404, "unknown-route");
    }
    Reply wrong = server.send("DELETE", "/v1/pools", TestServer.PLATFORM, null);
    expect(wrong, 405, "method-not-allowed");
    assertThat(wrong.header("Allow")).isEqualTo("GET, POST");
  }

  @Test
  void queryParametersAreCheckedToo() {
    expect(server.get("/v1/pools?lmit=1", TestServer.PLATFORM), 400, "unknown-parameter");
    for (String limit : new String[] {"0", "-1", "x", "1001", "99999999999", ""}) {
      expect(server.get("/v1/pools?limit=" + limit, TestServer.PLATFORM), 400, "invalid-parameter");
    }
    expect(server.get("/v1/pools?limit=1&limit=2", TestServer.PLATFORM), 400, "invalid-parameter");
    for (String list :
        new String[] {
          "pools",
          "pools/" + pool + "/tasks",
          "pools/" + pool + "/outcomes",
          "pools/" + pool + "/answers",
          "workers/ann/ledger"
        }) {
      for (String cursor : new String[] {"x", "AAAA", "bm9wZQBub3Bl", "%00", "="}) {
        Reply reply = server.get("/v1/" + list + "?cursor=" + cursor, TestServer.PLATFORM);
        expect(reply, 400, "invalid-cursor");
      }
    }
  }

  @Test
  void withoutAValidKeyNothingIsServed() {
    for (String key : new String[] {null, "sk_wrong", "", "a.b.c", "x".repeat(5_000)}) {
      Reply reply = server.get("/v1/pools", key);
      expect(reply, 401, "unauthorized");
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void aKeyInTheWrongRoleIsForbidden() {
    expect(
        server.send("POST", "/v1/pools", TestServer.WORKER, "{\"name\": \"a\"}"), 403, "forbidden");
    expect(server.get("/v1/pools/" + pool + "/tasks", TestServer.OPERATOR), 403, "forbidden");
    expect(server.get("/metrics", TestServer.PLATFORM), 403, "forbidden");
    assertThat(server.get("/metrics", TestServer.OPERATOR).status()).isEqualTo(200);
    assertThat(server.get("/v1/pools", TestServer.OPERATOR).status()).isEqualTo(200);
  }

  @Test
  void idsThatAreNoneAreUnknown() {
    for (String id : new String[] {"x", "p", "p0", "p0123456789AB", "p".repeat(500)}) {
      expect(server.get("/v1/pools/" + id, TestServer.PLATFORM), 404, "unknown-pool");
      expect(server.get("/v1/tasks/" + id, TestServer.PLATFORM), 404, "unknown-task");
      expect(server.post("/v1/assignments/" + id + "/renew", "{}"), 404, "unknown-assignment");
    }
    expect(
        server.get("/v1/tasks/" + pool + "-999999999999999999", TestServer.PLATFORM),
        404,
        "unknown-task");
    expect(
        server.get("/v1/tasks/" + pool + "-99999999999999999999999", TestServer.PLATFORM),
        404,
        "unknown-task");
    for (String action : new String[] {"answer", "renew", "return", "skip", "review"}) {
      String body =
          switch (action) {
            case "answer" -> "{\"answer\": 1}";
            case "review" -> "{\"verdict\": \"approve\"}";
            default -> "{}";
          };
      expect(
          server.post("/v1/assignments/" + pool + "-1.1/" + action, body),
          404,
          "unknown-assignment",
          "unknown-task");
    }
    expect(server.get("/v1/workers/no%20blank", TestServer.PLATFORM), 400, "invalid-parameter");
    expect(
        server.get("/v1/workers/" + "w".repeat(129), TestServer.PLATFORM),
        400,
        "invalid-parameter");
  }

  @Test
  void aTaskThatWasNeverPublishedIsUnknownWhateverIsAskedOfIt() {
    String empty = server.openPool("\"name\": \"empty\"");
    String archived = server.openPool("\"name\": \"archived\"");
    for (String state : new String[] {"closed", "archived"}) {
      server.send(
          "PUT",
          "/v1/pools/" + archived + "/state",
          TestServer.PLATFORM,
          "{\"state\": \"" + state + "\"}");
    }
    String[][] requests = {
      {"GET", "/v1/tasks/%s-1", null},
      {"GET", "/v1/tasks/%s-1/events", null},
      {"PATCH", "/v1/tasks/%s-1", "{\"priority\": 1}"},
      {"PATCH", "/v1/tasks/%s-1", "{\"redundancy\": 2}"},
      {"PATCH", "/v1/tasks/%s-1", "{}"},
      {"PUT", "/v1/tasks/%s-1/gold", "{\"answer\": 1}"},
      {"POST", "/v1/tasks/%s-1/cancel", "{}"},
      {"POST", "/v1/tasks/%s-1/reopen", "{}"},
      {"POST", "/v1/tasks/%s-1/claims", "{\"worker\": \"ann\"}"},
      {"POST", "/v1/assignments/%s-1.1/answer", "{\"answer\": 1}"},
      {"POST", "/v1/assignments/%s-1.1/renew", "{}"},
      {"POST", "/v1/assignments/%s-1.1/return", "{}"},
      {"POST", "/v1/assignments/%s-1.1/skip", "{}"},
      {"POST", "/v1/assignments/%s-1.1/review", "{\"verdict\": \"approve\"}"},
    };
    for (String[] request : requests) {
      expect(sendAs(TestServer.PLATFORM, request, empty), 404, "unknown-task");
      expect(sendAs(TestServer.PLATFORM, request, archived), 404, "unknown-task");
    }
  }

  @Test
  void whatIsAnotherTenantsIsExactlyLikeWhatIsNot() {
    server.post("/v1/pools/" + pool + "/tasks", "[{\"key\": \"foreign\", \"payload\": 1}]");
    String task =
        server
            .get("/v1/pools/" + pool + "/tasks?key=foreign", TestServer.PLATFORM)
            .json()
            .at("/items/0/id")
            .asText();
    String[][] requests = {
      {"GET", "/v1/pools/%s", null},
      {"PATCH", "/v1/pools/%s", "{\"priority\": 1}"},
      {"PUT", "/v1/pools/%s/state", "{\"state\": \"paused\"}"},
      {"POST", "/v1/pools/%s/tasks", "[{\"payload\": 1}]"},
      {"GET", "/v1/pools/%s/tasks", null},
      {"GET", "/v1/pools/%s/outcomes", null},
      {"GET", "/v1/pools/%s/answers", null},
      {"GET", "/v1/tasks/%s-1", null},
      {"GET", "/v1/tasks/%s-1/events", null},
      {"PATCH", "/v1/tasks/%s-1", "{\"priority\": 1}"},
      {"POST", "/v1/tasks/%s-1/cancel", "{}"},
      {"POST", "/v1/tasks/%s-1/reopen", "{}"},
      {"POST", "/v1/tasks/%s-1/claims", "{\"worker\": \"ann\"}"},
      {"POST", "/v1/assignments/%s-1.1/answer", "{\"answer\": 1}"},
      {"POST", "/v1/workers/ann/claims", "{\"pools\": [\"%s\"]}"},
      {"GET", "/v1/workers/ann/eligibility?pool=%s", null},
    };
    assertThat(task).startsWith(pool + "-");
    for (String[] request : requests) {
      Reply foreign = sendAs(TestServer.OTHER, request, pool);
      Reply unknown = sendAs(TestServer.OTHER, request, "p000000000000");
      assertThat(foreign.status()).as(request[1]).isEqualTo(404);
      assertThat(foreign.body()).isEqualTo(unknown.body());
    }
    assertThat(server.get("/v1/pools", TestServer.OTHER).json().get("items")).isEmpty();
    assertThat(server.get("/v1/pools/" + pool, TestServer.PLATFORM).json().get("state").asText())
        .isEqualTo("open");
  }

  private static Reply sendAs(String key, String[] request, String pool) {
    return server.send(
        request[0],
        request[1].replace("%s", pool),
        key,
        request[2] == null ? null : request[2].replace("%s", pool));
  }

  @Test
  void aBadLineInTheMiddleOfAHundredThousandUndoesNoOther() {
    String target = server.openPool("\"name\": \"large\"");
    int tasks = 100_000;
    int bad = 50_000;
    var body = new StringBuilder();
    for (int line = 1; line <= tasks; line++) {
      body.append(line == bad ? "{\"payload\": oops" : "{\"payload\": " + line).append("}\n");
    }

    Reply reply =
        server.post(
            "/v1/pools/" + target + "/tasks",
            body.toString(),
            "Content-Type",
            "application/x-ndjson");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().get("added").asInt()).isEqualTo(tasks - 1);
    assertThat(reply.json().get("refusedCount").asInt()).isEqualTo(1);
    assertThat(reply.json().at("/refused/0/line").asInt()).isEqualTo(bad);
    assertThat(reply.json().at("/refused/0/code").asText()).isEqualTo("malformed-json");
    assertThat(open(target)).isEqualTo(tasks - 1);
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndTheOthersAreNot() {
    String target = server.openPool("\"name\": \"long\"");
    String body =
        "{\"payload\": 1}\n{\"payload\": \"" + "x".repeat(200_000) + "\"}\n{\"payload\": 3}\n";

    Reply reply =
        server.post("/v1/pools/" + target + "/tasks", body, "Content-Type", "application/x-ndjson");

    assertThat(reply.json().get("added").asInt()).isEqualTo(2);
    assertThat(reply.json().at("/refused/0/code").asText()).isEqualTo("line-too-long");
    assertThat(reply.json().at("/refused/0/line").asInt()).isEqualTo(2);
  }

  @Test
  void anArrayThatBreaksOffPublishesNothing() {
    String target = server.openPool("\"name\": \"whole\"");

    expect(
        server.post("/v1/pools/" + target + "/tasks", "[{\"payload\": 1}, {\"payload\": 2}"),
        400,
        "malformed-json");
    assertThat(open(target)).isZero();
  }

  @Test
  void aClientThatStopsSendingIsToldAndForgotten() throws IOException {
    try (Socket socket = socket()) {
      write(
          socket,
          "POST /v1/pools HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + TestServer.PLATFORM
              + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"name\":");

      String reply = read(socket);

      assertThat(reply).startsWith("HTTP/1.1 408").contains("body-too-slow");
    }
  }

  @Test
  void whatIsNotHttpIsAProblemToo() throws IOException {
    for (String request :
        new String[] {
          "GET / HTTP/9.9\r\n\r\n",
          "FROBNICATE / HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
          "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
        }) {
      try (Socket socket = socket()) {
        write(socket, request);
        String reply = read(socket);
        assertThat(reply)
            .as(request.substring(0, Math.min(60, request.length())))
            .contains(Problem.MEDIA_TYPE)
            .contains("malformed-request");
      }
    }
  }

  private static Socket socket() throws IOException {
    var socket =
        new Socket(
            server.server().localAddress().getAddress(), server.server().localAddress().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** What comes until the connection ends or a problem's closing brace. */
  private static String read(Socket socket) throws IOException {
    var reply = new StringBuilder();
    int next = socket.getInputStream().read();
    while (next >= 0) {
      reply.append((char) next);
      if (next == '}') {
        break;
      }
      next = socket.getInputStream().read();
    }
    return reply.toString();
  }

  private static int pools() {
    return server.get("/v1/pools?limit=1000", TestServer.PLATFORM).json().get("items").size();
  }

  private static int open(String target) {
    return server.get("/v1/pools/" + target, TestServer.PLATFORM).json().at("/counts/open").asInt();
  }

  private static void expect(Reply reply, int status, String... codes) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
    JsonNode problem = reply.json();
    assertThat(codes).as(reply.body()).contains(problem.get("code").asText());
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("type").asText()).endsWith(problem.get("code").asText());
    problem.fieldNames().forEachRemaining(name -> assertThat(PROBLEM_FIELDS).contains(name));
    assertThat(reply.body()).doesNotContain("Exception", "swarmline.api", "at java");
  }
}
