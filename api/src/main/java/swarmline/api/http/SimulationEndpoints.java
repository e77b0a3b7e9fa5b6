package swarmline.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.engine.pool.ConsensusPolicy;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.RedundancyPolicy;
import swarmline.engine.task.Refusal;
import swarmline.engine.whatif.Compared;
import swarmline.engine.whatif.RecordedTask;
import swarmline.engine.whatif.Simulated;
import swarmline.engine.whatif.Simulation;

/** What a pool's recorded answers would have come to under other policies. */
final class SimulationEndpoints {
  static final int POLICIES_MAX = 16;

  /**
   * Recorded answers and their characters, times policies: some ten seconds of a processor where a
   * model weighs choices or long texts are aligned.
   */
  static final RecordedPool.Bounds BOUNDS = new RecordedPool.Bounds(200_000, 20_000_000);

  private final Api api;

  /** One at a time on this node, which has other work. */
  private final AtomicBoolean underWay = new AtomicBoolean();

  SimulationEndpoints(Api api) {
    this.api = api;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.post("/v1/pools/{pool}/simulations", this::simulate));
  }

  /**
   * @param policies what to decide by instead
   */
  record Request(List<Policy> policies) {}

  /**
   * @param consensus as in a pool's spec; null for that of the pool
   * @param redundancy as in a pool's spec, for all tasks; null for that of the pool and its tasks
   */
  record Policy(JsonNode consensus, JsonNode redundancy) {}

  /** A policy as part of a whole spec, and whether tasks keep what they say of redundancy. */
  private record Case(PoolSpec spec, boolean tasksOwnRedundancy) {}

  /**
   * @param answers recorded
   */
  record View(int tasks, int answers, List<ResultView> policies) {}

  record Money(long amount, String currency) {}

  /**
   * @param outcomes null where no task that is no gold was resolved
   * @param golds null where there are none
   */
  record ResultView(
      ConsensusPolicy consensus,
      RedundancyPolicy redundancy,
      int answers,
      double answersPerTask,
      Money cost,
      int resolved,
      int undecided,
      Map<String, Integer> contested,
      ComparedView outcomes,
      ComparedView golds) {

    static ResultView of(PoolSpec spec, Simulated result) {
      return new ResultView(
          spec.consensus(),
          spec.redundancy(),
          result.answers(),
          (double) result.answers() / Math.max(result.tasks(), 1),
          new Money(result.answers() * spec.reward().amount(), spec.reward().currency()),
          result.resolved(),
          result.undecided(),
          result.contested(),
          ComparedView.of(result.outcomes()),
          ComparedView.of(result.golds()));
    }
  }

  /**
   * @param agreement share of the resolved ones whose value agrees; null where none is resolved
   */
  record ComparedView(int tasks, int resolved, Double agreement) {

    static ComparedView of(Compared compared) {
      if (compared.tasks() == 0) {
        return null;
      }
      Double agreement =
          compared.resolved() == 0 ? null : compared.agreeing() / compared.resolved();
      return new ComparedView(compared.tasks(), compared.resolved(), agreement);
    }
  }

  private CompletionStage<HttpResponse> simulate(Exchange exchange) {
    PoolView pool = api.pool(exchange.pool());
    List<Case> cases = cases(pool, api.json().read(exchange.body(), Request.class));
    if (!underWay.compareAndSet(false, true)) {
      throw new Rejected(Refusal.TRY_AGAIN);
    }
    return CompletableFuture.completedStage(BOUNDS.shared(cases.size()))
        .thenCompose(bounds -> RecordedPool.read(api, pool.id(), bounds))
        .thenApplyAsync(
            recorded -> api.replies().ok(view(pool, cases, recorded)),
            api.system().dispatchers().lookup(DispatcherSelector.blocking()))
        .whenComplete((reply, failure) -> underWay.set(false));
  }

  private List<Case> cases(PoolView pool, Request request) {
    int policies = request.policies() == null ? 0 : request.policies().size();
    if (policies < 1 || policies > POLICIES_MAX) {
      throw new Rejected(
          ApiError.INVALID_FIELD, "\"policies\" must be 1 to " + POLICIES_MAX + " policies.");
    }
    List<Case> cases = new ArrayList<>();
    for (Policy policy : request.policies()) {
      if (policy == null) {
        throw new Rejected(ApiError.INVALID_FIELD, "\"policies\" must not hold null.");
      }
      ObjectNode spec = (ObjectNode) api.json().treeOf(pool.spec());
      replace(spec, "consensus", policy.consensus());
      replace(spec, "redundancy", policy.redundancy());
      cases.add(new Case(api.json().read(spec, PoolSpec.class), !given(policy.redundancy())));
    }
    return cases;
  }

  private static void replace(ObjectNode spec, String part, JsonNode by) {
    if (given(by)) {
      spec.set(part, by);
    }
  }

  private static boolean given(JsonNode part) {
    return part != null && !part.isNull();
  }

  private static View view(PoolView pool, List<Case> cases, RecordedPool recorded) {
    List<ResultView> results = new ArrayList<>();
    for (Case one : cases) {
      List<RecordedTask> tasks =
          one.tasksOwnRedundancy()
              ? recorded.tasks()
              : RecordedPool.withoutRedundancy(recorded.tasks());
      results.add(ResultView.of(one.spec(), Simulation.of(pool.id(), one.spec(), tasks)));
    }
    return new View(recorded.tasks().size(), recorded.answers(), results);
  }
}
