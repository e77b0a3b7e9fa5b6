package swarmline.api.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import swarmline.api.json.Json;
import swarmline.api.json.JsonLimits;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Problem;

/** Answers what Pekko HTTP cannot read as a request. Named in the configuration. */
public final class ParsingProblems extends ParsingErrorHandler {
  private static final int TOO_LARGE = 413;

  private final Replies replies = new Replies(new Json(new JsonLimits(1, 1, 1)));

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    ApiError kind =
        status.intValue() == TOO_LARGE ? ApiError.BODY_TOO_LARGE : ApiError.MALFORMED_REQUEST;
    return replies.problem(Problem.of(kind, error.summary()));
  }
}
