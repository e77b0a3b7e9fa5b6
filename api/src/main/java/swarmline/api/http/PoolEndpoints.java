package swarmline.api.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import swarmline.api.auth.Role;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.engine.dispatch.PartitionCommand.Counted;
import swarmline.engine.dispatch.PoolCommand;
import swarmline.engine.id.PoolId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.Requirement;
import swarmline.engine.task.Refusal;

/** Pools: created, read, changed, opened and closed. */
final class PoolEndpoints {
  private final Api api;
  private final SecureRandom random = new SecureRandom();
  private final int partitions;

  /**
   * @param partitions slices of a new pool
   */
  PoolEndpoints(Api api, int partitions) {
    this.api = api;
    this.partitions = partitions;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/pools", this::create),
        Endpoint.get("/v1/pools", this::list)
            .to(Role.PLATFORM, Role.OPERATOR)
            .asking("cursor", "limit"),
        Endpoint.get("/v1/pools/{pool}", this::get).to(Role.PLATFORM, Role.OPERATOR),
        Endpoint.patch("/v1/pools/{pool}", this::change),
        Endpoint.put("/v1/pools/{pool}/state", this::setState).to(Role.PLATFORM, Role.OPERATOR));
  }

  private CompletionStage<HttpResponse> create(Exchange exchange) {
    PoolSpec spec = api.json().read(exchange.body(), PoolSpec.class);
    PoolId id =
        exchange.idempotencyKey() == null
            ? PoolId.random(exchange.tenant(), random)
            : PoolId.ofRequest(exchange.tenant(), exchange.idempotencyKey());
    requireMeasured(id, spec);
    return api.engine()
        .createPool(id, spec, partitions, random.nextLong())
        .thenCompose(
            reply ->
                reply instanceof PoolCommand.PoolIs is
                    ? described(is.pool())
                        .thenApply(view -> api.replies().created("/v1/pools/" + id.text(), view))
                    : refused(reply));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) {
    int limit = exchange.number("limit", 1, api.settings().pageMax(), api.settings().pageDefault());
    List<PoolView> all = api.engine().pools().of(exchange.tenant());
    int from = exchange.query("cursor").map(cursor -> after(all, cursor)).orElse(0);
    int to = Math.min(all.size(), from + limit);
    String next = to < all.size() ? new Cursor(null, all.get(to - 1).id().code()).text() : null;
    CompletionStage<List<ObjectNode>> views = CompletableFuture.completedStage(new ArrayList<>());
    for (PoolView pool : all.subList(from, to)) {
      views =
          views.thenCombine(
              described(pool),
              (some, view) -> {
                some.add(view);
                return some;
              });
    }
    return views.thenApply(items -> api.replies().ok(new PageView<>(items, next)));
  }

  private static int after(List<PoolView> pools, String cursor) {
    String code = Cursor.parse(cursor).after();
    for (int i = 0; i < pools.size(); i++) {
      if (pools.get(i).id().code().equals(code)) {
        return i + 1;
      }
    }
    throw Cursor.invalid();
  }

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    return described(api.pool(exchange.pool())).thenApply(api.replies()::ok);
  }

  /** A JSON merge patch (RFC 7396) onto the spec; the result is validated as a whole. */
  private CompletionStage<HttpResponse> change(Exchange exchange) {
    PoolView pool = api.pool(exchange.pool());
    JsonNode patch = api.json().tree(exchange.body());
    if (!patch.isObject()) {
      throw new Rejected(ApiError.INVALID_FIELD, "The body must be an object.");
    }
    JsonNode merged = MergePatch.apply(api.json().treeOf(pool.spec()), patch);
    PoolSpec spec = api.json().read(merged, PoolSpec.class);
    requireMeasured(pool.id(), spec);
    return api.engine().changeSpec(pool.id(), spec).thenCompose(this::answered);
  }

  /** What is required of work in another pool must be kept there. */
  private void requireMeasured(PoolId id, PoolSpec spec) {
    for (Requirement requirement : spec.requires()) {
      String code = requirement.pool();
      if (code != null && !keepsWork(id, spec, code)) {
        throw new Rejected(
            ApiError.INVALID_POOL_SPEC,
            "requires[].pool: there is no pool "
                + code
                + ", or it has no rules and keeps nothing of its workers' work.");
      }
    }
  }

  private boolean keepsWork(PoolId id, PoolSpec spec, String code) {
    return code.equals(id.code())
        ? spec.observes()
        : PoolId.parse(id.tenant(), code)
            .flatMap(api.engine().pools()::find)
            .filter(pool -> pool.spec().observes())
            .isPresent();
  }

  /** What becomes of live leases when a pool closes. */
  enum LiveLeases {
    @JsonProperty("finish")
    FINISH,
    @JsonProperty("revoke")
    REVOKE
  }

  record SetState(PoolStatus state, LiveLeases liveLeases) {}

  private CompletionStage<HttpResponse> setState(Exchange exchange) {
    PoolId pool = api.pool(exchange.pool()).id();
    SetState wanted = api.json().read(exchange.body(), SetState.class);
    if (wanted.state() == null) {
      throw new Rejected(
          ApiError.INVALID_FIELD,
          "The field \"state\" must be one of draft, open, paused, closed, archived.");
    }
    return api.engine()
        .setStatus(pool, wanted.state(), wanted.liveLeases() == LiveLeases.REVOKE)
        .thenCompose(this::answered);
  }

  private CompletionStage<HttpResponse> answered(PoolCommand.Reply reply) {
    return reply instanceof PoolCommand.PoolIs is
        ? described(is.pool()).thenApply(api.replies()::ok)
        : refused(reply);
  }

  private CompletionStage<HttpResponse> refused(PoolCommand.Reply reply) {
    Refusal refusal =
        reply instanceof PoolCommand.PoolRefused refused ? refused.refusal() : Refusal.TRY_AGAIN;
    return api.replies().refusedLater(refusal);
  }

  private CompletionStage<ObjectNode> described(PoolView pool) {
    return api.engine().count(pool).thenApply(counted -> view(pool, counted));
  }

  private ObjectNode view(PoolView pool, Counted counted) {
    ObjectNode view = api.json().object();
    view.put("id", pool.id().text());
    view.setAll((ObjectNode) api.json().treeOf(pool.spec()));
    view.set("state", api.json().treeOf(pool.status()));
    view.put("createdAt", pool.createdAt().toString());
    view.put("changedAt", pool.changedAt().toString());
    view.set("counts", api.json().treeOf(CountsView.of(counted)));
    return view;
  }

  /** What a platform sees of a pool's counts. */
  private record CountsView(long open, long leased, long waiting, long offerable) {

    static CountsView of(Counted counted) {
      return new CountsView(
          counted.open(), counted.leased(), counted.waiting(), counted.offerable());
    }
  }
}
