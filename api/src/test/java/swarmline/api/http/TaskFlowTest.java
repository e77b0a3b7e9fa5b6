package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** Tasks from their publication to their outcome, by HTTP alone. */
class TaskFlowTest extends OneServer {
  private static final String MAJORITY =
      "\"name\": \"signs\", \"redundancy\": {\"answers\": 3}, \"consensus\": {\"rule\":"
          + " \"agreement\", \"matching\": 2}, \"answer\": {\"type\": \"choice\", \"choices\":"
          + " [\"yes\", \"no\"]}, \"reward\": {\"amount\": 20000}";

  @Test
  void twoEqualAnswersResolveATaskAndTheThirdHolderIsRecalled() {
    String pool = server.openPool(MAJORITY);
    server.post("/v1/pools/" + pool + "/tasks", "[{\"key\": \"k1\", \"payload\": {\"n\": 1}}]");
    String ann = claim("ann", pool);
    String bob = claim("bob", pool);
    String eve = claim("eve", pool);

    assertThat(answer(ann, "yes").status()).isEqualTo(200);
    assertThat(answer(bob, "yes").status()).isEqualTo(200);

    JsonNode task = task(ann);
    assertThat(task.get("state").asText()).isEqualTo("resolved");
    assertThat(task.get("value").asText()).isEqualTo("yes");
    assertThat(task.get("key").asText()).isEqualTo("k1");
    assertThat(task.get("payload").get("n").asInt()).isEqualTo(1);
    assertThat(texts(task.get("assignments"), "state"))
        .containsExactly("approved", "approved", "revoked");
    assertThat(task.get("assignments").get(2).get("reason").asText()).isEqualTo("task-ended");
    Reply late = answer(eve, "no");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("lease-revoked");
  }

