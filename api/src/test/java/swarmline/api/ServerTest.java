package swarmline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.api.TestServer.Reply;
import swarmline.persistence.embedded.StoreRefused;

class ServerTest {
  @TempDir private Path directory;

  @Test
  void withoutKeysADevelopmentKeyOpensLoopback() {
    try (TestServer server = TestServer.withoutKeys(directory)) {
      String key = server.server().developmentKey().orElseThrow();

      assertThat(key).startsWith("sk_");
      assertThat(server.get("/v1/pools", key).status()).isEqualTo(200);
      assertThat(server.get("/metrics", null).status()).isEqualTo(200);
      assertThat(server.get("/v1/pools", TestServer.PLATFORM).status()).isEqualTo(401);
    }
  }

  @Test
  void withoutKeysTheServerRefusesToListenForOthers() {
    assertThatThrownBy(
            () ->
                start(
                    TestServer.config(
                        directory, "swarmline.api.keys = []", "swarmline.api.host = 0.0.0.0")))
        .rootCause()
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("swarmline.api.keys")
        .hasMessageContaining("SWARMLINE_KEYS");
  }

  @Test
  void everythingAcknowledgedIsThereAfterARestart() {
    String pool;
    String assignment;
    try (TestServer server = TestServer.on(directory)) {
      pool = server.openPool("\"name\": \"lasting\"");
      server.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1}, {\"payload\": 2}]");
      assignment =
          server
              .post("/v1/workers/ann/claims", "{\"waitSeconds\": 10}")
              .json()
              .at("/assignments/0/assignment")
              .asText();
    }
    try (TestServer server = TestServer.on(directory)) {
      assertThat(
              server
                  .get("/v1/pools/" + pool, TestServer.PLATFORM)
                  .json()
                  .at("/counts/open")
                  .asInt())
          .isEqualTo(2);
      Reply answered = server.post("/v1/assignments/" + assignment + "/answer", "{\"answer\": 1}");
      assertThat(answered.status()).as(answered.body()).isEqualTo(200);
    }
  }

  @Test
  void aTicketOutlivesARestartSinceItsSecretIsKept() {
    String ticket;
    try (TestServer server = TestServer.on(directory)) {
      ticket = server.post("/v1/workers/ann/tickets", "{}").json().get("ticket").asText();
    }
    try (TestServer server = TestServer.on(directory)) {
      assertThat(server.get("/v1/workers/ann", ticket).status()).isEqualTo(200);
    }
    assertThat(directory.resolve("ticket-secret")).exists();
  }

  @Test
  void aSecondServerOnTheSameDirectoryIsRefused() {
    try (TestServer server = TestServer.on(directory)) {
      assertThat(server.server().url()).startsWith("http://127.0.0.1:");
      assertThatThrownBy(() -> start(TestServer.config(directory)))
          .rootCause()
          .isInstanceOf(java.nio.channels.OverlappingFileLockException.class);
      assertThatThrownBy(() -> start(TestServer.config(directory)))
          .hasCauseInstanceOf(StoreRefused.class);
    }
  }

  @Test
  void aPortThatIsTakenIsToldAndTheDirectoryIsFreeAgain(@TempDir Path other) throws Exception {
    try (TestServer server = TestServer.on(directory)) {
      int taken = server.server().localAddress().getPort();
      assertThatThrownBy(() -> start(TestServer.config(other, "swarmline.api.port = " + taken)))
          .rootCause()
          .isInstanceOf(InvalidSettings.class)
          .hasMessageContaining(":" + taken);
    }
    try (TestServer server = TestServer.on(other)) {
      assertThat(server.get("/alive", null).status()).isEqualTo(200);
    }
    assertThat(Files.exists(other)).isTrue();
  }

  @Test
  void metricsSayHowMuchThereIsInTheEngine() {
    try (TestServer server = TestServer.on(directory)) {
      String pool = server.openPool("\"name\": \"counted\"");
      server.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1}, {\"payload\": 2}]");
      server.post("/v1/workers/ann/claims", "{\"waitSeconds\": 10}");

      List<String> figures =
          List.of(
              "swarmline_engine_pools 1.0",
              "swarmline_engine_partitions 1.0",
              "swarmline_engine_tasks_open 2.0",
              "swarmline_engine_tasks_offerable 1.0",
              "swarmline_engine_tasks_in_memory 1.0",
              "swarmline_engine_leases 1.0",
              "swarmline_engine_workers_waiting 0.0",
              "swarmline_work_sockets 0.0");
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      List<String> metrics;
      do {
        metrics =
            server
                .get("/metrics", TestServer.OPERATOR, "Accept", "application/openmetrics-text")
                .body()
                .lines()
                .toList();
      } while (!metrics.containsAll(figures) && System.nanoTime() < until);
      assertThat(metrics).containsAll(figures);
    }
  }

  @Test
  void metricsAreInBaseUnitsAndNameNoIds() {
    try (TestServer server = TestServer.on(directory)) {
      String pool = server.openPool("\"name\": \"measured\"");
      server.get("/v1/pools/" + pool, TestServer.PLATFORM);

      String metrics =
          server
              .get("/metrics", TestServer.OPERATOR, "Accept", "application/openmetrics-text")
              .body();

      assertThat(metrics)
          .contains("swarmline_http_requests_seconds_count")
          .contains("route=\"/v1/pools/{pool}\"")
          .contains("swarmline_store_commits_seconds_count")
          .contains("jvm_memory_used_bytes")
          .doesNotContain(pool)
          .endsWith("# EOF\n");
    }
  }

  private static Server start(Config config) {
    return Server.start(ServerSettings.of(config))
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
