package swarmline.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import swarmline.persistence.cassandra.StatementMetrics;

/** What is sent to Cassandra, as metrics. Thread-safe. */
final class CassandraMeters implements StatementMetrics {
  private final MeterRegistry registry;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  private record Kind(String table, boolean read, boolean failed) {}

  CassandraMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void sent(String table, boolean read, boolean failed, long nanos) {
    timers
        .computeIfAbsent(new Kind(table, read, failed), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Kind kind) {
    return Timer.builder("swarmline.cassandra.statements")
        .description("Statements sent to Cassandra and answered, batches and pages being one each")
        .tag("table", kind.table())
        .tag("kind", kind.read() ? "read" : "write")
        .tag("failed", Boolean.toString(kind.failed()))
        .register(registry);
  }
}