  /** But for when its workers stored what they are paid, which comes in its own time. */
  @Test
  void theTimeLineOfATaskHasEverythingInOrder() {
    String pool = server.openPool("\"name\": \"one\"");
    server.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1}]");
    String first = claim("ann", pool);
    server.post("/v1/assignments/" + first + "/return", "{\"reason\": \"too hard\"}");
    String second = claim("bob", pool);
    answer(second, "done");

    List<JsonNode> events =
        StreamSupport.stream(
                server
                    .get("/v1/tasks/" + taskOf(second) + "/events", TestServer.PLATFORM)
                    .json()
                    .get("events")
                    .spliterator(),
                false)
            .filter(event -> !"settlements-applied".equals(event.get("type").asText()))
            .toList();

    assertThat(texts(events, "type"))
        .containsExactly(
            "published",
            "lease-granted",
            "lease-returned",
            "lease-granted",
            "answer-accepted",
            "task-ended");
    assertThat(events.get(2).get("reason").asText()).isEqualTo("too hard");
    assertThat(events.get(4).get("answer").asText()).isEqualTo("done");
    assertThat(events.get(4).get("assignment").asText()).isEqualTo(second);
  }

  @Test
  void outcomesStreamAndGoOnAfterAnyLine() {
    String pool = server.openPool("\"name\": \"outcomes\"");
    publish(pool, 5);
    for (int i = 0; i < 5; i++) {
      answer(claim("ann", pool), "a" + i);
    }
    String path = "/v1/pools/" + pool + "/outcomes";
    List<JsonNode> all =
        until(() -> lines(server.get(path, TestServer.PLATFORM).body()), list -> list.size() == 5);

    assertThat(all.get(0).get("outcome").asText()).isEqualTo("resolved");
    for (int i = 0; i < 5; i++) {
      List<JsonNode> rest =
          lines(
              server
                  .get(path + "?cursor=" + all.get(i).get("cursor").asText(), TestServer.PLATFORM)
                  .body());
      assertThat(rest).isEqualTo(all.subList(i + 1, 5));
    }
    assertThat(lines(server.get(path + "?limit=2", TestServer.PLATFORM).body())).hasSize(2);
    String csv = server.get(path, TestServer.PLATFORM, "Accept", "text/csv").body();
    assertThat(csv.lines()).hasSize(6);
    assertThat(csv.lines().findFirst()).contains("task,key,outcome,value,confidence,answers,at");
  }

  @Test
  void answersHoldEveryAssignmentAlsoLiveOnesAndGoOnAfterAnyLine() {
    String pool = server.openPool(MAJORITY);
    publish(pool, 2);
    for (String worker : List.of("ann", "bob", "eve")) {
      answer(claim(worker, pool), worker.equals("eve") ? "no" : "yes");
    }
    claim("zoe", pool);
    String path = "/v1/pools/" + pool + "/answers";

    List<JsonNode> all = lines(server.get(path, TestServer.PLATFORM).body());

    assertThat(all).hasSize(4);
    assertThat(all.stream().map(line -> line.get("state").asText())).contains("leased", "approved");
    assertThat(all.stream().filter(line -> line.get("counted").asBoolean())).hasSize(3);
    for (int i = 0; i < 4; i++) {
      String cursor = all.get(i).get("cursor").asText();
      assertThat(lines(server.get(path + "?cursor=" + cursor, TestServer.PLATFORM).body()))
          .isEqualTo(all.subList(i + 1, 4));
    }
    assertThat(server.get(path, TestServer.PLATFORM, "Accept", "text/csv").body().lines())
        .contains("item,worker,label", "k0,ann,yes", "k0,bob,yes")
        .hasSize(4);
  }

  @Test
  void aLateAnswerThatIsRecordedSaysWhenItCameAlsoOnceItsTaskIsFinal() {
    String pool =
        server.openPool(
            "\"name\": \"late\", \"lease\": {\"seconds\": 1, \"lateAnswer\": \"record\"}");
    publish(pool, 1);
    String late = claim("ann", pool);
    until(() -> firstTurn(late), turn -> turn.get("state").asText().equals("expired"));
    assertThat(firstTurn(late).get("submittedAt").isNull()).isTrue();

    assertThat(answer(late, "x").code()).isEqualTo("late-answer-recorded");

    JsonNode kept = firstTurn(late);
    assertThat(kept.get("answer").asText()).isEqualTo("x");
    assertThat(Instant.parse(kept.get("submittedAt").asText()))
        .isAfter(Instant.parse(kept.get("endedAt").asText()));
    server.post("/v1/tasks/" + taskOf(late) + "/cancel", "{}");
    until(
        () -> lines(server.get("/v1/pools/" + pool + "/outcomes", TestServer.PLATFORM).body()),
        outcomes -> !outcomes.isEmpty());
    List<JsonNode> answers =
        lines(server.get("/v1/pools/" + pool + "/answers", TestServer.PLATFORM).body());
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).get("submittedAt")).isEqualTo(kept.get("submittedAt"));
  }

  @Test
  void publishingAgainUnderTheSameKeysAddsNothing() {
    String pool = server.openPool("\"name\": \"keys\"");
    publish(pool, 3);

    JsonNode again = publish(pool, 4);

    assertThat(again.get("added").asInt()).isEqualTo(1);
    assertThat(again.get("existing").asInt()).isEqualTo(3);
    JsonNode found = server.get("/v1/pools/" + pool + "/tasks?key=k2", TestServer.PLATFORM).json();
    assertThat(texts(found.get("items"), "key")).containsExactly("k2");
  }

  @Test
  void tasksAreListedInPagesAndByState() {
    String pool = server.openPool("\"name\": \"list\"");
    publish(pool, 5);
    answer(claim("ann", pool), "x");
    String path = "/v1/pools/" + pool + "/tasks";

    JsonNode first = server.get(path + "?limit=3", TestServer.PLATFORM).json();
    JsonNode rest =
        server
            .get(path + "?limit=3&cursor=" + first.get("next").asText(), TestServer.PLATFORM)
            .json();
    JsonNode resolved = server.get(path + "?state=resolved", TestServer.PLATFORM).json();

    assertThat(texts(first.get("items"), "key")).containsExactly("k0", "k1", "k2");
    assertThat(texts(rest.get("items"), "key")).containsExactly("k3", "k4");
    assertThat(rest.get("next").isNull()).isTrue();
    assertThat(resolved.get("items")).hasSize(1);
  }

  @Test
  void priorityAndRedundancyOfALiveTaskAreRaisedAndATaskIsCancelledAndReopened() {
    String pool = server.openPool("\"name\": \"change\"");
    publish(pool, 1);
    String task = taskOf(claim("ann", pool));

    JsonNode raised =
        server
            .send(
                "PATCH",
                "/v1/tasks/" + task,
                TestServer.PLATFORM,
                "{\"priority\": 9, \"redundancy\": 2}")
            .json();
    assertThat(raised.get("priority").asInt()).isEqualTo(9);
    assertThat(raised.get("redundancy").asInt()).isEqualTo(2);
    JsonNode cancelled = server.post("/v1/tasks/" + task + "/cancel", "{}").json();
    assertThat(cancelled.get("state").asText()).isEqualTo("cancelled");
    Reply reopened = server.post("/v1/tasks/" + task + "/reopen", "{\"redundancy\": 1}");
    assertThat(reopened.json().get("state").asText()).as(reopened.body()).isEqualTo("open");
  }

  @Test
  void aWorkerIsDescribedQualifiedRestrictedAndPaid() {
    String pool =
        server.openPool(
            "\"name\": \"paid\", \"reward\": {\"amount\": 50000, \"currency\": \"EUR\"},"
                + " \"requires\": [{\"qualification\": \"language\", \"op\": \"in\", \"values\":"
                + " [\"en\"]}]");
    publish(pool, 1);
    String worker = "/v1/workers/pat";

    assertThat(met(worker, pool, "not-qualified")).isFalse();
    server.send(
        "PUT", worker + "/qualifications/language", TestServer.PLATFORM, "{\"value\": \"en\"}");
    assertThat(met(worker, pool, "not-qualified")).isTrue();
    server.send("PUT", worker + "/restrictions", TestServer.PLATFORM, "{\"reason\": \"spam\"}");
    assertThat(met(worker, pool, "worker-restricted")).isFalse();
    server.send("DELETE", worker + "/restrictions", TestServer.PLATFORM, null);
    answer(claim("pat", pool), "x");

    JsonNode ledger =
        until(
            () -> server.get(worker + "/ledger", TestServer.PLATFORM).json(),
            lines -> lines.get("items").size() == 1);
    assertThat(ledger.get("items").get(0).get("amount").asInt()).isEqualTo(50_000);
    assertThat(ledger.get("items").get(0).get("currency").asText()).isEqualTo("EUR");
    JsonNode described = server.get(worker, TestServer.PLATFORM).json();
    assertThat(described.get("qualifications").get("language").asText()).isEqualTo("en");
    assertThat(described.get("earned").get("EUR").asInt()).isEqualTo(50_000);
  }

  @Test
  void putReplacesAWorkersQualifications() {
    String worker = "/v1/workers/quentin";
    server.send(
        "PUT", worker, TestServer.PLATFORM, "{\"qualifications\": {\"a\": \"1\", \"b\": 2}}");
    Reply changed =
        server.send(
            "PUT",
            worker,
            TestServer.PLATFORM,
            "{\"qualifications\": {\"b\": \"3\", \"c\": true}}");

    assertThat(changed.json().get("qualifications").toString())
        .isEqualTo("{\"b\":\"3\",\"c\":\"true\"}");
  }

  @Test
  void aLongPollEndsWhenATaskComes() throws Exception {
    String pool = server.openPool("\"name\": \"poll\"");
    var waiting =
        java.util.concurrent.CompletableFuture.supplyAsync(
            () ->
                server.post(
                    "/v1/workers/walt/claims",
                    "{\"pools\": [\"" + pool + "\"], \"waitSeconds\": 30}"));
    until(
        () -> server.get("/v1/pools/" + pool, TestServer.PLATFORM).json(),
        view -> view.get("counts").get("waiting").asInt() == 1);
    publish(pool, 1);

    assertThat(waiting.get(20, TimeUnit.SECONDS).json().get("assignments")).hasSize(1);
  }

  @Test
  void aClaimThatFindsNothingSaysWhy() {
    String pool = server.openPool("\"name\": \"empty\"");

    JsonNode nothing =
        server.post("/v1/workers/ned/claims", "{\"pools\": [\"" + pool + "\"]}").json();

    assertThat(nothing.get("assignments")).isEmpty();
    assertThat(nothing.get("why").get("code").asText()).isEqualTo("nothing-to-offer");
  }

  @Test
  void aTicketClaimsAndAnswersForItsWorkerOnly() {
    String pool = server.openPool("\"name\": \"ticket\"");
    publish(pool, 2);
    String ticket =
        server.post("/v1/workers/tess/tickets", "{\"seconds\": 60}").json().get("ticket").asText();
    String mine =
        server
            .send("POST", "/v1/workers/tess/claims", ticket, "{\"pools\": [\"" + pool + "\"]}")
            .json()
            .at("/assignments/0/assignment")
            .asText();
    String other = claim("uwe", pool);

    Reply foreign = server.send("POST", "/v1/workers/uwe/claims", ticket, "{}");
    Reply notMine =
        server.send("POST", "/v1/assignments/" + other + "/answer", ticket, "{\"answer\": 1}");
    Reply done =
        server.send("POST", "/v1/assignments/" + mine + "/answer", ticket, "{\"answer\": 1}");

    assertThat(foreign.code()).isEqualTo("forbidden");
    assertThat(notMine.code()).isEqualTo("not-your-assignment");
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(server.send("POST", "/v1/pools", ticket, "{\"name\": \"x\"}").code())
        .isEqualTo("forbidden");
  }

  private static boolean met(String worker, String pool, String rule) {
    JsonNode explained =
        server.get(worker + "/eligibility?pool=" + pool, TestServer.PLATFORM).json();
    assertThat(explained.get("unanswered")).as("slices that said nothing").isEmpty();
    for (JsonNode one : explained.get("rules")) {
      if (one.get("rule").asText().equals(rule)) {
        return one.get("met").asBoolean();
      }
    }
    throw new AssertionError("no rule " + rule + " in " + explained);
  }

  private static JsonNode publish(String pool, int tasks) {
    String lines =
        IntStream.range(0, tasks)
            .mapToObj(i -> "{\"key\": \"k" + i + "\", \"payload\": {\"i\": " + i + "}}")
            .collect(Collectors.joining("\n"));
    Reply reply =
        server.post("/v1/pools/" + pool + "/tasks", lines, "Content-Type", "application/x-ndjson");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static String claim(String worker, String pool) {
    Reply reply =
        server.post(
            "/v1/workers/" + worker + "/claims",
            "{\"pools\": [\"" + pool + "\"], \"waitSeconds\": 5}");
    assertThat(reply.json().at("/assignments/0/assignment").asText()).as(reply.body()).isNotEmpty();
    return reply.json().at("/assignments/0/assignment").asText();
  }

  private static Reply answer(String assignment, String answer) {
    return server.post(
        "/v1/assignments/" + assignment + "/answer", "{\"answer\": \"" + answer + "\"}");
  }

  private static String taskOf(String assignment) {
    return assignment.substring(0, assignment.lastIndexOf('.'));
  }

  private static JsonNode task(String assignment) {
    return server.get("/v1/tasks/" + taskOf(assignment), TestServer.PLATFORM).json();
  }

  /** The first turn at an assignment's task. */
  private static JsonNode firstTurn(String assignment) {
    return task(assignment).get("assignments").get(0);
  }

  private static List<String> texts(Iterable<JsonNode> array, String field) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.get(field).asText()));
    return texts;
  }

  private static List<JsonNode> lines(String ndjson) {
    return ndjson
        .lines()
        .map(
            line -> {
              try {
                return new ObjectMapper().readTree(line);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }
}
