package swarmline.api.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Carries out an operation. What it throws, or its stage fails with, is answered as a problem:
 * {@code Rejected} as it says, a time-out as {@code try-again}, anything else as an internal error.
 */
@FunctionalInterface
interface Handler {
  CompletionStage<HttpResponse> handle(Exchange exchange);
}
