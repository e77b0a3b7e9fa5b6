package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** Rules about work, by HTTP alone. */
class WorkerEventsTest extends OneServer {
  private static final String SKIPS =
      "\"name\": \"signs\", \"rules\": [{\"name\": \"skips all\", \"collect\": \"skips\","
          + " \"last\": 2, \"atLeast\": 2, \"then\": [{\"action\": \"restrict\", \"forSeconds\":"
          + " 3600}]}]";

  @Test
  void whoSkipsTwiceInARowIsKeptOutForAnHourAndItsTimeLineSaysWhy() {
    String pool = server.openPool(SKIPS);
    server.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1}" + ",{\"payload\": 1}]");
    assertThat(events("sam")).isEmpty();
    skip("sam");
    skip("sam");
    JsonNode events = events("sam");
    for (long end = System.nanoTime() + 20_000_000_000L;
        events.isEmpty() && System.nanoTime() < end; ) {
      events = events("sam");
    }

    JsonNode fired = events.get(0);
    assertThat(fired.get("rule").asText()).isEqualTo("skips all");
    assertThat(fired.get("reason").asText()).isEqualTo("skips");
    assertThat(fired.get("hits").asInt()).isEqualTo(2);
    assertThat(fired.get("scope").asText()).isEqualTo("pool");
    assertThat(fired.get("qualification").isNull()).isTrue();
    JsonNode quality =
        server.get("/v1/workers/sam/quality?pool=" + pool, TestServer.PLATFORM).json();
    assertThat(quality.get("accuracy").isNull()).isTrue();
    assertThat(quality.at("/recent/assignments").asInt()).isEqualTo(2);
    assertThat(quality.at("/recent/skipped").asDouble()).isEqualTo(1);
    assertThat(quality.at("/recent/medianSeconds").isNull()).isTrue();
    assertThat(pull("sam").json().at("/why/code").asText()).isEqualTo("worker-restricted");
    assertThat(server.get("/v1/workers/sam/events", TestServer.WORKER).status()).isEqualTo(403);
    Reply shown = server.get("/v1/workers/sam/restrictions", TestServer.PLATFORM);
    assertThat(shown.json().at("/restrictions/0/rule").asText()).isEqualTo("skips all");
    Reply lifted =
        server.send(
            "DELETE", "/v1/workers/sam/restrictions?pool=" + pool, TestServer.PLATFORM, null);
    assertThat(lifted.json().get("restrictions")).isEmpty();
  }

  @Test
  void answersAreReplacedAndTheTimeLinesOfWorkerAndTaskSayIt() {
    String pool =
        server.openPool(
            "\"name\": \"animals\", \"redundancy\": {\"answers\": 2}, \"rules\": [{\"name\":"
                + " \"same\", \"collect\": \"repeated-answers\", \"last\": 1, \"atLeast\": 1,"
                + " \"then\": [{\"action\": \"replace-answers\"}]}]");
    server.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1},{\"payload\": 1}]");
    String task = tasksOf(pool).get(0);
    for (String each : tasksOf(pool)) {
      answerChoice(each, "tom", "cat");
    }
    JsonNode turn = assignmentOf(task);
    for (long end = System.nanoTime() + 20_000_000_000L;
        turn.get("counted").asBoolean() && System.nanoTime() < end; ) {
      turn = assignmentOf(task);
    }

    assertThat(turn.get("counted").asBoolean()).isFalse();
    assertThat(turn.get("state").asText()).isEqualTo("approved");
    assertThat(events("tom").get(0).get("action").asText()).isEqualTo("replace-answers");
    assertThat(
            server
                .get("/v1/tasks/" + task + "/events", TestServer.PLATFORM)
                .json()
                .findValuesAsText("type"))
        .containsOnlyOnce("answer-discounted");
  }

  private static JsonNode assignmentOf(String task) {
    return server.get("/v1/tasks/" + task, TestServer.PLATFORM).json().at("/assignments/0");
  }

  @Test
  void aRuleThatCannotBeMeantIsRefusedByTheNameOfItsField() {
    Reply refused =
        server.post("/v1/pools", "{" + SKIPS.replace("\"atLeast\": 2", "\"atLeast\": 3") + "}");

    assertThat(refused.code()).isEqualTo("invalid-pool-spec");
    assertThat(refused.body()).contains("rules[].atLeast must be 1 to 2");
    String unknown = SKIPS.replace("\"collect\": \"skips\"", "\"collect\": \"moods\"");
    assertThat(server.post("/v1/pools", "{" + unknown + "}").code()).isEqualTo("invalid-field");
  }

  private static void skip(String worker) {
    String assignment = pull(worker).json().at("/assignments/0/assignment").asText();
    assertThat(server.post("/v1/assignments/" + assignment + "/skip", "{}").status())
        .isEqualTo(200);
  }

  private static Reply pull(String worker) {
    return server.post("/v1/workers/" + worker + "/claims", "{\"max\": 1}");
  }

  private static JsonNode events(String worker) {
    return server
        .get("/v1/workers/" + worker + "/events", TestServer.PLATFORM)
        .json()
        .get("events");
  }
}
