package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** Pools that weigh answers by a model of their crowd, by HTTP alone. */
class WeighedPoolTest extends OneServer {
  private static final String POSTERIOR =
      "\"name\": \"signs\", \"redundancy\": {\"answers\": 2, \"max\": 3}, \"answer\":"
          + " {\"choices\": [\"yes\", \"no\"]}, \"consensus\": {\"rule\": \"posterior\","
          + " \"threshold\": 0.7}";

  @Test
  void answersAreBoughtUntilTheValueIsLikelyEnough() {
    String pool = server.openPool(POSTERIOR);
    List<String> tasks = publish(pool, 2);
    answerChoice(tasks.get(0), "ann", "yes");
    answerChoice(tasks.get(0), "bob", "yes");
    answerChoice(tasks.get(1), "ann", "yes");
    answerChoice(tasks.get(1), "bob", "no");

    assertThat(claimTask(tasks.get(0), "cid").code()).isEqualTo("task-ended");
    assertThat(claimTask(tasks.get(1), "cid").status()).isEqualTo(200);
    JsonNode settled = task(tasks.get(0));
    assertThat(settled.get("state").asText()).isEqualTo("resolved");
    assertThat(settled.get("value").asText()).isEqualTo("yes");
    assertThat(settled.get("confidence").asDouble()).isBetween(0.7, 0.99);
  }

  @Test
  void whatIsNotSureEnoughWithAllAnswersIsContestedAndHasAnEstimateAllTheSame() {
    String pool = server.openPool(POSTERIOR.replace("0.7", "0.999"));
    String task = publish(pool, 1).get(0);
    answerChoice(task, "ann", "yes");
    answerChoice(task, "bob", "no");
    answerChoice(task, "cid", "yes");
    assertThat(claimTask(task, "dee").code()).isEqualTo("task-ended");

    JsonNode ended = task(task);
    assertThat(ended.get("state").asText()).isEqualTo("contested");
    assertThat(ended.get("reason").asText()).isEqualTo("posterior-below-threshold");
    JsonNode estimate = estimates(pool, "").get("items").get(0);
    assertThat(estimate.get("task").asText()).isEqualTo(task);
    assertThat(estimate.get("value").asText()).isEqualTo("yes");
    assertThat(estimate.get("answers").asInt()).isEqualTo(3);
    assertThat(estimate.get("confidence").asDouble()).isBetween(0.5, 0.999);
  }

  @Test
  void estimatesComeInPages() {
    String pool = server.openPool(POSTERIOR);
    List<String> tasks = publish(pool, 5);
    tasks.forEach(task -> answerChoice(task, "ann", "no"));
    List<String> seen = new ArrayList<>();

    String cursor = "";
    do {
      JsonNode page = estimates(pool, cursor);
      page.get("items").forEach(one -> seen.add(one.get("task").asText()));
      assertThat(page.get("items"))
          .allSatisfy(one -> assertThat(one.get("difficulty").asDouble()).isBetween(0.2, 0.45));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
    } while (!cursor.isEmpty());

    assertThat(seen).isEqualTo(tasks);
    assertThat(server.get("/v1/pools/" + pool + "/estimates?cursor=x", TestServer.PLATFORM).code())
        .isEqualTo("invalid-cursor");
  }

  @Test
  void numbersOfWorkersWhoAgreeWithOthersCountForMore() {
    String pool =
        server.openPool(
            "\"name\": \"lengths\", \"redundancy\": {\"answers\": 3}, \"answer\": {\"type\":"
                + " \"number\", \"tolerance\": 1}, \"consensus\": {\"aggregator\":"
                + " \"weighted-median\"}");
    List<String> tasks = publish(pool, 6);
    for (String task : tasks) {
      answerTask(task, "ann", "10");
      answerTask(task, "bob", "11");
      answerTask(task, "cid", "900");
    }

    JsonNode settled = until(() -> task(tasks.get(5)), WeighedPoolTest::isEnded);
    assertThat(settled.get("value").asInt()).isEqualTo(11);
    assertThat(settled.get("confidence").asDouble()).isBetween(0.8, 0.96);
    assertThat(quality("ann", pool).at("/accuracy/mean").asDouble())
        .isGreaterThan(quality("cid", pool).at("/accuracy/mean").asDouble());
    assertThat(estimates(pool, "").get("items").get(0).get("value").asInt()).isBetween(10, 11);
  }

