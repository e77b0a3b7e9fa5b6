package swarmline.api.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import swarmline.api.auth.Role;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.dispatch.PartitionCommand;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerReply;
import swarmline.engine.dispatch.WorkerReply.Described;
import swarmline.engine.dispatch.WorkerReply.LiveAssignment;
import swarmline.engine.id.Names;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.Words;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.quality.RecentWork;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.Restriction;

/** Workers: what is known of them, what they may do, what they hold and have earned. */
final class WorkerEndpoints {
  static final int QUALIFICATIONS_MAX = 100;
  static final int VALUE_LENGTH_MAX = 256;
  static final int REASON_LENGTH_MAX = 1_000;

  private static final int READS_AT_ONCE = 16;

  private final Api api;

  WorkerEndpoints(Api api) {
    this.api = api;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/workers/{worker}", this::get)
            .to(Role.PLATFORM, Role.OPERATOR, Role.WORKER),
        Endpoint.put("/v1/workers/{worker}", this::put),
        Endpoint.get("/v1/workers/{worker}/qualifications/{name}", this::qualification),
        Endpoint.put("/v1/workers/{worker}/qualifications/{name}", this::setQualification),
        Endpoint.delete("/v1/workers/{worker}/qualifications/{name}", this::removeQualification),
        Endpoint.get("/v1/workers/{worker}/restrictions", this::restrictions)
            .to(Role.PLATFORM, Role.OPERATOR),
        Endpoint.put("/v1/workers/{worker}/restrictions", this::restrict)
            .to(Role.PLATFORM, Role.OPERATOR),
        Endpoint.delete("/v1/workers/{worker}/restrictions", this::lift)
            .to(Role.PLATFORM, Role.OPERATOR)
            .asking("pool", "project"),
        Endpoint.get("/v1/workers/{worker}/assignments", this::assignments)
            .to(Role.PLATFORM, Role.WORKER),
        Endpoint.get("/v1/workers/{worker}/ledger", this::ledger)
            .to(Role.PLATFORM, Role.WORKER)
            .asking("cursor", "limit"),
        Endpoint.get("/v1/workers/{worker}/eligibility", this::eligibility)
            .to(Role.PLATFORM, Role.WORKER)
            .asking("pool"),
        Endpoint.get("/v1/workers/{worker}/quality", this::quality).asking("pool"));
  }

  /**
   * @param earned by currency, in millionths of its unit
   * @param done assignments answered, by pool
   * @param ended assignments by how they ended
   */
  record WorkerView(
      String id,
      boolean connected,
      boolean paused,
      int capacity,
      int live,
      Map<String, String> qualifications,
      List<Restriction> restrictions,
      Map<String, Long> earned,
      Map<String, Integer> done,
      Map<String, Long> ended) {

    static WorkerView of(Described worker) {
      return new WorkerView(
          worker.worker().name(),
          worker.connected(),
          worker.paused(),
          worker.capacity(),
          worker.live().size(),
          new TreeMap<>(worker.qualifications()),
          worker.restrictions(),
          new TreeMap<>(worker.earned()),
          new TreeMap<>(worker.done()),
          new TreeMap<>(worker.ended()));
    }
  }

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    return shown(exchange.worker());
  }

  private CompletionStage<HttpResponse> shown(WorkerId worker) {
    return describe(worker).thenApply(described -> api.replies().ok(WorkerView.of(described)));
  }

  private CompletionStage<Described> describe(WorkerId worker) {
    return ask(worker, WorkerCommand.Describe::new).thenApply(reply -> (Described) reply);
  }

  /**
   * @param qualifications all the worker is to have, by name; null leaves them as they are
   */
  record Put(Map<String, JsonNode> qualifications) {}

  /** Sets a worker's qualifications to those given; others are removed. */
  private CompletionStage<HttpResponse> put(Exchange exchange) {
    WorkerId worker = exchange.worker();
    Put put = api.body(exchange, Put.class);
    if (put.qualifications() == null) {
      return shown(worker);
    }
    var wanted = new TreeMap<String, String>();
    put.qualifications().forEach((name, value) -> wanted.put(name(name), value(value)));
    if (wanted.size() > QUALIFICATIONS_MAX) {
      throw new Rejected(
          ApiError.INVALID_FIELD,
          "The field \"qualifications\" holds at most " + QUALIFICATIONS_MAX + ".");
    }
    return describe(worker)
        .thenCompose(described -> changed(worker, described.qualifications(), wanted))
        .thenCompose(done -> shown(worker));
  }

  private CompletionStage<?> changed(
      WorkerId worker, Map<String, String> has, Map<String, String> wanted) {
    CompletionStage<WorkerReply> done = CompletableFuture.completedStage(new WorkerReply.Changed());
    for (String name : has.keySet()) {
      if (!wanted.containsKey(name)) {
        done = done.thenCompose(before -> ask(worker, removal(name)));
      }
    }
    for (Map.Entry<String, String> next : wanted.entrySet()) {
      if (!next.getValue().equals(has.get(next.getKey()))) {
        done = done.thenCompose(before -> ask(worker, setting(next.getKey(), next.getValue())));
      }
    }
    return done;
  }

  /**
   * @param value as it is compared; null when the worker does not have it
   */
  record QualificationView(String worker, String name, String value) {}

  private CompletionStage<HttpResponse> qualification(Exchange exchange) {
    String name = name(exchange.places().get("name"));
    return describe(exchange.worker())
        .thenApply(
            worker ->
                api.replies()
                    .ok(
                        new QualificationView(
                            worker.worker().name(), name, worker.qualifications().get(name))));
  }

  record SetValue(JsonNode value) {}

  private CompletionStage<HttpResponse> setQualification(Exchange exchange) {
    WorkerId worker = exchange.worker();
    String name = name(exchange.places().get("name"));
    String value = value(api.json().read(exchange.body(), SetValue.class).value());
    return ask(worker, setting(name, value))
        .thenApply(done -> api.replies().ok(new QualificationView(worker.name(), name, value)));
  }

  private CompletionStage<HttpResponse> removeQualification(Exchange exchange) {
    WorkerId worker = exchange.worker();
    String name = name(exchange.places().get("name"));
    return ask(worker, removal(name))
        .thenApply(done -> api.replies().ok(new QualificationView(worker.name(), name, null)));
  }

  private static Function<ActorRef<WorkerReply>, WorkerCommand> setting(String name, String value) {
    return replyTo -> new WorkerCommand.SetQualification(name, value, replyTo);
  }

  private static Function<ActorRef<WorkerReply>, WorkerCommand> removal(String name) {
    return replyTo -> new WorkerCommand.RemoveQualification(name, replyTo);
  }

  private static String name(String name) {
    if (!Names.valid(name)) {
      throw new Rejected(
          ApiError.INVALID_PARAMETER,
          "A qualification's name is 1 to "
              + Names.LENGTH_MAX
              + " characters of A-Z a-z 0-9 . _ : @ -.");
    }
    return name;
  }

  private static String value(JsonNode value) {
    String text = value == null || value.isNull() || value.isContainerNode() ? "" : value.asText();
    if (text.isEmpty() || text.length() > VALUE_LENGTH_MAX) {
      throw new Rejected(
          ApiError.INVALID_FIELD,
          "A qualification's value is a string of 1 to "
              + VALUE_LENGTH_MAX
              + " characters, a number, true or false.");
    }
    return text;
  }

  /** Restrictions in force. */
  record RestrictionsView(String worker, List<Restriction> restrictions) {}

  private CompletionStage<HttpResponse> restrictions(Exchange exchange) {
    return shownRestrictions(exchange.worker());
  }

  private CompletionStage<HttpResponse> shownRestrictions(WorkerId worker) {
    return describe(worker)
        .thenApply(
            described ->
                api.replies()
                    .ok(new RestrictionsView(described.worker().name(), described.restrictions())));
  }

  /**
   * @param pool null for all of the tenant's
   * @param until null for ever
   */
  record Restrict(String pool, String reason, Instant until) {}

  private CompletionStage<HttpResponse> restrict(Exchange exchange) {
    WorkerId worker = exchange.worker();
    Restrict restrict = api.body(exchange, Restrict.class);
    if (restrict.reason() != null && restrict.reason().length() > REASON_LENGTH_MAX) {
      throw new Rejected(
          ApiError.INVALID_FIELD,
          "The field \"reason\" has at most " + REASON_LENGTH_MAX + " characters.");
    }
    PoolId pool = pool(exchange, Optional.ofNullable(restrict.pool()));
    return ask(
            worker,
            replyTo ->
                new WorkerCommand.Restrict(pool, restrict.reason(), restrict.until(), replyTo))
        .thenCompose(done -> shownRestrictions(worker));
  }

  private CompletionStage<HttpResponse> lift(Exchange exchange) {
    WorkerId worker = exchange.worker();
    PoolId pool = pool(exchange, exchange.query("pool"));
    String project = exchange.query("project").orElse(null);
    if (pool != null && project != null) {
      throw new Rejected(ApiError.INVALID_PARAMETER, "Name a pool or a project, not both.");
    }
    return ask(worker, replyTo -> new WorkerCommand.LiftRestriction(pool, project, replyTo))
        .thenCompose(done -> shownRestrictions(worker));
  }

  /** The known pool of this name; null for none. */
  private PoolId pool(Exchange exchange, Optional<String> code) {
    return code.map(text -> api.pool(exchange.tenant(), text).id()).orElse(null);
  }

  /**
   * A live lease with what the worker needs to do the task.
   *
   * @param payload JSON as it was published
   */
  record HeldView(
      String assignment,
      String task,
      String pool,
      @JsonRawValue String payload,
      Instant expiresAt) {}

  /** Live leases of a worker. */
  record AssignmentsView(String worker, List<HeldView> assignments) {}

  private CompletionStage<HttpResponse> assignments(Exchange exchange) {
    WorkerId worker = exchange.worker();
    return describe(worker)
        .thenCompose(
            described ->
                Source.from(described.live())
                    .mapAsync(READS_AT_ONCE, this::held)
                    .runWith(Sink.seq(), api.system()))
        .thenApply(held -> api.replies().ok(new AssignmentsView(worker.name(), held)));
  }

  private CompletionStage<HeldView> held(LiveAssignment live) {
    return api.engine()
        .catalog()
        .definition(live.assignment().task())
        .thenApply(
            definition ->
                new HeldView(
                    live.assignment().text(),
                    live.assignment().task().text(),
                    live.assignment().task().pool().text(),
                    definition.orElseThrow().payload(),
                    live.expiresAt()));
  }

  /**
   * @param amount in millionths of the currency unit
   */
  record LedgerLine(
      long sequence,
      String assignment,
      String task,
      String pool,
      String verdict,
      long amount,
      String currency,
      Instant at) {

    static LedgerLine of(LedgerEntry entry) {
      return new LedgerLine(
          entry.sequence(),
          entry.assignment().text(),
          entry.assignment().task().text(),
          entry.assignment().task().pool().text(),
          Words.of(entry.settlement().verdict()),
          entry.settlement().amount(),
          entry.settlement().currency(),
          entry.at());
    }
  }

  private CompletionStage<HttpResponse> ledger(Exchange exchange) {
    WorkerId worker = exchange.worker();
    int limit = exchange.number("limit", 1, api.settings().pageMax(), api.settings().pageDefault());
    Cursor cursor = exchange.query("cursor").map(Cursor::parse).orElse(Cursor.START);
    return Lines.first(cursor, page -> api.engine().catalog().ledger(worker, page, limit))
        .thenApply(
            found -> {
              var lines = new ArrayList<LedgerLine>();
              found.items().forEach(entry -> lines.add(LedgerLine.of(entry)));
              String next = found.next() == null ? null : new Cursor(found.next(), "").text();
              return api.replies().ok(new PageView<>(lines, next));
            });
  }

  private CompletionStage<HttpResponse> quality(Exchange exchange) {
    PoolView pool = poolAskedFor(exchange);
    WorkerId worker = exchange.worker();
    CompletionStage<RecentWork> recent =
        pool.spec().observes()
            ? ask(worker, replyTo -> new WorkerCommand.ReadRecentWork(pool.id(), replyTo))
                .thenApply(reply -> ((WorkerReply.RecentWorkIs) reply).work())
            : CompletableFuture.completedStage(null);
    return recent.thenCompose(
        work ->
            api.engine()
                .quality(pool, worker)
                .thenCombine(
                    describe(worker),
                    (reply, described) -> api.replies().ok(shown(reply, work, pool, described))));
  }

  private static QualityView shown(
      PartitionCommand.Reply reply, RecentWork recent, PoolView pool, Described worker) {
    if (reply instanceof PartitionCommand.QualityIs known) {
      return QualityView.of(known.quality(), recent, pool, worker);
    }
    Refusal why = ((PartitionCommand.PartitionRefused) reply).refusal();
    if (why == Refusal.POOL_HAS_NO_MODEL && recent != null) {
      return QualityView.of(null, recent, pool, worker);
    }
    throw new Rejected(why);
  }

  private PoolView poolAskedFor(Exchange exchange) {
    return exchange
        .query("pool")
        .map(code -> api.pool(exchange.tenant(), code))
        .orElseThrow(() -> new Rejected(ApiError.INVALID_PARAMETER, "Name a pool: ?pool=…"));
  }

  private CompletionStage<HttpResponse> eligibility(Exchange exchange) {
    WorkerId worker = exchange.worker();
    PoolView pool = poolAskedFor(exchange);
    boolean forWorker = exchange.principal().role() == Role.WORKER;
    return ask(worker, replyTo -> new WorkerCommand.Explain(pool.id(), replyTo))
        .thenApply(reply -> (WorkerReply.Explained) reply)
        .thenApply(
            explained ->
                api.replies()
                    .ok(
                        forWorker
                            ? EligibilityView.forWorker(worker.name(), pool, explained)
                            : EligibilityView.inFull(worker.name(), pool, explained)));
  }

  private CompletionStage<WorkerReply> ask(
      WorkerId worker, Function<ActorRef<WorkerReply>, WorkerCommand> command) {
    return api.engine()
        .ask(worker, command)
        .thenApply(
            reply -> {
              if (reply instanceof WorkerReply.WorkerRefused refused) {
                throw new Rejected(refused.refusal());
              }
              return reply;
            });
  }
}
