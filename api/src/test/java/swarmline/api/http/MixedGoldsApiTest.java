package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** Golds mixed in among a worker's tasks: what the worker receives of them. */
class MixedGoldsApiTest extends OneServer {
  private static final int TASKS = 12;

  @Test
  void allThatAWorkerReceivesOfAGoldIsOfTheShapeOfAnyOtherTasks() {
    String pool =
        server.openPool(
            "\"name\": \"signs\", \"redundancy\": {\"answers\": 2}, \"gold\": {\"every\": 3},"
                + " \"reward\": {\"amount\": 5}, \"answer\": {\"choices\": [\"yes\", \"no\"]}");
    String some = ",{\"payload\": {\"image\": 1}}".repeat(TASKS);
    String golds = ",{\"payload\": {\"image\": 1}, \"gold\": {\"answer\": \"yes\"}}".repeat(5);
    Reply published =
        server.post("/v1/pools/" + pool + "/tasks", "[" + (some + golds).substring(1) + "]");
    assertThat(published.json().get("added").asInt()).isEqualTo(TASKS + 5);

    Set<String> ofGolds = new HashSet<>();
    Set<String> ofOthers = new HashSet<>();
    Set<Integer> turns = new HashSet<>();
    for (int turn = 0; turn < TASKS; turn++) {
      Reply claimed = server.post("/v1/workers/gina/claims", "{\"max\": 1}");
      JsonNode held = claimed.json().at("/assignments/0");
      String assignment = held.get("assignment").asText();
      String task = held.get("task").asText();
      turns.add(Integer.parseInt(assignment.substring(assignment.lastIndexOf('.') + 1)));
      Reply live = server.get("/v1/workers/gina/assignments", TestServer.WORKER);
      Reply answered =
          server.post("/v1/assignments/" + assignment + "/answer", "{\"answer\": \"no\"}");
      String shape =
          shape(
              claimed.body() + live.body() + answered.body() + ledgerOf("gina", assignment), task);
      boolean gold = number(task) > TASKS;
      (gold ? ofGolds : ofOthers).add(shape);
    }

    assertThat(ofGolds).hasSize(1).isEqualTo(ofOthers);
    assertThat(turns).as("counted from drawn numbers, not from 1").anyMatch(turn -> turn > 1_000);
  }

  @Test
  void nobodyIsToldByWhichSecretTheirPlacesAreDrawn() {
    String pool = server.openPool("\"name\": \"drawn\", \"gold\": {\"every\": 3}");

    for (String place : new String[] {"/v1/pools", "/v1/pools/" + pool}) {
      assertThat(server.get(place, TestServer.PLATFORM).body())
          .contains("drawn")
          .doesNotContainIgnoringCase("secret");
    }
  }

  private static long number(String task) {
    return Long.parseLong(task.substring(task.indexOf('-') + 1));
  }

  /** With the task, its turn, times and places in the ledger taken out. */
  private static String shape(String text, String task) {
    return text.replace(task, "TASK")
        .replaceAll("TASK\\.\\d+", "TASK.TURN")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[^\"]*Z", "TIME")
        .replaceAll("\"sequence\":\\d+", "SEQUENCE");
  }
}
