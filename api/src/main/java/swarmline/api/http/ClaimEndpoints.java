package swarmline.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import swarmline.api.auth.Role;
import swarmline.api.auth.Tickets;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.WorkerReply;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.Refusal;

/** Leases for those without WebSocket, and tickets for those with one. */
final class ClaimEndpoints {
  private static final int POOLS_MAX = 1_000;

  private final Api api;
  private final Tickets tickets;

  ClaimEndpoints(Api api, Tickets tickets) {
    this.api = api;
    this.tickets = tickets;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/workers/{worker}/claims", this::claim).to(Role.PLATFORM, Role.WORKER),
        Endpoint.post("/v1/tasks/{task}/claims", this::claimTask).to(Role.PLATFORM, Role.WORKER),
        Endpoint.post("/v1/workers/{worker}/tickets", this::ticket));
  }

  /**
   * @param pools where work is taken from; null for all the worker is eligible for
   * @param max leases at the most, 1 by default
   * @param waitSeconds how long to wait for the first one, 0 by default
   */
  record Claim(List<String> pools, Integer max, Integer waitSeconds) {}

  /**
   * A lease with what the worker needs to do the task.
   *
   * @param payload JSON as it was published
   */
  record AssignedView(
      String assignment,
      String task,
      String pool,
      @JsonRawValue String payload,
      Instant expiresAt,
      boolean renewable) {

    static AssignedView of(Held held) {
      TaskId task = held.assignment().task();
      return new AssignedView(
          held.assignment().text(),
          task.text(),
          task.pool().text(),
          held.payload(),
          held.expiresAt(),
          true);
    }
  }

  /** Why there is nothing. */
  record WhyView(String code, String detail) {}

  /**
   * @param why only where there are no assignments
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ClaimedView(List<AssignedView> assignments, WhyView why) {

    static ClaimedView of(WorkerReply.Pulled pulled) {
      return new ClaimedView(
          pulled.assignments().stream().map(AssignedView::of).toList(),
          pulled.why() == null ? null : new WhyView(pulled.why().code(), pulled.why().detail()));
    }
  }

  private CompletionStage<HttpResponse> claim(Exchange exchange) {
    WorkerId worker = exchange.worker();
    Claim claim = api.body(exchange, Claim.class);
    int max = between("max", claim.max(), 1, 1, api.settings().claimMax());
    int waitMax = (int) api.settings().waitMax().toSeconds();
    int wait = between("waitSeconds", claim.waitSeconds(), 0, 0, waitMax);
    return api.engine()
        .pull(
            worker,
            pools(exchange, claim.pools()),
            null,
            max,
            api.clock().instant(),
            Duration.ofSeconds(wait),
            exchange.idempotencyKey())
        .thenApply(
            reply ->
                reply instanceof WorkerReply.Pulled pulled
                    ? claimed(pulled, api.replies())
                    : refused(reply));
  }

  /** Nothing to be had is an answer; a store that cannot be read is none. */
  static HttpResponse claimed(WorkerReply.Pulled pulled, Replies replies) {
    return pulled.why() == Refusal.TRY_AGAIN
        ? replies.refused(Refusal.TRY_AGAIN)
        : replies.ok(ClaimedView.of(pulled));
  }

  private List<PoolId> pools(Exchange exchange, List<String> codes) {
    if (codes == null) {
      return List.of();
    }
    if (codes.isEmpty() || codes.size() > POOLS_MAX || codes.contains(null)) {
      throw new Rejected(
          ApiError.INVALID_FIELD,
          "The field \"pools\" names 1 to " + POOLS_MAX + " pools; leave it out for all.");
    }
    return codes.stream().map(code -> api.pool(exchange.tenant(), code).id()).toList();
  }

  record ClaimTask(String worker) {}

  private CompletionStage<HttpResponse> claimTask(Exchange exchange) {
    TaskId task = exchange.task();
    api.pool(task);
    ClaimTask claim = api.json().read(exchange.body(), ClaimTask.class);
    WorkerId worker = named(exchange, claim.worker());
    return api.engine()
        .pull(
            worker,
            List.of(),
            task,
            1,
            api.clock().instant(),
            Duration.ZERO,
            exchange.idempotencyKey())
        .thenApply(
            reply -> {
              if (reply instanceof WorkerReply.Pulled pulled) {
                return pulled.assignments().isEmpty()
                    ? api.replies()
                        .refused(pulled.why() == null ? Refusal.NO_SLOT_FREE : pulled.why())
                    : api.replies().ok(AssignedView.of(pulled.assignments().get(0)));
              }
              return refused(reply);
            });
  }

  private static WorkerId named(Exchange exchange, String name) {
    if (name == null) {
      throw new Rejected(ApiError.INVALID_FIELD, "The field \"worker\" must name the worker.");
    }
    WorkerId worker = exchange.worker("worker", name);
    exchange.requireSpeaksFor(worker);
    return worker;
  }

  private HttpResponse refused(WorkerReply reply) {
    return api.replies()
        .refused(
            reply instanceof WorkerReply.WorkerRefused refused
                ? refused.refusal()
                : Refusal.TRY_AGAIN);
  }

  /**
   * @param seconds how long it is valid
   */
  record TicketFor(Integer seconds) {}

  record TicketView(String ticket, Instant expiresAt) {}

  private CompletionStage<HttpResponse> ticket(Exchange exchange) {
    WorkerId worker = exchange.worker();
    TicketFor wanted = api.body(exchange, TicketFor.class);
    int seconds =
        between(
            "seconds",
            wanted.seconds(),
            (int) api.settings().ticketDefault().toSeconds(),
            1,
            (int) api.settings().ticketMax().toSeconds());
    Tickets.Ticket ticket = tickets.issue(worker, Duration.ofSeconds(seconds));
    return api.replies().okLater(new TicketView(ticket.text(), ticket.expiresAt()));
  }

  private static int between(String field, Integer given, int otherwise, int least, int most) {
    int value = given == null ? otherwise : given;
    if (value < least || value > most) {
      throw new Rejected(
          ApiError.INVALID_FIELD,
          "The field \"" + field + "\" must be a whole number, " + least + " to " + most + ".");
    }
    return value;
  }
}
