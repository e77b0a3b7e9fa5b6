package swarmline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real server on a free port of loopback, and a client to it. */
public final class TestServer implements AutoCloseable {
  public static final String PLATFORM = "sk_platform_of_acme";
  public static final String WORKER = "sk_worker_of_acme";
  public static final String OPERATOR = "sk_operator_of_acme";
  public static final String OTHER = "sk_platform_of_other";

  static final long SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server;

  private TestServer(Server server) {
    this.server = server;
  }

  /** Started on this directory with keys of every role for tenant acme, and one of other. */
  public static TestServer on(Path directory, String... overrides) {
    return started(config(directory, overrides));
  }

  /** As {@link #on}, without any key. */
  public static TestServer withoutKeys(Path directory) {
    return started(
        ConfigFactory.parseString("swarmline.api.keys = []").withFallback(config(directory)));
  }

  /** The configuration of {@link #on}. */
  public static Config config(Path directory, String... overrides) {
    String keys =
        String.join(
            ",",
            key("acme", "platform", PLATFORM),
            key("acme", "worker", WORKER),
            key("acme", "operator", OPERATOR),
            key("other", "platform", OTHER));
    return ConfigFactory.parseString(String.join("\n", overrides))
        .withFallback(
            ConfigFactory.parseMap(
                Map.of(
                    "swarmline.api.port",
                    0,
                    "swarmline.api.data-directory",
                    directory.toString(),
                    "swarmline.api.keys",
                    keys,
                    "swarmline.api.shutdown.drain",
                    "1 second")))
        .withFallback(ConfigFactory.load())
        .resolve();
  }

  private static String key(String tenant, String role, String key) {
    return tenant + ":" + role + ":" + swarmline.api.auth.ApiKey.hashOf(key);
  }

  private static TestServer started(Config config) {
    Server server =
        Server.start(ServerSettings.of(config))
            .toCompletableFuture()
            .orTimeout(SECONDS, TimeUnit.SECONDS)
            .join();
    server.started().toCompletableFuture().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    var started = new TestServer(server);
    started.untilReady();
    return started;
  }

  private void untilReady() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (get("/ready", null).status() != 200) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("not ready within " + SECONDS + " s");
      }
      Thread.onSpinWait();
    }
  }

  public Server server() {
    return server;
  }

  public swarmline.api.http.HttpApi api() {
    return server.api();
  }

  /** What a client sees. */
  public record Reply(int status, Map<String, java.util.List<String>> headers, String body) {
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    public String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> entry.getValue().get(0))
          .findFirst()
          .orElse(null);
    }

    public String code() {
      return json().path("code").asText();
    }
  }

  public Reply get(String path, String key, String... headers) {
    return send("GET", path, key, null, headers);
  }

  public Reply post(String path, String body, String... headers) {
    return send("POST", path, PLATFORM, body, headers);
  }

  /** Sends a request; a body is JSON unless a header says otherwise. */
  public Reply send(String method, String path, String key, String body, String... headers) {
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return send(method, path, key, publisher, body != null, headers);
  }

  public Reply send(
      String method,
      String path,
      String key,
      BodyPublisher body,
      boolean hasBody,
      String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .timeout(Duration.ofSeconds(SECONDS))
            .method(method, body);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    boolean typed = false;
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
      typed |= headers[i].equalsIgnoreCase("Content-Type");
    }
    if (hasBody && !typed) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      var reply = new Reply(response.statusCode(), response.headers().map(), response.body());
      requireDocumented(method, path, reply);
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Every answer that a test sees is as the documents say. */
  private static void requireDocumented(String method, String path, Reply reply) {
    List<String> wrong =
        OpenApi.document()
            .wrong(method, path, reply.status(), reply.header("Content-Type"), reply.body());
    if (!wrong.isEmpty()) {
      throw new AssertionError(method + " " + path + " is not as documented: " + wrong);
    }
  }

  /** A new open pool with this spec, without its braces; its id. */
  public String openPool(String spec) {
    String pool = post("/v1/pools", "{" + spec + "}").json().get("id").asText();
    send("PUT", "/v1/pools/" + pool + "/state", PLATFORM, "{\"state\": \"open\"}");
    return pool;
  }

  @Override
  public void close() {
    server.stop().toCompletableFuture().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }
}
