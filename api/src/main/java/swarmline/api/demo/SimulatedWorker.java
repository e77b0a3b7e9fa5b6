package swarmline.api.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import swarmline.api.demo.Texts.Text;

/**
 * A worker over a real WebSocket: takes a task, thinks, answers. Its state is guarded by itself, as
 * texts come and thoughts end on different threads.
 */
final class SimulatedWorker implements WebSocket.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedWorker.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Where workers work.
   *
   * @param texts by their text, for what a worker would see in it
   */
  record Workplace(
      URI socket,
      String key,
      Map<String, Text> texts,
      ScheduledExecutorService time,
      Tally tally) {}

  private final Workplace place;
  private final Care care;
  private final RandomGenerator random;
  private final StringBuilder partial = new StringBuilder();
  private final Map<String, Future<?>> thoughts = new HashMap<>();
  private CompletableFuture<WebSocket> sending = new CompletableFuture<>();
  private long requests;
  private long freedAt;

  SimulatedWorker(Workplace place, Care care, RandomGenerator random) {
    this.place = place;
    this.care = care;
    this.random = random;
  }

  /** Completes when the socket is open. */
  CompletionStage<WebSocket> connect(HttpClient client, String name) {
    return client
        .newWebSocketBuilder()
        .subprotocols("swarmline.v1.json")
        .header("Authorization", "Bearer " + place.key())
        .buildAsync(place.socket().resolve("/v1/work?worker=" + name), this);
  }

  @Override
  public synchronized void onOpen(WebSocket socket) {
    sending.complete(socket);
    say("{\"type\":\"hello\",\"id\":\"" + ++requests + "\",\"capacity\":1}");
    socket.request(1);
  }

  @Override
  public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      try {
        hear(JSON.readTree(partial.toString()));
      } catch (IOException e) {
        LOG.error("The server sent what is no JSON: {}", partial, e);
      }
      partial.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    LOG.debug("A simulated worker lost its connection", failure);
  }

  private void hear(JsonNode message) {
    switch (message.path("type").asText()) {
      case "welcome" -> message.path("assignments").forEach(this::take);
      case "assigned" -> take(message);
      case "accepted" -> place.tally().accepted();
      case "revoked", "expired" -> drop(message.path("assignment").asText());
      case "refused" -> LOG.debug("A simulated worker was refused: {}", message);
      default -> LOG.trace("A simulated worker heard {}", message);
    }
  }

  private void take(JsonNode task) {
    if (freedAt != 0) {
      place.tally().claimed(System.nanoTime() - freedAt);
      freedAt = 0;
    }
    String assignment = task.path("assignment").asText();
    Text text = place.texts().get(task.path("payload").path("text").asText());
    thoughts.put(
        assignment,
        place
            .time()
            .schedule(
                () -> answer(assignment, text),
                care.think(random).toMillis(),
                TimeUnit.MILLISECONDS));
  }

  private synchronized void answer(String assignment, Text text) {
    if (thoughts.remove(assignment) != null) {
      say(
          "{\"type\":\"answer\",\"id\":\""
              + ++requests
              + "\",\"assignment\":\""
              + assignment
              + "\",\"answer\":\""
              + care.label(text, random).text()
              + "\"}");
      freedAt = System.nanoTime();
    }
  }

  /** The task is settled without this worker, or its time is over. */
  private void drop(String assignment) {
    Future<?> thought = thoughts.remove(assignment);
    if (thought != null) {
      thought.cancel(false);
      place.tally().revoked();
    }
  }

  /** One text after the other, as the socket asks for. */
  private void say(String text) {
    sending = sending.thenCompose(socket -> socket.sendText(text, true));
  }
}
