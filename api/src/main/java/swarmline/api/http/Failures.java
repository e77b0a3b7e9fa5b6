package swarmline.api.http;

import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Problem;
import swarmline.api.problem.Rejected;
import swarmline.engine.task.Refusal;
import swarmline.persistence.embedded.StoreFailure;

/** What the client is told when an operation failed. Thread-safe. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final Replies replies;

  Failures(Replies replies) {
    this.replies = replies;
  }

  HttpResponse response(Throwable failure) {
    return replies.problem(problem(failure));
  }

  private static Problem problem(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Rejected rejected) {
      return rejected.problem();
    }
    if (cause instanceof TimeoutException) {
      return Problem.of(
          Refusal.TRY_AGAIN,
          "The engine did not answer in time; whether the request"
              + " took effect is not known. Send the same request again.");
    }
    if (cause instanceof EntityStreamSizeException) {
      return Problem.of(ApiError.BODY_TOO_LARGE, "The body is too large.");
    }
    if (cause instanceof StoreFailure store
        && (store.reason() == StoreFailure.Reason.OVERLOADED
            || store.reason() == StoreFailure.Reason.UNWRITABLE
            || store.reason() == StoreFailure.Reason.CLOSED)) {
      return Problem.of(Refusal.TRY_AGAIN, "The store cannot take it now; try again later.");
    }
    String occurrence = "urn:uuid:" + UUID.randomUUID();
    LOG.error("A request failed ({})", occurrence, cause);
    return Problem.of(
            ApiError.INTERNAL_ERROR, "The request failed; whether it took effect is not known.")
        .at(occurrence);
  }
}
