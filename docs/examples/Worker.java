import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.*;
import java.net.URI;
import java.net.http.*;
import java.util.concurrent.*;

/** java -cp api/target/swarmline.jar docs/examples/Worker.java http://127.0.0.1:8080 ann KEY */
public class Worker implements WebSocket.Listener {
  static final ObjectMapper JSON = new ObjectMapper();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  String text = "";
  int requests;

  public static void main(String[] args) throws Exception {
    var url = URI.create(args[0].replace("http", "ws") + "/v1/work?worker=" + args[1]);
    for (int code = 0; code != 4002; Thread.sleep(1000)) { // 4002: a newer session took over
      var worker = new Worker(); // what is held when a connection breaks is in the next welcome
      HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("swarmline.v1.json")
          .header("Authorization", "Bearer " + args[2]).buildAsync(url, worker).join();
      code = worker.closed.join();
    }
  }

  static String decide(JsonNode payload) {
    return payload.path("text").asText().contains("?") ? "question" : "praise";
  }

  void hear(WebSocket socket, JsonNode message) {
    switch (message.get("type").asText()) {
      case "welcome" -> message.get("assignments").forEach(task -> answer(socket, task));
      case "assigned" -> answer(socket, message);
      default -> System.out.println(message);
    }
  }

  void answer(WebSocket socket, JsonNode task) {
    var answer = JSON.createObjectNode().put("type", "answer").put("id", "" + ++requests);
    answer.put("answer", decide(task.get("payload"))).set("assignment", task.get("assignment"));
    socket.sendText(answer.toString(), true).join();
  }

  public void onOpen(WebSocket socket) {
    socket.sendText("{\"type\":\"hello\",\"id\":\"0\",\"capacity\":1}", true).join();
    socket.request(1);
  }

  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    text += part;
    try {
      if (last) {
        hear(socket, JSON.readTree(text));
        text = "";
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    socket.request(1);
    return null;
  }

  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  public void onError(WebSocket socket, Throwable failure) {
    closed.complete(1006);
  }
}
