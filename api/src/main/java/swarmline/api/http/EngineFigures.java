package swarmline.api.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.dispatch.PartitionCommand.Counted;

/**
 * How much there is in the engine on this node, over all tenants: what its partitions said last, so
 * that reading the metrics asks nobody, and costs the same however many pools there are.
 */
final class EngineFigures {
  private EngineFigures() {}

  static void register(Engine engine, MeterRegistry registry) {
    var of = new Registration(engine, registry);
    of.counted("tasks.open", "Tasks without an outcome", Counted::open);
    of.counted("tasks.offerable", "Open tasks with a free place", Counted::offerable);
    of.counted("tasks.in.memory", "Tasks that have an actor", Counted::inMemory);
    of.counted("leases", "Live leases", Counted::leased);
    of.counted("workers.waiting", "Places in the lines of partitions", Counted::waiting);
    of.gauge("pools", "Pools, archived ones too", its -> its.pools().size());
    of.gauge("partitions", "Slices of pools", its -> its.pools().slices());
  }

  private record Registration(Engine engine, MeterRegistry registry) {
    void counted(String name, String description, ToDoubleFunction<Counted> figure) {
      gauge(name, description, its -> figure.applyAsDouble(its.counted()));
    }

    void gauge(String name, String description, ToDoubleFunction<Engine> figure) {
      Gauge.builder("swarmline.engine." + name, engine, figure)
          .description(description)
          .register(registry);
    }
  }
}
