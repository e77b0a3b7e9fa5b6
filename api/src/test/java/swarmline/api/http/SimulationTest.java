package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** What recorded answers would have come to, by HTTP. */
class SimulationTest extends OneServer {
  private static final String MAJORITY_OF_THREE =
      "{\"policies\": [{\"consensus\": {\"rule\": \"agreement\", \"matching\": 2}}]}";

  @Test
  void policiesAreComparedByWhatTheyCostAndHowFarTheyAgree() {
    String pool =
        server.openPool(
            "\"name\": \"all three\", \"answer\": {\"choices\": [\"yes\", \"no\"]},"
                + " \"redundancy\": {\"answers\": 3}, \"reward\": {\"amount\": 20000}");
    List<String> tasks = publish(pool, "[{\"payload\": 1}, {\"payload\": 2}]");
    answerChoice(tasks.get(0), "ann", "yes");
    answerChoice(tasks.get(0), "bob", "yes");
    answerChoice(tasks.get(0), "cid", "no");
    answerChoice(tasks.get(1), "ann", "yes");
    answerChoice(tasks.get(1), "bob", "no");
    answerChoice(tasks.get(1), "cid", "no");

    JsonNode result =
        simulate(
                pool,
                "{\"policies\": [{}, {\"consensus\": {\"rule\": \"agreement\", \"matching\": 2}},"
                    + " {\"redundancy\": {\"answers\": 1}}, {\"redundancy\": {\"answers\": 4}}]}")
            .json();

    assertThat(result.get("tasks").asInt()).isEqualTo(2);
    assertThat(result.get("answers").asInt()).isEqualTo(6);
    assertThat(result.get("policies").findValuesAsText("answers")).contains("6", "5", "2");
    JsonNode early = result.at("/policies/1");
    assertThat(early.at("/cost/amount").asLong()).isEqualTo(5 * 20_000);
    assertThat(early.at("/outcomes/agreement").asDouble()).isEqualTo(1);
    assertThat(early.get("golds").isNull()).isTrue();
    assertThat(result.at("/policies/2/outcomes/agreement").asDouble()).isEqualTo(0.5);
    assertThat(result.at("/policies/3/undecided").asInt()).isEqualTo(2);
    assertThat(result.at("/policies/3/outcomes/agreement").isNull()).isTrue();
  }

  @Test
  void goldsSayHowOftenAPolicyIsRight() {
    String pool =
        server.openPool(
            "\"name\": \"golds\", \"answer\": {\"choices\": [\"yes\", \"no\"]},"
                + " \"redundancy\": {\"answers\": 2}, \"consensus\": {\"aggregator\": \"crowd\"}");
    List<String> tasks =
        publish(
            pool,
            "[{\"payload\": 1, \"gold\": {\"answer\": \"yes\"}},"
                + " {\"payload\": 1, \"gold\": {\"answer\": \"no\"}}]");
    for (String task : tasks) {
      answerChoice(task, "ann", "yes");
      answerChoice(task, "bob", "yes");
    }

    JsonNode golds = simulate(pool, "{\"policies\": [{}]}").json().at("/policies/0/golds");

    assertThat(golds.get("tasks").asInt()).isEqualTo(2);
    assertThat(golds.get("agreement").asDouble()).isEqualTo(0.5);
  }

  @Test
  void whatIsNoPolicyIsRefusedAndSaysWhy() {
    String pool = server.openPool("\"name\": \"none\"");

    assertThat(simulate(pool, "{}").code()).isEqualTo("invalid-field");
    assertThat(simulate(pool, "{\"policies\": []}").code()).isEqualTo("invalid-field");
    assertThat(simulate(pool, "{\"policies\": [" + "{},".repeat(16) + "{}]}").code())
        .isEqualTo("invalid-field");
    assertThat(simulate(pool, "{\"policies\": [null]}").code()).isEqualTo("invalid-field");
    assertThat(simulate(pool, "{\"policies\": [{\"consensus\": 5}]}").code())
        .isEqualTo("invalid-field");
    Reply weighing = simulate(pool, "{\"policies\": [{\"consensus\": {\"rule\": \"lead\"}}]}");
    assertThat(weighing.code()).isEqualTo("invalid-pool-spec");
    assertThat(simulate("p000000000000", MAJORITY_OF_THREE).code()).isEqualTo("unknown-pool");
    assertThat(
            server
                .send(
                    "POST",
                    "/v1/pools/" + pool + "/simulations",
                    TestServer.OTHER,
                    MAJORITY_OF_THREE)
                .code())
        .isEqualTo("unknown-pool");
    assertThat(simulate(pool, "{\"policies\": [{}]}").json().get("tasks").asInt()).isZero();
  }

  @Test
  void moreThanCanBeSimulatedAtOnceIsRefusedAndFewerPoliciesMayDo() {
    String pool = server.openPool("\"name\": \"long texts\", \"redundancy\": {\"answers\": 1}");
    int answers = 21;
    String longText = '"' + "x".repeat(60_000) + '"';
    List<String> tasks =
        publish(pool, "[" + "{\"payload\": 1},".repeat(answers - 1) + "{\"payload\": 1}]");
    tasks.forEach(task -> answerTask(task, "ann", longText));

    Reply refused = simulate(pool, "{\"policies\": [" + "{},".repeat(15) + "{}]}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.code()).isEqualTo("simulation-too-large");
    assertThat(refused.body()).contains("12500 answers", "1250000 characters");
    assertThat(simulate(pool, "{\"policies\": [{}]}").json().get("answers").asInt())
        .isEqualTo(answers);
  }

  private static Reply simulate(String pool, String body) {
    return server.post("/v1/pools/" + pool + "/simulations", body);
  }

  private static List<String> publish(String pool, String tasks) {
    server.post("/v1/pools/" + pool + "/tasks", tasks);
    return tasksOf(pool);
  }
}
