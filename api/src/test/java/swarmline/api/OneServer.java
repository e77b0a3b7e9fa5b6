package swarmline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
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

  /** What a look comes to once it meets the condition, which it must soon. */
  protected static <T> T until(Supplier<T> look, Predicate<T> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestServer.SECONDS);
    T seen = look.get();
    while (!condition.test(seen)) {
      assertThat(System.nanoTime()).as("last seen: %s", seen).isLessThan(end);
      seen = look.get();
    }
    return seen;
  }

  /** The line of an assignment in its worker's ledger, once it is there. */
  protected static JsonNode ledgerOf(String worker, String assignment) {
    JsonNode ledger =
        until(
            () -> server.get("/v1/workers/" + worker + "/ledger", TestServer.WORKER).json(),
            seen -> seen.findValuesAsText("assignment").contains(assignment));
    return StreamSupport.stream(ledger.get("items").spliterator(), false)
        .filter(line -> line.get("assignment").asText().equals(assignment))
        .findFirst()
        .orElseThrow();
  }

  @AfterAll
  static void stop() {
    server.close();
  }
}
