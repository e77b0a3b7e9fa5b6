package swarmline.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.StoreMetrics;

/** What the store does, as metrics. Thread-safe. */
final class StoreMeters implements StoreMetrics {
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1)
  };

  private final MeterRegistry registry;
  private final Timer commits;
  private final Counter writes;
  private final Counter bytes;
  private final Counter failed;
  private final Counter refused;
  private final Counter swept;

  StoreMeters(MeterRegistry registry) {
    this.registry = registry;
    this.commits =
        Timer.builder("swarmline.store.commits")
            .description("Time to write and sync one batch")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.writes = counter("swarmline.store.writes", "Writes committed");
    this.bytes =
        Counter.builder("swarmline.store.written")
            .description("Bytes committed")
            .baseUnit("bytes")
            .register(registry);
    this.failed = counter("swarmline.store.failed", "Writes that the disk did not take");
    this.refused = counter("swarmline.store.refused", "Writes refused since too many waited");
    this.swept = counter("swarmline.store.swept", "Rows removed after their retention");
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Shows what waits and how large the store is. */
  void watch(EmbeddedStore store) {
    Gauge.builder("swarmline.store.queue.writes", store, EmbeddedStore::queueDepth)
        .description("Writes that wait for the disk")
        .register(registry);
    Gauge.builder("swarmline.store.queue.size", store, EmbeddedStore::queueBytes)
        .description("Bytes that wait for the disk")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("swarmline.store.writable", store, open -> open.writable() ? 1 : 0)
        .description("Whether the disk takes writes")
        .register(registry);
    Gauge.builder("swarmline.store.tables", store, EmbeddedStore::tableFileBytes)
        .description("Bytes of table files on disk")
        .baseUnit("bytes")
        .register(registry);
  }

  @Override
  public void committed(int writesOfBatch, long bytesOfBatch, long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
    writes.increment(writesOfBatch);
    bytes.increment((double) bytesOfBatch);
  }

  @Override
  public void failed(int writesOfBatch) {
    failed.increment(writesOfBatch);
  }

  @Override
  public void refused() {
    refused.increment();
  }

  @Override
  public void swept(int rows) {
    swept.increment(rows);
  }
}
