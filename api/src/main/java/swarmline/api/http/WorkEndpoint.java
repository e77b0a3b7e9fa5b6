package swarmline.api.http;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Problem;
import swarmline.api.work.WorkSocket;

/** Where workers open their WebSocket; who does not speak it is told so. */
final class WorkEndpoint {
  private WorkEndpoint() {}

  static Endpoint endpoint(Replies replies, WorkSocket work) {
    return Endpoint.get(
            "/v1/work",
            exchange ->
                CompletableFuture.completedStage(
                    exchange.request().getAttribute(AttributeKeys.webSocketUpgrade).isPresent()
                        ? work.handshake(exchange.request())
                        : upgradeRequired(replies)))
        .open()
        .asking("worker", "ticket");
  }

  private static HttpResponse upgradeRequired(Replies replies) {
    return replies
        .problem(
            Problem.of(
                ApiError.UPGRADE_REQUIRED,
                "Open a WebSocket here with the subprotocol swarmline.v1.json; see /asyncapi.yaml."))
        .addHeader(RawHeader.create("Upgrade", "websocket"));
  }
}
