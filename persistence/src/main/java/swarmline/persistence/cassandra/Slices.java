package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.persistence.embedded.StoreFailure;

/**
 * The partitions that this process owns. One is taken by compare-and-set when its owner of before
 * has left it, or has ended; until then whoever takes it waits. Thread-safe.
 */
final class Slices {
  private static final Logger LOG = LoggerFactory.getLogger(Slices.class);
  private static final Duration AGAIN_AFTER = Duration.ofMillis(200);

  /** The owner of a slice that nobody owns. */
  private static final long NOBODY = 0;

  private final Queries queries;
  private final Statements statements;
  private final NodeLease lease;
  private final Map<PartitionId, Slice> owned = new ConcurrentHashMap<>();
  private final Map<PoolId, Integer> counts = new ConcurrentHashMap<>();
  private final Map<PartitionId, CompletionStage<?>> leaving = new ConcurrentHashMap<>();

  Slices(Queries queries, Statements statements, NodeLease lease) {
    this.queries = queries;
    this.statements = statements;
    this.lease = lease;
  }

  /** Takes a partition, waiting for its owner of before to be gone. */
  CompletionStage<Slice> take(PartitionId partition) {
    CompletionStage<?> before =
        leaving.getOrDefault(partition, CompletableFuture.completedStage(null));
    return before.handle((done, failure) -> null).thenCompose(done -> attempt(partition));
  }

