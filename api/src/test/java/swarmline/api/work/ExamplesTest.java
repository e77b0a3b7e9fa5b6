package swarmline.api.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import swarmline.api.TestServer;

/** The examples of the documents do work when they are run as they say. */
@Timeout(120)
final class ExamplesTest {
  private static final long LOOK_EVERY_MILLIS = 100;

  @TempDir Path directory;

  @Test
  void theWorkerInJavaWorks() throws Exception {
    try (var server = TestServer.on(directory)) {
      assertWorks(
          server,
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          System.getProperty("java.class.path"),
          "../docs/examples/Worker.java",
          server.server().url(),
          "ann",
          TestServer.WORKER);
    }
  }

  @Test
  void theWorkerInJavaScriptWorks() throws Exception {
    assumeTrue(knowsWebSocket(), "needs a Node that has WebSocket");
    try (var server = TestServer.on(directory)) {
      String ticket = server.post("/v1/workers/ann/tickets", "{}").json().get("ticket").textValue();
      assertWorks(
          server,
          "node",
          "--experimental-websocket",
          "../docs/examples/worker.mjs",
          server.server().url(),
          "ann",
          ticket);
    }
  }

  private static boolean knowsWebSocket() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--experimental-websocket", "-e", "WebSocket")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noNode) {
      return false;
    }
  }

  private void assertWorks(TestServer server, String... command) throws Exception {
    String pool =
        server.openPool(
            "\"name\": \"p\","
                + " \"answer\": {\"type\": \"choice\", \"choices\": [\"question\", \"praise\"]}");
    Path said = directory.resolveSibling(directory.getFileName() + "-worker.log");
    Process worker =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      server.post(
          "/v1/pools/" + pool + "/tasks",
          "[{\"payload\": {\"text\": \"Is it?\"}}, {\"payload\": {\"text\": \"It is.\"}}]");
      String outcomes = "";
      while (outcomes.lines().count() < 2) {
        boolean ended = worker.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(ended).as("see %s", said).isFalse();
        outcomes =
            server
                .get(
                    "/v1/pools/" + pool + "/outcomes",
                    TestServer.PLATFORM,
                    "Accept",
                    "application/x-ndjson")
                .body();
      }
      assertThat(outcomes).contains("\"question\"").contains("\"praise\"");
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }
}