  @Test
  void answersAreBoughtWhileTheyAreWorthTheirPrice() {
    String expected =
        POSTERIOR.replace("posterior", "expected-value").replace("\"max\": 3", "\"max\": 5");
    String cheap = server.openPool(expected.replace("0.7}", "0.5, \"worth\": 2}"));
    String dear = server.openPool(expected.replace("0.7}", "0.5, \"worth\": 1000}"));
    for (String pool : List.of(cheap, dear)) {
      String task = publish(pool, 1).get(0);
      answerChoice(task, "ann", "yes");
      answerChoice(task, "bob", "yes");
      boolean ended = "task-ended".equals(claimTask(task, "cid").code());

      assertThat(ended).isEqualTo(pool.equals(cheap));
    }
  }

  @Test
  void aPoolThatCountsHasNoEstimates() {
    String pool = server.openPool("\"name\": \"counts\"");

    assertThat(server.get("/v1/pools/" + pool + "/estimates", TestServer.PLATFORM).code())
        .isEqualTo("pool-has-no-model");
  }

  @Test
  void nothingThatAWorkerReceivesTellsAGoldFromAnotherTask() {
    String pool = server.openPool(POSTERIOR + ", \"reward\": {\"amount\": 5}");
    Reply published =
        server.post(
            "/v1/pools/" + pool + "/tasks",
            "[{\"payload\": 1, \"gold\": {\"answer\": \"yes\"}}, {\"payload\": 1}]");
    assertThat(published.json().get("added").asInt()).isEqualTo(2);
    List<String> tasks = tasksOf(pool);

    List<String> received = new ArrayList<>();
    for (String task : tasks) {
      String worker = "gina";
      Reply claimed = claimTask(task, worker);
      Reply held = server.get("/v1/workers/" + worker + "/assignments", TestServer.WORKER);
      String assignment = claimed.json().get("assignment").asText();
      Reply answered =
          server.post("/v1/assignments/" + assignment + "/answer", "{\"answer\": \"no\"}");
      JsonNode entry = ledgerOf(worker, assignment);
      String all = claimed.body() + held.body() + answered.body() + entry;
      received.add(
          all.replace(assignment, "ASSIGNMENT")
              .replace(task, "TASK")
              .replaceAll("\\d{4}-\\d\\d-\\d\\dT[^\"]*Z", "TIME")
              .replaceAll("\"sequence\":\\d+", "SEQUENCE"));
    }

    assertThat(received.get(0)).isEqualTo(received.get(1)).contains("TASK", "ASSIGNMENT", "TIME");
    answerChoice(tasks.get(0), "bob", "no");
    answerChoice(tasks.get(1), "bob", "no");
    assertThat(claimTask(tasks.get(0), "cid").code()).isEqualTo("task-ended");
    assertThat(task(tasks.get(0)).get("value").asText()).isEqualTo("yes");
    assertThat(task(tasks.get(1)).get("value").asText("")).isNotEqualTo("yes");
  }

  @Test
  void aGoldMustBeAnAnswerThatThePoolAsksForAndWeighs() {
    String gold = "[{\"payload\": 1, \"gold\": {\"answer\": \"yes\"}}]";
    String weighing = server.openPool(POSTERIOR);
    String counting = server.openPool("\"name\": \"counts\"");

    assertThat(refusal(weighing, gold.replace("yes", "maybe"))).isEqualTo("invalid-field");
    assertThat(refusal(counting, gold)).isEqualTo("pool-has-no-model");
    assertThat(refusal(weighing, gold)).isEmpty();
  }

