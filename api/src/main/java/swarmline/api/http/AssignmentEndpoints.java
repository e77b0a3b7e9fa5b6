package swarmline.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import swarmline.api.auth.Role;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.engine.dispatch.TaskReply;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.task.Feedback;
import swarmline.engine.task.Refusal;

/**
 * Assignments: answered, renewed, given back, reviewed. A platform may leave out the worker and
 * speaks for whoever holds the assignment then; a worker's ticket speaks for that worker only.
 */
final class AssignmentEndpoints {
  private static final int REASON_LENGTH_MAX = 1_000;

  private final Api api;

  AssignmentEndpoints(Api api) {
    this.api = api;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/assignments/{assignment}/answer", this::answer)
            .to(Role.PLATFORM, Role.WORKER),
        Endpoint.post("/v1/assignments/{assignment}/renew", this::renew)
            .to(Role.PLATFORM, Role.WORKER),
        Endpoint.post("/v1/assignments/{assignment}/return", this::giveBack)
            .to(Role.PLATFORM, Role.WORKER),
        Endpoint.post("/v1/assignments/{assignment}/skip", this::skip)
            .to(Role.PLATFORM, Role.WORKER),
        Endpoint.post("/v1/assignments/{assignment}/review", this::review));
  }

  /**
   * @param answer any JSON that the pool's answer spec takes
   */
  record Answer(JsonNode answer, String worker) {}

  private CompletionStage<HttpResponse> answer(Exchange exchange) {
    AssignmentId assignment = exchange.assignment();
    Answer answer = api.json().read(exchange.body(), Answer.class);
    if (answer.answer() == null || answer.answer().isMissingNode()) {
      throw new Rejected(ApiError.INVALID_FIELD, "The field \"answer\" is missing.");
    }
    String worker = holder(exchange, answer.worker());
    return known(
        assignment,
        () -> api.engine().answer(assignment, worker, api.json().text(answer.answer())));
  }

  record Holder(String worker) {}

  private CompletionStage<HttpResponse> renew(Exchange exchange) {
    AssignmentId assignment = exchange.assignment();
    String worker = holder(exchange, api.body(exchange, Holder.class).worker());
    return known(assignment, () -> api.engine().renew(assignment, worker));
  }

  record Return(String worker, String reason) {}

  private CompletionStage<HttpResponse> giveBack(Exchange exchange) {
    AssignmentId assignment = exchange.assignment();
    Return given = api.body(exchange, Return.class);
    if (given.reason() != null && given.reason().length() > REASON_LENGTH_MAX) {
      throw new Rejected(
          ApiError.INVALID_FIELD,
          "The field \"reason\" has at most " + REASON_LENGTH_MAX + " characters.");
    }
    String worker = holder(exchange, given.worker());
    return known(assignment, () -> api.engine().giveBack(assignment, worker, given.reason()));
  }

  private CompletionStage<HttpResponse> skip(Exchange exchange) {
    AssignmentId assignment = exchange.assignment();
    String worker = holder(exchange, api.body(exchange, Holder.class).worker());
    return known(assignment, () -> api.engine().skip(assignment, worker));
  }

  /** What a reviewer says of an answer. */
  enum Verdict {
    @JsonProperty("approve")
    APPROVE,
    @JsonProperty("reject")
    REJECT
  }

  record Review(Verdict verdict) {}

  private CompletionStage<HttpResponse> review(Exchange exchange) {
    AssignmentId assignment = exchange.assignment();
    Verdict verdict = api.json().read(exchange.body(), Review.class).verdict();
    if (verdict == null) {
      throw new Rejected(
          ApiError.INVALID_FIELD, "The field \"verdict\" must be one of approve, reject.");
    }
    return known(assignment, () -> api.engine().review(assignment, verdict == Verdict.APPROVE));
  }

  /** Who is taken to send this; null for whoever holds the assignment. */
  private static String holder(Exchange exchange, String named) {
    if (named == null) {
      return exchange.principal().worker();
    }
    exchange.requireSpeaksFor(exchange.worker("worker", named));
    return named;
  }

  /**
   * @param expiresAt the deadline it has or had
   * @param feedback on its answer, where the pool gives that; else not there
   */
  record ChangedView(
      String assignment,
      Instant expiresAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) FeedbackView feedback) {

    static ChangedView of(TaskReply.AssignmentChanged changed) {
      Feedback feedback = changed.feedback();
      return new ChangedView(
          changed.assignment().text(),
          changed.expiresAt(),
          feedback == null
              ? null
              : new FeedbackView(feedback.right(), feedback.answer(), feedback.explanation()));
    }
  }

  /**
   * @param answer JSON, the answer that is right
   */
  record FeedbackView(boolean right, @JsonRawValue String answer, String explanation) {}

  private CompletionStage<HttpResponse> known(
      AssignmentId assignment, Supplier<CompletionStage<TaskReply>> change) {
    if (api.engine().pools().find(assignment.task().pool()).isEmpty()) {
      throw new Rejected(Refusal.UNKNOWN_ASSIGNMENT);
    }
    return change
        .get()
        .thenApply(
            reply -> {
              if (reply instanceof TaskReply.AssignmentChanged changed) {
                return api.replies().ok(ChangedView.of(changed));
              }
              return api.replies()
                  .refused(
                      reply instanceof TaskReply.TaskRefused refused
                          ? refused.refusal()
                          : Refusal.TRY_AGAIN);
            });
  }
}
