package swarmline.api.http;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;

/** Reads bodies whole, within a size and a time. Thread-safe. */
final class Bodies {
  private final ActorSystem<?> system;
  private final int bytesMax;
  private final Duration timeout;

  Bodies(ActorSystem<?> system, int bytesMax, Duration timeout) {
    this.system = system;
    this.bytesMax = bytesMax;
    this.timeout = timeout;
  }

  CompletionStage<byte[]> read(HttpEntity entity) {
    return entity
        .withSizeLimit(bytesMax)
        .toStrict(timeout.toMillis(), Long.MAX_VALUE, system)
        .handle(
            (strict, failure) -> {
              if (failure != null) {
                throw rejected(failure);
              }
              return strict.getData().toArrayUnsafe();
            });
  }

  private RuntimeException rejected(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof EntityStreamSizeException) {
      return new Rejected(
          ApiError.BODY_TOO_LARGE, "A body has at most " + bytesMax + " bytes here.");
    }
    if (cause instanceof TimeoutException) {
      return new Rejected(
          ApiError.BODY_TOO_SLOW,
          "The body must have arrived within " + timeout.toSeconds() + " s.");
    }
    return new CompletionException(cause);
  }
}
