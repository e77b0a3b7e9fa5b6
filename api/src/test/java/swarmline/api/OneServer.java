package swarmline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import swarmline.api.TestServer.Reply;

/** Tests of a class that share one server. */
public abstract class OneServer {
  @TempDir protected static Path directory;
  protected static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.on(directory);
  }

  /** Ids of a pool's tasks, a page of them. */
  protected static List<String> tasksOf(String pool) {
    List<String> ids = new ArrayList<>();
    server
        .get("/v1/pools/" + pool + "/tasks", TestServer.PLATFORM)
        .json()
        .get("items")
        .forEach(task -> ids.add(task.get("id").asText()));
    return ids;
  }

  protected static Reply claimTask(String task, String worker) {
    return server.post("/v1/tasks/" + task + "/claims", "{\"worker\": \"" + worker + "\"}");
  }

  /** Claims a task and answers it, which must both succeed. */
  protected static void answerTask(String task, String worker, String json) {
    Reply claimed = claimTask(task, worker);
    assertThat(claimed.status()).as(claimed.body()).isEqualTo(200);
    String assignment = claimed.json().get("assignment").asText();
    Reply answered =
        server.post("/v1/assignments/" + assignment + "/answer", "{\"answer\": " + json + "}");
    assertThat(answered.status()).as(answered.body()).isEqualTo(200);
  }

  /** The same with a choice. */
  protected static void answerChoice(String task, String worker, String choice) {
    answerTask(task, worker, '"' + choice + '"');
  }

  @AfterAll
  static void stop() {
    server.close();
  }
}
