package swarmline.api.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import swarmline.api.json.Json;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Problem;
import swarmline.engine.task.Refusal;

/** Makes responses. Thread-safe. */
final class Replies {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;
  private static final int TOO_MANY_REQUESTS = 429;

  private final Json json;

  Replies(Json json) {
    this.json = json;
  }

  HttpResponse ok(Object body) {
    return with(OK, body);
  }

  HttpResponse created(String location, Object body) {
    return with(CREATED, body).addHeader(RawHeader.create("Location", location));
  }

  CompletionStage<HttpResponse> okLater(Object body) {
    return CompletableFuture.completedStage(ok(body));
  }

  HttpResponse refused(Refusal refusal) {
    return problem(Problem.of(refusal));
  }

  CompletionStage<HttpResponse> refusedLater(Refusal refusal) {
    return CompletableFuture.completedStage(refused(refusal));
  }

  HttpResponse problem(Problem problem) {
    HttpResponse response =
        HttpResponse.create()
            .withStatus(StatusCodes.get(problem.status()))
            .withEntity(HttpEntities.create(Media.PROBLEM_CONTENT, json.write(problem)));
    if (problem.status() == UNAUTHORIZED) {
      return response.addHeader(RawHeader.create("WWW-Authenticate", "Bearer"));
    }
    boolean later =
        problem.status() == UNAVAILABLE
            || problem.status() == TOO_MANY_REQUESTS
            || problem.code().equals(ApiError.REQUEST_IN_PROGRESS.code());
    return later ? response.addHeader(RawHeader.create("Retry-After", "1")) : response;
  }

  private HttpResponse with(int status, Object body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(Media.JSON_CONTENT, json.write(body)));
  }
}
