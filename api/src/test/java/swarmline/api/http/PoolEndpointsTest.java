package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import swarmline.api.OneServer;
import swarmline.api.TestServer;
import swarmline.api.TestServer.Reply;

class PoolEndpointsTest extends OneServer {
  @Test
  void aPoolIsCreatedInDraftWithEveryDefaultAndFoundAgain() {
    Reply created = server.post("/v1/pools", "{\"name\": \"signs\"}");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    JsonNode pool = created.json();
    assertThat(pool.get("state").asText()).isEqualTo("draft");
    assertThat(pool.get("order").asText()).isEqualTo("priority");
    assertThat(pool.get("lease").get("seconds").asInt()).isEqualTo(600);
    assertThat(pool.get("counts").get("open").asInt()).isZero();
    assertThat(created.header("Location")).isEqualTo("/v1/pools/" + pool.get("id").asText());
    assertThat(server.get(created.header("Location"), TestServer.PLATFORM).json()).isEqualTo(pool);
  }

  @Test
  void poolsAreListedOldestFirstAndPaged() {
    for (int i = 0; i < 3; i++) {
      server.post("/v1/pools", "{\"name\": \"page " + i + "\"}");
    }

    JsonNode all = server.get("/v1/pools", TestServer.PLATFORM).json();
    JsonNode first = server.get("/v1/pools?limit=2", TestServer.PLATFORM).json();
    JsonNode rest =
        server.get("/v1/pools?cursor=" + first.get("next").asText(), TestServer.PLATFORM).json();

    assertThat(first.get("items")).hasSize(2);
    assertThat(first.get("items").get(0).get("id")).isEqualTo(all.get("items").get(0).get("id"));
    assertThat(rest.get("items").size() + 2).isEqualTo(all.get("items").size());
    assertThat(rest.get("next").isNull()).isTrue();
  }

  @Test
  void aMergePatchChangesWhatItNamesAndNullMeansTheDefault() {
    String path =
        server
            .post(
                "/v1/pools",
                "{\"name\": \"a\", \"priority\": 7, \"lease\": {\"seconds\": 60,"
                    + " \"graceSeconds\": 5}}")
            .header("Location");

    Reply changed =
        server.send(
            "PATCH",
            path,
            TestServer.PLATFORM,
            "{\"priority\": null, \"lease\": {\"seconds\": 90}}",
            "Content-Type",
            "application/merge-patch+json");

    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.json().get("priority").asInt()).isZero();
    assertThat(changed.json().get("lease").get("seconds").asInt()).isEqualTo(90);
    assertThat(changed.json().get("lease").get("graceSeconds").asInt()).isEqualTo(5);
    assertThat(changed.json().get("name").asText()).isEqualTo("a");
  }

  @Test
  void aPatchThatBreaksARuleOfTheWholeSpecChangesNothing() {
    String path = server.post("/v1/pools", "{\"name\": \"a\"}").header("Location");

    Reply refused =
        server.send("PATCH", path, TestServer.PLATFORM, "{\"redundancy\": {\"answers\": 0}}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.code()).isEqualTo("invalid-pool-spec");
    assertThat(refused.json().get("detail").asText()).contains("redundancy.answers");
    assertThat(
            server.get(path, TestServer.PLATFORM).json().get("redundancy").get("answers").asInt())
        .isEqualTo(1);
  }

  @Test
  void aPoolOpensPausesAndCloses() {
    String path = server.post("/v1/pools", "{\"name\": \"a\"}").header("Location");

    for (String state : new String[] {"open", "paused", "open", "closed", "archived"}) {
      Reply changed =
          server.send(
              "PUT", path + "/state", TestServer.PLATFORM, "{\"state\": \"" + state + "\"}");
      assertThat(changed.status()).as(changed.body()).isEqualTo(200);
      assertThat(changed.json().get("state").asText()).isEqualTo(state);
    }
    Reply refused =
        server.send("PUT", path + "/state", TestServer.PLATFORM, "{\"state\": \"open\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("pool-archived");
  }
}
