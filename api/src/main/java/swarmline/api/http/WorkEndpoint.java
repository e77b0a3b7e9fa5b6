package swarmline.api.http;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Problem;

/** What is said to those who ask for the workers' WebSocket without speaking WebSocket. */
final class WorkEndpoint {
  private WorkEndpoint() {}

  static Endpoint endpoint(Replies replies) {
    Problem problem =
        Problem.of(
            ApiError.UPGRADE_REQUIRED,
            "Open a WebSocket here with the subprotocol swarmline.v1.json; see /asyncapi.yaml.");
    return Endpoint.get(
            "/v1/work",
            exchange ->
                CompletableFuture.completedStage(
                    replies.problem(problem).addHeader(RawHeader.create("Upgrade", "websocket"))))
        .open()
        .asking("worker", "ticket");
  }
}
