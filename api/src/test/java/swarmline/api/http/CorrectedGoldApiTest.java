package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** Another truth for a gold, over HTTP. */
class CorrectedGoldApiTest extends OneServer {
  private static final String QUIZ =
      "\"name\": \"quiz\", \"gold\": {\"every\": 1, \"answers\": 1},"
          + " \"reward\": {\"amount\": 5, \"wrongGolds\": \"no-pay\"},"
          + " \"answer\": {\"choices\": [\"yes\", \"no\"]}";

  @Test
  void aCorrectedGoldSaysSoAndWhoWasRightAllAlongIsPaid() {
    String task = answered("gina", "no");

    Reply corrected = put(task, "{\"answer\": \"no\"}");

    assertThat(corrected.status()).isEqualTo(200);
    assertThat(corrected.json().at("/gold/answer").asText()).isEqualTo("no");
    assertThat(corrected.json().get("value").asText()).isEqualTo("no");
    JsonNode adjusted = corrected.json().at("/assignments/1");
    assertThat(adjusted.get("state").asText()).isEqualTo("adjusted");
    assertThat(adjusted.get("adjusts").asText()).isEqualTo(task + ".1");
    assertThat(adjusted.at("/settlement/amount").asInt()).isEqualTo(5);
    assertThat(server.get("/v1/tasks/" + task + "/events", TestServer.PLATFORM).body())
        .contains("task-reconsidered", "gold-corrected", "settlement-adjusted");
    assertThat(ledgerOf("gina", adjusted.get("assignment").asText()).toString())
        .contains("\"adjusted\"");
  }

  @Test
  void aTruthThatIsNoAnswerOfThePoolIsRefusedAndNothingChanges() {
    String task = answered("gus", "no");

    Reply wrong = put(task, "{\"answer\": \"perhaps\"}");
    assertThat(wrong.code()).isEqualTo("invalid-answer");
    assertThat(put(task, "{}").code()).isEqualTo("invalid-field");
    assertThat(
            server.get("/v1/tasks/" + task, TestServer.PLATFORM).json().at("/gold/answer").asText())
        .isEqualTo("yes");
  }

  @Test
  void onlyAGoldHasATruthToCorrect() {
    String pool = server.openPool("\"name\": \"plain\"");
    server.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1}]");

    Reply none = put(pool + "-1", "{\"answer\": \"no\"}");

    assertThat(none.status()).isEqualTo(409);
    assertThat(none.code()).isEqualTo("task-no-gold");
  }

  @Test
  void aRuleThatFiredForAWrongTruthIsWithdrawnWithAllThatItDid() {
    String pool =
        server.openPool(
            "\"name\": \"rules\", \"redundancy\": {\"answers\": 2}, \"gold\": {\"every\": 1000,"
                + " \"answers\": 2}, \"answer\": {\"choices\":"
                + " [\"yes\", \"no\"]}, \"rules\": [{\"name\": \"misses golds\", \"collect\":"
                + " \"wrong-golds\", \"last\": 1, \"atLeast\": 1, \"then\": [{\"action\":"
                + " \"replace-answers\"}, {\"action\": \"qualify\", \"qualification\":"
                + " \"careless\", \"value\": \"1\"}, {\"action\": \"notify\"}]}]");
    server.post(
        "/v1/pools/" + pool + "/tasks",
        "[{\"payload\": 1}, {\"payload\": 2, \"gold\": {\"answer\": \"yes\"}}]");
    answerChoice(pool + "-1", "rue", "yes");
    answerChoice(pool + "-2", "rue", "no");

    until(() -> counted(pool + "-1"), counts -> !counts);
    JsonNode fired = until(() -> eventsOf("rue"), seen -> seen.size() == 3);
    assertThat(fired.findValuesAsText("action"))
        .containsExactlyInAnyOrder("replace-answers", "qualify", "notify");
    assertThat(fired.findValuesAsText("rule")).containsOnly("misses golds");
    assertThat(qualificationsOf("rue")).contains("careless");

    put(pool + "-2", "{\"answer\": \"no\"}");

    until(() -> counted(pool + "-1"), counts -> counts);
    assertThat(server.get("/v1/tasks/" + pool + "-1/events", TestServer.PLATFORM).body())
        .contains("answer-discounted", "answer-restored");
    assertThat(eventsOf("rue").findValues("withdrawnAt"))
        .hasSize(3)
        .allSatisfy(at -> assertThat(at.isNull()).isFalse());
    assertThat(qualificationsOf("rue")).doesNotContain("careless");
  }

  private static boolean counted(String task) {
    return server
        .get("/v1/tasks/" + task, TestServer.PLATFORM)
        .json()
        .at("/assignments/0/counted")
        .asBoolean();
  }

  private static JsonNode eventsOf(String worker) {
    return server
        .get("/v1/workers/" + worker + "/events", TestServer.PLATFORM)
        .json()
        .get("events");
  }

  private static String qualificationsOf(String worker) {
    return server.get("/v1/workers/" + worker, TestServer.PLATFORM).body();
  }

  private Reply put(String task, String body) {
    return server.send("PUT", "/v1/tasks/" + task + "/gold", TestServer.PLATFORM, body);
  }

  /** The task of a gold whose truth is yes, ended by this answer to it. */
  private String answered(String worker, String answer) {
    String pool = server.openPool(QUIZ);
    server.post(
        "/v1/pools/" + pool + "/tasks", "[{\"payload\": 1, \"gold\": {\"answer\": \"yes\"}}]");
    Reply claimed =
        server.post("/v1/tasks/" + pool + "-1/claims", "{\"worker\": \"" + worker + "\"}");
    String assignment = claimed.json().get("assignment").asText();
    server.post("/v1/assignments/" + assignment + "/answer", "{\"answer\": \"" + answer + "\"}");
    return pool + "-1";
  }
}