  private CompletionStage<Slice> attempt(PartitionId partition) {
    if (!lease.valid()) {
      return CompletableFuture.failedStage(fenced(partition));
    }
    PoolId pool = partition.pool();
    return queries
        .first(
            statements
                .slice
                .bind(pool.tenant().value(), pool.code(), partition.index())
                .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL))
        .thenCompose(
            row ->
                row.isEmpty() || row.get().isNull("epoch")
                    ? firstOwner(partition)
                    : nextOwner(partition, row.get()))
        .thenCompose(epoch -> epoch.isPresent() ? taken(partition, epoch.get()) : again(partition));
  }

  private CompletionStage<Slice> again(PartitionId partition) {
    return Queries.later(AGAIN_AFTER).thenCompose(nothing -> attempt(partition));
  }

  private CompletionStage<Optional<Long>> firstOwner(PartitionId partition) {
    PoolId pool = partition.pool();
    return queries
        .applied(
            statements.firstOwner.bind(
                pool.tenant().value(),
                pool.code(),
                partition.index(),
                partition.count(),
                1L,
                lease.number()))
        .thenApply(applied -> applied ? Optional.of(1L) : Optional.empty());
  }

  private CompletionStage<Optional<Long>> nextOwner(PartitionId partition, Row row) {
    long owner = row.getLong("owner");
    CompletionStage<Boolean> free =
        owner == NOBODY || owner == lease.number()
            ? CompletableFuture.completedStage(true)
            : lease.ended(owner);
    return free.thenCompose(
        yes ->
            yes
                ? takeFrom(partition, row.getLong("epoch"), owner)
                : CompletableFuture.completedStage(Optional.empty()));
  }

  private CompletionStage<Optional<Long>> takeFrom(PartitionId partition, long epoch, long owner) {
    PoolId pool = partition.pool();
    return queries
        .applied(
            statements.nextOwner.bind(
                epoch + 1,
                lease.number(),
                pool.tenant().value(),
                pool.code(),
                partition.index(),
                epoch,
                owner))
        .thenApply(applied -> applied ? Optional.of(epoch + 1) : Optional.empty());
  }

  private CompletionStage<Slice> taken(PartitionId partition, long epoch) {
    PoolId pool = partition.pool();
    return queries
        .first(statements.slice.bind(pool.tenant().value(), pool.code(), partition.index()))
        .thenCompose(
            row ->
                lastOrder(partition, bucket(row))
                    .thenApply(
                        last ->
                            new Slice(
                                partition,
                                epoch,
                                last,
                                row.map(r -> r.getLong("swept")).orElse(0L))))
        .thenApply(
            slice -> {
              counts.put(pool, partition.count());
              owned.put(partition, slice);
              LOG.debug("Node {} owns {} from epoch {} on", lease.number(), partition, epoch);
              return slice;
            });
  }

  private static long bucket(Optional<Row> row) {
    return row.map(r -> r.getLong("order_bucket")).orElse(0L);
  }

  /** The last place taken in the order of records. */
  private CompletionStage<Long> lastOrder(PartitionId partition, long bucket) {
    PoolId pool = partition.pool();
    return queries
        .first(
            statements.orderEnd.bind(pool.tenant().value(), pool.code(), partition.index(), bucket))
        .thenApply(
            row ->
                Math.max(
                    bucket * Slice.ORDER_BUCKET - 1,
                    row.filter(r -> !r.isNull("last")).map(r -> r.getLong("last")).orElse(-1L)));
  }

  /** The slice, where this process owns it and may write. */
  Optional<Slice> owned(PartitionId partition) {
    return lease.valid() ? Optional.ofNullable(owned.get(partition)) : Optional.empty();
  }

  /** All that this process owns now. */
  List<Slice> all() {
    return List.copyOf(owned.values());
  }

  /** The slice that a task lives in. */
  Optional<Slice> owned(TaskId task) {
    Integer count = counts.get(task.pool());
    return count == null ? Optional.empty() : owned(PartitionId.of(task, count));
  }

  /**
   * Where a task lives, whoever owns that; how many slices a pool has never changes. Of a pool that
   * nobody ever owned a slice of, nothing is stored anywhere.
   */
  CompletionStage<PartitionId> partition(TaskId task) {
    PoolId pool = task.pool();
    Integer known = counts.get(pool);
    return known != null
        ? CompletableFuture.completedStage(PartitionId.of(task, known))
        : queries
            .first(statements.slices.bind(pool.tenant().value(), pool.code()))
            .thenApply(
                row -> {
                  int count = row.map(r -> r.getInt("count")).orElse(1);
                  row.ifPresent(r -> counts.put(pool, count));
                  return PartitionId.of(task, count);
                });
  }

  /** Writes under the slice: refused without ownership, and not acknowledged without it either. */
  <T> CompletionStage<T> writing(PartitionId partition, WriteUnder<T> write) {
    Optional<Slice> slice = owned(partition);
    return slice.isPresent()
        ? writing(slice.get(), () -> write.by(slice.get()))
        : CompletableFuture.failedStage(fenced(partition));
  }

  /** What is written under a slice. */
  interface WriteUnder<T> {
    CompletionStage<T> by(Slice slice);
  }

  <T> CompletionStage<T> writing(Slice slice, Supplier<CompletionStage<T>> write) {
    if (!slice.begin()) {
      return CompletableFuture.failedStage(fenced(slice.partition()));
    }
    return write
        .get()
        .whenComplete((done, failure) -> slice.end())
        .thenApply(
            done -> {
              if (!lease.valid()) {
                throw fenced(slice.partition());
              }
              return done;
            });
  }

  StoreFailure fenced(PartitionId partition) {
    return new StoreFailure(
        StoreFailure.Reason.UNWRITABLE,
        "Node " + lease.number() + " does not own " + partition + " now");
  }

  /** Lets go of a partition once all it wrote is stored. */
  CompletionStage<Done> leave(PartitionId partition) {
    Slice slice = owned.remove(partition);
    if (slice == null) {
      return CompletableFuture.completedStage(Done.getInstance());
    }
    PoolId pool = partition.pool();
    CompletionStage<Done> gone =
        slice
            .leave()
            .thenCompose(
                idle ->
                    queries.applied(
                        statements.leaveSlice.bind(
                            NOBODY,
                            pool.tenant().value(),
                            pool.code(),
                            partition.index(),
                            slice.epoch())))
            .thenApply(applied -> Done.getInstance());
    leaving.put(partition, gone);
    gone.whenComplete((done, failure) -> leaving.remove(partition, gone));
    return gone;
  }
}