  @Test
  void whatIsKnownOfAWorkerIsShownAndKeepsOutWhoIsKnownToBePoor() {
    String pool =
        server.openPool(
            POSTERIOR.replace("\"max\": 3", "\"max\": 2")
                + ", \"requires\": [{\"measure\": \"accuracy\", \"op\": \"ge\","
                + " \"values\": [\"0.6\"]}]");
    String golds = "{\"payload\": 1, \"gold\": {\"answer\": \"yes\"}}";
    server.post("/v1/pools/" + pool + "/tasks", "[" + golds + ("," + golds).repeat(11) + "]");
    List<String> tasks = tasksOf(pool);
    tasks.subList(0, 11).forEach(task -> answerChoice(task, "vera", "yes"));
    int wrong = 0;
    while (wrong < 11 && claimTask(tasks.get(wrong), "sam").status() == 200) {
      answerChoice(tasks.get(wrong), "sam", "no");
      wrong++;
    }

    assertThat(wrong).as("wrong answers until kept out").isBetween(2, 10);
    assertThat(claimTask(tasks.get(11), "sam").code()).isEqualTo("not-qualified");
    assertThat(claimTask(tasks.get(11), "vera").status()).isEqualTo(200);
    JsonNode vera = quality("vera", pool);
    JsonNode sam = quality("sam", pool);
    assertThat(vera.get("golds").asInt()).isEqualTo(11);
    assertThat(vera.get("goldAccuracy").asDouble()).isEqualTo(1);
    assertThat(sam.get("goldAccuracy").asDouble()).isZero();
    assertThat(sam.at("/accuracy/high").asDouble()).isLessThan(0.6);
    assertThat(vera.at("/accuracy/low").asDouble()).isGreaterThan(0.6);
    JsonNode row = sam.at("/confusion/0");
    assertThat(row.get("truth").asText()).isEqualTo("yes");
    assertThat(row.get("answers").asDouble()).isCloseTo(wrong, within(1e-3));
    assertThat(row.at("/answered/no").asDouble()).isGreaterThan(row.at("/answered/yes").asDouble());
    assertThat(sam.at("/confusion/1/truth").asText()).isEqualTo("no");
    assertThat(quality("new", pool).get("returned").isNull()).isTrue();
    assertThat(quality("new", pool).get("confusion").isNull()).isTrue();
  }

  @Test
  void aWorkersQualityNeedsAPoolThatWeighs() {
    String pool = server.openPool("\"name\": \"counts\"");

    assertThat(server.get("/v1/workers/ann/quality?pool=" + pool, TestServer.PLATFORM).code())
        .isEqualTo("pool-has-no-model");
    assertThat(server.get("/v1/workers/ann/quality", TestServer.PLATFORM).code())
        .isEqualTo("invalid-parameter");
  }

  private static JsonNode quality(String worker, String pool) {
    return server
        .get("/v1/workers/" + worker + "/quality?pool=" + pool, TestServer.PLATFORM)
        .json();
  }

  private static String refusal(String pool, String tasks) {
    return server.post("/v1/pools/" + pool + "/tasks", tasks).json().at("/refused/0/code").asText();
  }

  private static List<String> publish(String pool, int tasks) {
    server.post(
        "/v1/pools/" + pool + "/tasks",
        "[{\"payload\": 1}" + ",{\"payload\": 1}".repeat(tasks - 1) + "]");
    return tasksOf(pool);
  }

  private static JsonNode estimates(String pool, String cursor) {
    return server
        .get("/v1/pools/" + pool + "/estimates?limit=2" + cursor, TestServer.PLATFORM)
        .json();
  }

  /** A moment after its last answer, since the slice's model is asked in between. */
  private static boolean isEnded(JsonNode task) {
    return !"open".equals(task.get("state").asText());
  }

  private static JsonNode task(String id) {
    return server.get("/v1/tasks/" + id, TestServer.PLATFORM).json();
  }
}
