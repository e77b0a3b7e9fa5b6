package swarmline.persistence.engine;

import static swarmline.persistence.engine.RunningEngine.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.dispatch.PartitionCommand.Counted;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.LeasePolicy;
import swarmline.engine.pool.Limits;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.RedundancyPolicy;

/** The one pool that benchmarks work on. */
final class BenchmarkPool {
  static final TenantId TENANT = new TenantId("bench");
  static final PoolId ID = new PoolId(TENANT, "p0000000bench");
  private static final int BATCH = 1_000;
  private static final int BATCHES_AT_ONCE = 16;
  private static final String PAYLOAD = "\"" + "x".repeat(198) + "\"";

  private final Engine engine;

  BenchmarkPool(Engine engine) {
    this.engine = engine;
  }

  void open(int redundancy, int leaseSeconds) {
    var spec =
        new PoolSpec(
            "bench",
            null,
            0,
            null,
            new LeasePolicy(leaseSeconds, null, null, null, null),
            new RedundancyPolicy(redundancy, redundancy),
            null,
            null,
            new Limits(0, 0, 0),
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    await(engine.createPool(ID, spec, 1, 1));
    await(engine.setStatus(ID, PoolStatus.OPEN, false));
  }

  PoolView view() {
    return engine.pools().find(ID).orElseThrow();
  }

  Counted count() {
    return await(engine.count(view()));
  }

  void publish(int tasks) {
    List<CompletableFuture<?>> batches = new ArrayList<>();
    for (int done = 0; done < tasks; done += BATCH) {
      List<NewTask> batch =
          IntStream.range(0, BATCH)
              .mapToObj(i -> new NewTask(null, PAYLOAD, 0, null, Set.of(), Set.of()))
              .toList();
      batches.add(engine.publish(view(), batch).toCompletableFuture());
      if (batches.size() == BATCHES_AT_ONCE) {
        batches.forEach(RunningEngine::await);
        batches.clear();
      }
    }
    batches.forEach(RunningEngine::await);
  }
}
