package swarmline.loadtest.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a platform asks of the server over HTTP. Thread-safe. */
public final class PlatformApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(2);
  private static final Pattern VERSION = Pattern.compile("(?m)^  version: \"?([^\"\\s]+)");
  private static final Duration STREAM_TIMEOUT = Duration.ofMinutes(10);
  private static final int CONFLICT = 409;
  private static final int OK_FROM = 200;
  private static final int OK_TO = 300;

  private final Target target;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  public PlatformApi(Target target) {
    this.target = target;
  }

  /** Whether the server says that it is ready; false also where nobody listens. */
  public boolean isReady() throws InterruptedException {
    try {
      return isFine(client.send(get("/ready"), BodyHandlers.discarding()).statusCode());
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The server's metrics as text. */
  public String metrics() throws IOException, InterruptedException {
    HttpRequest request =
        to("/metrics").header("Accept", "text/plain").timeout(METRICS_TIMEOUT).GET().build();
    return text(request);
  }

  /** The version that the server's description of its interface names; empty where none is. */
  public String version() throws InterruptedException {
    try {
      Matcher version = VERSION.matcher(text(get("/openapi.yaml")));
      return version.find() ? version.group(1) : "";
    } catch (IOException notDescribed) {
      return "";
    }
  }

  private String text(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      requireFine(request, response.statusCode(), body);
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Makes sure that the server can be reached and takes the key.
   *
   * @throws Unreachable where nobody listens
   */
  public void check() throws IOException, InterruptedException {
    try {
      json(get("/v1/pools?limit=1"));
    } catch (ConnectException unreachable) {
      throw new Unreachable(target.base(), unreachable);
    }
  }

  /**
   * Creates a pool.
   *
   * @param once makes sending the same request again harmless
   */
  public String createPool(JsonNode spec, String once) throws IOException, InterruptedException {
    HttpRequest request =
        to("/v1/pools")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", once)
            .timeout(REQUEST_TIMEOUT)
            .POST(BodyPublishers.ofString(spec.toString()))
            .build();
    return json(request).path("id").asText();
  }

  /** Moves a pool to a state. */
  public void setState(String pool, String state) throws IOException, InterruptedException {
    json(
        to("/v1/pools/" + pool + "/state")
            .header("Content-Type", "application/json")
            .timeout(REQUEST_TIMEOUT)
            .PUT(BodyPublishers.ofString("{\"state\":\"" + state + "\"}"))
            .build());
  }

  /** Publishes lines of NDJSON. */
  public PublishReply publish(String pool, BodyPublisher lines)
      throws IOException, InterruptedException {
    return PublishReply.of(
        json(
            to("/v1/pools/" + pool + "/tasks")
                .header("Content-Type", "application/x-ndjson")
                .timeout(STREAM_TIMEOUT)
                .POST(lines)
                .build()));
  }

  /**
   * Claims this very task for a worker.
   *
   * @return the assignment; empty where the server has a reason not to give it, such as that no
   *     more answers are wanted
   */
  public Optional<String> claim(String task, String worker)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("worker", worker);
    try {
      return Optional.of(json(post("/v1/tasks/" + task + "/claims", body)).path("assignment"))
          .map(JsonNode::asText);
    } catch (ApiRefusal refusal) {
      if (refusal.status() == CONFLICT) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** What a worker has earned in all its life, over all currencies, in millionths. */
  public long earned(String worker) throws IOException, InterruptedException {
    long sum = 0;
    for (JsonNode amount : json(get("/v1/workers/" + worker)).path("earned")) {
      sum += amount.asLong();
    }
    return sum;
  }

  /** Answers an assignment with a choice. */
  public void answer(String assignment, String choice) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("answer", choice);
    json(post("/v1/assignments/" + assignment + "/answer", body));
  }

  private HttpRequest post(String path, JsonNode body) {
    return to(path)
        .header("Content-Type", "application/json")
        .timeout(REQUEST_TIMEOUT)
        .POST(BodyPublishers.ofString(body.toString()))
        .build();
  }

  /** Who is in the server's cluster, and what lives where. */
  public JsonNode cluster() throws IOException, InterruptedException {
    return json(get("/v1/cluster"));
  }

  /** Hands each line of a stream of NDJSON to the reader. */
  public void eachLine(String path, Consumer<JsonNode> reader)
      throws IOException, InterruptedException {
    HttpRequest request =
        to(path).header("Accept", "application/x-ndjson").timeout(STREAM_TIMEOUT).GET().build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      requireFine(request, response.statusCode(), body);
      try (MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(body)) {
        lines.forEachRemaining(reader);
      }
    }
  }

  /** Hands each item of a list that comes in pages to the reader. */
  public void eachItem(String path, int pageSize, Consumer<JsonNode> reader)
      throws IOException, InterruptedException {
    String page = path + "?limit=" + pageSize;
    String next = "";
    do {
      JsonNode json = json(get(next.isEmpty() ? page : page + "&cursor=" + next));
      json.path("items").forEach(reader);
      next = json.path("next").asText("");
    } while (!next.isEmpty() && !next.equals("null"));
  }

  private JsonNode json(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      requireFine(request, response.statusCode(), body);
      return JSON.readTree(body.readAllBytes());
    }
  }

  private static void requireFine(HttpRequest request, int status, InputStream body)
      throws IOException {
    if (!isFine(status)) {
      throw new ApiRefusal(
          request.method() + " " + request.uri().getPath(),
          status,
          new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static boolean isFine(int status) {
    return status >= OK_FROM && status < OK_TO;
  }

  private HttpRequest get(String path) {
    return to(path).timeout(REQUEST_TIMEOUT).GET().build();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(target.base() + path))
        .header("Authorization", "Bearer " + target.key());
  }
}
