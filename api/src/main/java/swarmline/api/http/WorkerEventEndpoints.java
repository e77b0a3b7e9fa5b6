package swarmline.api.http;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import swarmline.api.auth.Role;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerReply;
import swarmline.engine.id.Words;
import swarmline.engine.worker.WorkerEvent.RuleFired;

/** What the rules of pools did about a worker, and why. Not for the worker: it would tell golds. */
final class WorkerEventEndpoints {
  private final Api api;

  WorkerEventEndpoints(Api api) {
    this.api = api;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/workers/{worker}/events", this::events).to(Role.PLATFORM, Role.OPERATOR));
  }

  /**
   * One consequence of a rule that applied.
   *
   * @param reason what the rule collects
   * @param hits how many it found
   * @param of among how many
   * @param scope null unless the worker was restricted
   * @param until null for ever, and where the worker was not restricted
   * @param qualification that the worker got; else null
   * @param withdrawnAt when it was found not to apply after all; else null
   */
  record FiringView(
      Instant at,
      String type,
      String pool,
      String rule,
      String reason,
      int hits,
      int of,
      String action,
      String scope,
      Instant until,
      String qualification,
      String value,
      Instant withdrawnAt) {

    static FiringView of(RuleFired fired) {
      var then = fired.consequence();
      return new FiringView(
          fired.at(),
          "rule-fired",
          fired.pool(),
          fired.rule(),
          Words.of(fired.reason()),
          fired.hits(),
          fired.of(),
          Words.of(then.action()),
          then.scope() == null ? null : Words.of(then.scope()),
          fired.until(),
          then.qualification(),
          then.value(),
          fired.withdrawnAt());
    }
  }

  /** The latest events, the latest last. */
  record EventsView(String worker, List<FiringView> events) {}

  private CompletionStage<HttpResponse> events(Exchange exchange) {
    return api.engine()
        .ask(exchange.worker(), WorkerCommand.ReadFirings::new)
        .thenApply(reply -> ((WorkerReply.FiredAre) reply).firings())
        .thenApply(
            firings ->
                api.replies()
                    .ok(
                        new EventsView(
                            exchange.worker().name(),
                            firings.stream().map(FiringView::of).toList())));
  }
}
