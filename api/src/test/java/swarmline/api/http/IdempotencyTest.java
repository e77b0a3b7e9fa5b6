package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

/** Sending any request again under its key gives the same answer and no second effect (I9). */
class IdempotencyTest extends OneServer {
  private static final String KEY = "Idempotency-Key";

  @Test
  void theSameRequestGetsTheSameAnswerAndOnePoolOnly() {
    Reply first = server.post("/v1/pools", "{\"name\": \"once\"}", KEY, "pool-1");
    Reply second = server.post("/v1/pools", "{\"name\": \"once\"}", KEY, "pool-1");

    assertThat(second.status()).isEqualTo(first.status()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Location")).isNotNull().isEqualTo(first.header("Location"));
    assertThat(first.header("Idempotency-Replayed")).isNull();
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(pools("once")).isEqualTo(1);
  }

  @Test
  void theSameKeyWithAnotherRequestIsRefused() {
    String pool = server.openPool("\"name\": \"reuse\"");
    server.post("/v1/pools", "{\"name\": \"a\"}", KEY, "reused");

    for (Reply reply :
        List.of(
            server.post("/v1/pools", "{\"name\": \"b\"}", KEY, "reused"),
            server.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1}]", KEY, "reused"))) {
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.code()).isEqualTo("idempotency-key-reused");
    }
    assertThat(
            server
                .send("POST", "/v1/pools", TestServer.OTHER, "{\"name\": \"b\"}", KEY, "reused")
                .status())
        .as("another tenant's keys are its own")
        .isEqualTo(201);
  }

  @Test
  void aStreamIsNotPublishedTwice() {
    String pool = server.openPool("\"name\": \"stream\"");
    String path = "/v1/pools/" + pool + "/tasks";
    String body = "{\"payload\": 1}\n{\"payload\": 2}\noops\n";
    String[] headers = {KEY, "stream-1", "Content-Type", "application/x-ndjson"};

    Reply first = server.post(path, body, headers);
    Reply second = server.post(path, body, headers);
    Reply other = server.post(path, body + "{\"payload\": 3}\n", headers);

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(other.code()).isEqualTo("idempotency-key-reused");
    assertThat(
            server.get("/v1/pools/" + pool, TestServer.PLATFORM).json().at("/counts/open").asInt())
        .isEqualTo(2);
  }

  @Test
  void aRefusalIsRepeatedTooAndAClaimKeepsItsLease() {
    String pool = server.openPool("\"name\": \"claim\"");
    String path = "/v1/workers/ida/claims";
    String body = "{\"pools\": [\"" + pool + "\"]}";
    server.post("/v1/pools/" + pool + "/tasks", "[{\"payload\": 1}, {\"payload\": 2}]");

    Reply first = server.post(path, body, KEY, "claim-1");
    Reply second = server.post(path, body, KEY, "claim-1");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(
            server
                .get("/v1/workers/ida/assignments", TestServer.PLATFORM)
                .json()
                .get("assignments"))
        .hasSize(1);

    Reply refused = server.post("/v1/tasks/p000000000000-1/cancel", "{}", KEY, "cancel-1");
    assertThat(server.post("/v1/tasks/p000000000000-1/cancel", "{}", KEY, "cancel-1").body())
        .isEqualTo(refused.body());
  }

  @Test
  void ofManyAtOnceOneIsCarriedOutAndTheOthersAreToldToComeBackOrGetItsAnswer() {
    List<CompletableFuture<Reply>> sent =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> server.post("/v1/pools", "{\"name\": \"crowd\"}", KEY, "crowd-1")))
            .toList();

    for (CompletableFuture<Reply> one : sent) {
      Reply reply = one.join();
      if (reply.status() != 201) {
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("request-in-progress");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
      }
    }
    assertThat(pools("crowd")).isEqualTo(1);
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    for (String key : List.of("k".repeat(129), "with blank", "")) {
      Reply reply = server.post("/v1/pools", "{\"name\": \"a\"}", KEY, key);
      assertThat(reply.code()).as(key).isEqualTo("invalid-parameter");
    }
  }

  private static int pools(String name) {
    int count = 0;
    for (var pool : server.get("/v1/pools?limit=1000", TestServer.PLATFORM).json().get("items")) {
      if (pool.get("name").asText().equals(name)) {
        count++;
      }
    }
    return count;
  }
}
