package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** From training, where workers are told what is right, through a quiz to work. */
class TrainingTest extends OneServer {
  private static final String CHOICES = ", \"answer\": {\"choices\": [\"stop\", \"yield\"]}";
  private static final String FEEDBACK = ", \"gold\": {\"every\": 1, \"feedback\": true}";
  private static final String GOLD =
      "{\"payload\": 1, \"gold\": {\"answer\": \"stop\", \"explanation\": \"Eight sides.\"}}";

  @Test
  void eachAnswerIsToldWhetherItWasRightAndWhyAlsoWhenItIsSentAgain() {
    String pool = published(server.openPool("\"name\": \"training\"" + FEEDBACK + CHOICES), 1);
    String task = tasksOf(pool).get(0);
    String sams = claimTask(task, "sam").json().get("assignment").asText();
    String veras = claimTask(task, "vera").json().get("assignment").asText();

    JsonNode wrong = answered(sams, "yield").json().get("feedback");
    assertThat(wrong.get("right").asBoolean()).isFalse();
    assertThat(wrong.get("answer").asText()).isEqualTo("stop");
    assertThat(wrong.get("explanation").asText()).isEqualTo("Eight sides.");
    assertThat(answered(sams, "yield").json().get("feedback")).isEqualTo(wrong);
    assertThat(answered(sams, "stop").code()).isEqualTo("answer-differs");
    assertThat(answered(veras, "stop").json().at("/feedback/right").asBoolean()).isTrue();
  }

  @Test
  void onceTheTruthIsCorrectedItIsThatWhichIsTold() {
    String pool = published(server.openPool("\"name\": \"training\"" + FEEDBACK + CHOICES), 1);
    String task = tasksOf(pool).get(0);
    String assignment = claimTask(task, "sam").json().get("assignment").asText();
    Reply corrected =
        server.send(
            "PUT", "/v1/tasks/" + task + "/gold", TestServer.PLATFORM, "{\"answer\": \"yield\"}");
    assertThat(corrected.status()).as(corrected.body()).isEqualTo(200);

    JsonNode feedback = answered(assignment, "yield").json().get("feedback");

    assertThat(feedback.get("right").asBoolean()).isTrue();
    assertThat(feedback.get("answer").asText()).isEqualTo("yield");
    assertThat(feedback.get("explanation").isNull()).as("that was of the other truth").isTrue();
  }

  @Test
  void withoutFeedbackNothingIsTold() {
    String pool =
        published(server.openPool("\"name\": \"quiz\", \"gold\": {\"every\": 1}" + CHOICES), 1);
    String assignment = claimTask(tasksOf(pool).get(0), "sam").json().get("assignment").asText();

    assertThat(answered(assignment, "yield").json().has("feedback")).isFalse();
  }

  @Test
  void whoIsTrainedMayTakeTheQuizAndWhoPassesItMayWork() {
    String training =
        published(
            server.openPool("\"name\": \"training\"" + FEEDBACK + CHOICES + qualifying("trained")),
            2);
    String quiz =
        published(
            server.openPool(
                "\"name\": \"quiz\", \"gold\": {\"every\": 1}"
                    + CHOICES
                    + requiring("trained")
                    + qualifying("passed")),
            2);
    String work = server.openPool("\"name\": \"work\"" + CHOICES + requiring("passed"));
    server.post("/v1/pools/" + work + "/tasks", "[{\"payload\": 1}]");

    for (String pool : new String[] {training, quiz}) {
      until(() -> eligible("ann", pool), offered -> offered);
      assertThat(eligible("ann", work)).isFalse();
      tasksOf(pool).forEach(task -> answerChoice(task, "ann", "stop"));
    }

    until(() -> eligible("ann", work), offered -> offered);
    assertThat(eligible("bob", quiz)).isFalse();
  }

  private static String published(String pool, int golds) {
    server.post("/v1/pools/" + pool + "/tasks", "[" + GOLD + ("," + GOLD).repeat(golds - 1) + "]");
    return pool;
  }

  private static Reply answered(String assignment, String choice) {
    return server.post(
        "/v1/assignments/" + assignment + "/answer", "{\"answer\": \"" + choice + "\"}");
  }

  private static String qualifying(String qualification) {
    return ", \"rules\": [{\"name\": \"good\", \"collect\": \"right-golds\", \"last\": 2,"
        + " \"atLeast\": 2, \"then\": [{\"action\": \"qualify\", \"qualification\": \""
        + qualification
        + "\"}]}]";
  }

  private static String requiring(String qualification) {
    return ", \"requires\": [{\"qualification\": \"" + qualification + "\", \"op\": \"exists\"}]";
  }

  private static boolean eligible(String worker, String pool) {
    return server
        .get("/v1/workers/" + worker + "/eligibility?pool=" + pool, TestServer.PLATFORM)
        .json()
        .get("offered")
        .asBoolean();
  }
}
