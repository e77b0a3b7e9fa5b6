package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;

/** What a platform sees of workers whose answer alone is enough, and a worker does not. */
class TrustApiTest extends OneServer {
  @Test
  void aStreakIsShownWithTheWorkerAndTheTrustItEarnsInTheTimeLine() {
    String pool =
        server.openPool(
            "\"name\": \"trust\", \"order\": \"fifo\", \"redundancy\": {\"answers\": 2,"
                + " \"trusted\": {\"after\": 2, \"spotChecks\": 1e-12}}");
    assertThat(streak("tess", pool)).isZero();
    for (int turn = 1; turn <= 2; turn++) {
      String task = published(pool);
      answerChoice(task, "tess", "yes");
      answerChoice(task, "theo", "yes");
      int agreed = turn;
      until(() -> streak("tess", pool), seen -> seen == agreed);
      assertThat(trust(task).isNumber()).isFalse();
    }

    String alone = published(pool);
    answerChoice(alone, "tess", "yes");

    assertThat(trust(alone).asDouble()).isBetween(0.5, 1.0);
    assertThat(server.get("/v1/tasks/" + alone, TestServer.PLATFORM).json().get("state").asText())
        .isEqualTo("resolved");
  }

  private static String published(String pool) {
    server.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1}]");
    List<String> tasks = tasksOf(pool);
    return tasks.get(tasks.size() - 1);
  }

  private static int streak(String worker, String pool) {
    return server
        .get("/v1/workers/" + worker + "/quality?pool=" + pool, TestServer.PLATFORM)
        .json()
        .at("/recent/streak")
        .asInt();
  }

  /** Of the task's first lease. */
  private static JsonNode trust(String task) {
    for (JsonNode event :
        server.get("/v1/tasks/" + task + "/events", TestServer.PLATFORM).json().get("events")) {
      if (event.get("type").asText().equals("lease-granted")) {
        return event.path("trust");
      }
    }
    throw new AssertionError("no lease of " + task);
  }
}
