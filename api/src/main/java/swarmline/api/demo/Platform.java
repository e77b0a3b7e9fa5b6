package swarmline.api.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import swarmline.api.demo.Texts.Text;

/** The platform's side of the demonstration: what it asks of the server over HTTP. */
final class Platform {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int OK_FROM = 200;
  private static final int OK_TO = 300;
  private static final String NDJSON = "application/x-ndjson";

  private final HttpClient client;
  private final URI server;
  private final String key;

  Platform(HttpClient client, URI server, String key) {
    this.client = client;
    this.server = server;
    this.key = key;
  }

  /** An open pool of messages, each for three workers, done as soon as two agree. */
  String openPool() throws IOException, InterruptedException {
    var spec = JSON.createObjectNode().put("name", "messages to a shop");
    spec.putObject("redundancy").put("answers", 3).put("max", 3);
    spec.putObject("consensus").put("rule", "agreement").put("matching", 2);
    var answer = spec.putObject("answer").put("type", "choice");
    Label.texts().forEach(answer.putArray("choices")::add);
    String pool = JSON.readTree(send("POST", "/v1/pools", spec.toString())).get("id").asText();
    send("PUT", "/v1/pools/" + pool + "/state", "{\"state\":\"open\"}");
    return pool;
  }

  void publish(String pool, List<Text> texts) throws IOException, InterruptedException {
    var tasks = JSON.createArrayNode();
    for (Text text : texts) {
      tasks.addObject().put("key", text.key()).putObject("payload").put("text", text.text());
    }
    send("POST", "/v1/pools/" + pool + "/tasks", tasks.toString());
  }

  /** Tasks without an outcome. */
  long open(String pool) throws IOException, InterruptedException {
    return JSON.readTree(send("GET", "/v1/pools/" + pool, null)).at("/counts/open").asLong();
  }

  /** Every outcome so far, as the API gives it. */
  List<JsonNode> outcomes(String pool) throws IOException, InterruptedException {
    var outcomes = new ArrayList<JsonNode>();
    for (String line : send("GET", "/v1/pools/" + pool + "/outcomes", null).lines().toList()) {
      if (!line.isBlank()) {
        outcomes.add(JSON.readTree(line));
      }
    }
    return outcomes;
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + key)
            .header("Accept", path.endsWith("/outcomes") ? NDJSON : "application/json");
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body));
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() < OK_FROM || response.statusCode() >= OK_TO) {
      throw new IOException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }
}
