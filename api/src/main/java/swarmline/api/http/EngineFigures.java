package swarmline.api.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.dispatch.PartitionCommand.Counted;
import swarmline.engine.pool.PoolView;

/**
 * How much there is in the engine, over all tenants: asked of its partitions when somebody reads
 * the metrics, so that nobody counts where nobody looks. Thread-safe.
 */
final class EngineFigures {
  private final Engine engine;
  private final BooleanSupplier started;
  private volatile Counted last = Counted.NOTHING;

  /**
   * @param started whether the engine has started; before, there is nobody to ask
   */
  EngineFigures(Engine engine, MeterRegistry registry, BooleanSupplier started) {
    this.engine = engine;
    this.started = started;
    gauge(registry, "tasks.open", "Tasks without an outcome", Counted::open);
    gauge(registry, "tasks.offerable", "Open tasks with a free place", Counted::offerable);
    gauge(registry, "tasks.in.memory", "Tasks that have an actor", Counted::inMemory);
    gauge(registry, "leases", "Live leases", Counted::leased);
    gauge(registry, "workers.waiting", "Places in the lines of partitions", Counted::waiting);
    Gauge.builder("swarmline.engine.pools", engine, e -> e.pools().all().size())
        .description("Pools, archived ones too")
        .register(registry);
    Gauge.builder("swarmline.engine.partitions", engine, EngineFigures::partitions)
        .description("Slices of pools")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Counted> figure) {
    Gauge.builder("swarmline.engine." + name, this, own -> figure.applyAsDouble(own.last))
        .description(description)
        .register(registry);
  }

  private static double partitions(Engine engine) {
    return engine.pools().all().stream().mapToInt(PoolView::partitions).sum();
  }

  /** Counts anew; where a partition does not answer, what was counted last stands. */
  CompletionStage<?> refresh() {
    if (!started.getAsBoolean()) {
      return CompletableFuture.completedStage(last);
    }
    List<PoolView> pools = engine.pools().all();
    CompletionStage<Counted> sum = CompletableFuture.completedStage(Counted.NOTHING);
    for (PoolView pool : pools) {
      sum = sum.thenCombine(engine.count(pool), Counted::plus);
    }
    return sum.handle(
        (counted, failure) -> {
          if (failure == null) {
            last = counted;
          }
          return last;
        });
  }
}
