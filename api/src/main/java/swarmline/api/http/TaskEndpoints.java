package swarmline.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.api.publish.PublishReply;
import swarmline.api.publish.Publisher;
import swarmline.engine.catalog.Page;
import swarmline.engine.dispatch.TaskInspection;
import swarmline.engine.dispatch.TaskReply;
import swarmline.engine.id.TaskId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.RedundancyPolicy;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.TaskDefinition;

/** Tasks: published, read, changed, ended and opened again. */
final class TaskEndpoints {
  private static final Set<String> STATES =
      Set.of("open", "resolved", "contested", "cancelled", "expired");
  private static final int READS_AT_ONCE = 16;
  private static final int PRIORITY_MAX = 1_000_000;

  /** Pages that one request with a filter looks through before it answers with what it has. */
  private static final int FILTERED_PAGES_MAX = 50;

  private final Api api;
  private final Publisher publisher;
  private final Timeline timeline;

  TaskEndpoints(Api api, Publisher publisher) {
    this.api = api;
    this.publisher = publisher;
    this.timeline = new Timeline(api.json());
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/pools/{pool}/tasks", this::publish)
            .consuming(Media.JSON_TEXT, Media.NDJSON_TEXT),
        Endpoint.get("/v1/pools/{pool}/tasks", this::list)
            .asking("cursor", "limit", "state", "key"),
        Endpoint.get("/v1/tasks/{task}", this::get),
        Endpoint.get("/v1/tasks/{task}/events", this::events),
        Endpoint.patch("/v1/tasks/{task}", this::change),
        Endpoint.put("/v1/tasks/{task}/gold", this::correctGold),
        Endpoint.post("/v1/tasks/{task}/cancel", this::cancel),
        Endpoint.post("/v1/tasks/{task}/reopen", this::reopen));
  }

  private CompletionStage<HttpResponse> publish(Exchange exchange) {
    PoolView pool = api.pool(exchange.pool());
    if (!pool.takesTasks()) {
      if (exchange.stream() != null) {
        exchange.stream().runWith(Sink.cancelled(), api.system());
      }
      throw new Rejected(
          pool.status() == swarmline.engine.pool.PoolStatus.ARCHIVED
              ? Refusal.POOL_ARCHIVED
              : Refusal.POOL_TAKES_NO_TASKS);
    }
    CompletionStage<PublishReply> published =
        exchange.stream() == null
            ? publisher.array(pool, exchange.body())
            : publisher.lines(pool, exchange.stream());
    return published.thenApply(api.replies()::ok);
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) {
    PoolView pool = api.pool(exchange.pool());
    String state = exchange.query("state").orElse(null);
    if (state != null && !STATES.contains(state)) {
      throw new Rejected(
          ApiError.INVALID_PARAMETER,
          "\"state\" must be one of open, resolved, contested, cancelled, expired.");
    }
    if (exchange.query("key").isPresent()) {
      return byKey(pool, exchange.query("key").get(), state);
    }
    int limit = exchange.number("limit", 1, api.settings().pageMax(), api.settings().pageDefault());
    String page = exchange.query("cursor").map(text -> Cursor.parse(text).page()).orElse(null);
    return listed(pool, page, limit, state, FILTERED_PAGES_MAX, new ArrayList<>());
  }

  private CompletionStage<HttpResponse> byKey(PoolView pool, String key, String state) {
    return api.engine()
        .catalog()
        .taskOfKey(pool.id(), key)
        .thenCompose(
            found ->
                found.isPresent()
                    ? api.engine().inspect(found.get())
                    : CompletableFuture.completedStage(Optional.<TaskInspection>empty()))
        .thenApply(
            found ->
                new PageView<>(
                    found.stream()
                        .map(inspection -> TaskView.of(inspection, pool.spec()))
                        .filter(view -> state == null || view.state().equals(state))
                        .toList(),
                    null))
        .thenApply(api.replies()::ok);
  }

  private CompletionStage<HttpResponse> listed(
      PoolView pool, String page, int limit, String state, int pagesLeft, List<TaskView> found) {
    int wanted = limit - found.size();
    return Lines.first(
            new Cursor(page, ""), at -> api.engine().catalog().definitions(pool.id(), at, wanted))
        .thenCompose(
            definitions ->
                inspected(definitions.items(), pool)
                    .thenCompose(
                        views -> {
                          views.stream()
                              .filter(view -> state == null || view.state().equals(state))
                              .forEach(found::add);
                          String next = definitions.next();
                          boolean full =
                              found.size() >= limit
                                  || pagesLeft <= 1
                                  || payloads(found) >= Page.BYTES_MAX;
                          if (next != null && state != null && !full) {
                            return listed(pool, next, limit, state, pagesLeft - 1, found);
                          }
                          String cursor = next == null ? null : new Cursor(next, "").text();
                          return api.replies().okLater(new PageView<>(found, cursor));
                        }));
  }

  private static long payloads(List<TaskView> tasks) {
    return tasks.stream().mapToLong(task -> task.payload().length()).sum();
  }

  private CompletionStage<List<TaskView>> inspected(List<TaskDefinition> tasks, PoolView pool) {
    return Source.from(tasks)
        .mapAsync(READS_AT_ONCE, task -> api.engine().inspect(task.id()))
        .filter(Optional::isPresent)
        .map(found -> TaskView.of(found.get(), pool.spec()))
        .runWith(Sink.seq(), api.system());
  }

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    return described(exchange.task());
  }

  /**
   * A task's time-line.
   *
   * @param events each with {@code type} and {@code at}
   */
  record EventsView(String task, List<?> events) {}

  private CompletionStage<HttpResponse> events(Exchange exchange) {
    TaskId task = exchange.task();
    return api.engine()
        .inspect(task)
        .thenApply(
            found ->
                found
                    .map(
                        inspection ->
                            api.replies().ok(new EventsView(task.text(), timeline.of(inspection))))
                    .orElseGet(() -> api.replies().refused(Refusal.UNKNOWN_TASK)));
  }

  record Change(Integer priority, Integer redundancy) {}

  private CompletionStage<HttpResponse> change(Exchange exchange) {
    TaskId task = exchange.task();
    Change change = api.json().read(exchange.body(), Change.class);
    if (change.priority() != null && Math.abs((long) change.priority()) > PRIORITY_MAX) {
      throw new Rejected(
          ApiError.INVALID_FIELD,
          "The field \"priority\" must be " + -PRIORITY_MAX + " to " + PRIORITY_MAX + ".");
    }
    requireRedundancy(change.redundancy());
    CompletionStage<TaskReply> redundancy =
        change.redundancy() == null
            ? unchanged()
            : api.engine().setRedundancy(task, change.redundancy());
    return redundancy
        .thenCompose(
            reply ->
                change.priority() == null || reply instanceof TaskReply.TaskRefused
                    ? CompletableFuture.completedStage(reply)
                    : api.engine().setPriority(task, change.priority()))
        .thenCompose(reply -> answered(task, reply));
  }

  record Gold(JsonNode answer) {}

  private CompletionStage<HttpResponse> correctGold(Exchange exchange) {
    TaskId task = exchange.task();
    JsonNode truth = api.json().read(exchange.body(), Gold.class).answer();
    if (truth == null || truth.isMissingNode()) {
      throw new Rejected(
          ApiError.INVALID_FIELD, "The field \"answer\" must say which answer is right.");
    }
    return known(task, () -> api.engine().correctGold(task, api.json().text(truth)));
  }

  private CompletionStage<HttpResponse> cancel(Exchange exchange) {
    TaskId task = exchange.task();
    api.body(exchange, NoFields.class);
    return known(task, () -> api.engine().cancel(task));
  }

  record Reopen(Integer redundancy) {}

  private CompletionStage<HttpResponse> reopen(Exchange exchange) {
    TaskId task = exchange.task();
    Reopen reopen = api.body(exchange, Reopen.class);
    requireRedundancy(reopen.redundancy());
    return known(task, () -> api.engine().reopen(task, reopen.redundancy()));
  }

  private CompletionStage<HttpResponse> known(
      TaskId task, Supplier<CompletionStage<TaskReply>> change) {
    api.pool(task);
    return change.get().thenCompose(reply -> answered(task, reply));
  }

  private CompletionStage<HttpResponse> answered(TaskId task, TaskReply reply) {
    return reply instanceof TaskReply.TaskRefused refused
        ? api.replies().refusedLater(refused.refusal())
        : described(task);
  }

  private CompletionStage<HttpResponse> described(TaskId task) {
    PoolView pool = api.pool(task);
    return api.engine()
        .inspect(task)
        .thenApply(
            found ->
                found
                    .map(inspection -> api.replies().ok(TaskView.of(inspection, pool.spec())))
                    .orElseGet(() -> api.replies().refused(Refusal.UNKNOWN_TASK)));
  }

  private static void requireRedundancy(Integer redundancy) {
    if (redundancy != null && (redundancy < 1 || redundancy > RedundancyPolicy.MAX)) {
      throw new Rejected(Refusal.REDUNDANCY_OUT_OF_RANGE);
    }
  }

  private static CompletionStage<TaskReply> unchanged() {
    return CompletableFuture.completedStage(new TaskReply.TaskChanged());
  }
}
