package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** Pools that require something of a worker's latest work, there or in another pool. */
class RequiredWorkTest extends OneServer {
  private static final String CHOICES = ", \"answer\": {\"choices\": [\"yes\", \"no\"]}";
  private static final int GOLDS = 6;

  @Test
  void whoFailedInTrainingIsKeptFromWorkAndToldWhy() {
    String training =
        server.openPool(
            "\"name\": \"training\", \"gold\": {\"every\": 1}, \"requires\": [{\"measure\":"
                + " \"gold-accuracy\", \"op\": \"ge\", \"values\": [\"0\"]}]"
                + CHOICES);
    String gold = ",{\"payload\": 1, \"gold\": {\"answer\": \"yes\"}}";
    server.post("/v1/pools/" + training + "/tasks", "[" + gold.repeat(GOLDS).substring(1) + "]");
    String work = server.openPool(requiring(training));
    server.post("/v1/pools/" + work + "/tasks", "[{\"payload\": 1}]");
    for (String task : tasksOf(training)) {
      answerChoice(task, "sam", "no");
      answerChoice(task, "vera", "yes");
    }

    JsonNode sam = until(() -> eligibility("sam", work), seen -> !seen.get("offered").asBoolean());

    assertThat(sam.findValuesAsText("detail").toString())
        .contains("gold-accuracy is 0.000 to ", " answers in " + training);
    assertThat(eligibility("sam", work, TestServer.WORKER).toString())
        .as("a count that grows with golds only would give them away")
        .contains("the pool requires: gold-accuracy ge [0.8]")
        .doesNotContain(" answers in ")
        .doesNotContain("0.000 to");
    assertThat(eligibility("vera", work).get("offered").asBoolean()).isTrue();
    assertThat(eligibility("new", work).get("offered").asBoolean()).isTrue();
    assertThat(claimTask(tasksOf(work).get(0), "sam").code()).isEqualTo("not-qualified");
    assertThat(claimTask(tasksOf(work).get(0), "vera").status()).isEqualTo(200);
  }

  @Test
  void aPoolThatKeepsNothingOfItsWorkersWorkCannotBeMeantNorOneThatIsNotThere() {
    String plain = server.openPool("\"name\": \"plain\"" + CHOICES);

    Reply keepsNothing = server.post("/v1/pools", "{" + requiring(plain) + "}");
    Reply unknown = server.post("/v1/pools", "{" + requiring("p0000000000zz") + "}");

    assertThat(keepsNothing.code()).isEqualTo("invalid-pool-spec");
    assertThat(keepsNothing.body()).contains("keeps nothing of its workers' work");
    assertThat(unknown.code()).isEqualTo("invalid-pool-spec");
    assertThat(
            server
                .send(
                    "PATCH",
                    "/v1/pools/" + plain,
                    TestServer.PLATFORM,
                    "{" + requiring(plain) + "}")
                .code())
        .isEqualTo("invalid-pool-spec");
  }

  private static String requiring(String pool) {
    return "\"name\": \"work\", \"requires\": [{\"measure\": \"gold-accuracy\", \"pool\": \""
        + pool
        + "\", \"op\": \"ge\", \"values\": [\"0.8\"]}]"
        + CHOICES;
  }

  private static JsonNode eligibility(String worker, String pool) {
    return eligibility(worker, pool, TestServer.PLATFORM);
  }

  private static JsonNode eligibility(String worker, String pool, String key) {
    return server.get("/v1/workers/" + worker + "/eligibility?pool=" + pool, key).json();
  }
}
