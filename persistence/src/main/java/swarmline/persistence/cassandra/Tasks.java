package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.catalog.Page;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskDefinition;
import swarmline.persistence.catalog.Gathered;
import swarmline.persistence.catalog.OpenRow;

/** Definitions, keys, and the rows of open tasks. */
final class Tasks {
  /** Buckets of open tasks that are read at the same time. */
  private static final int BUCKETS_AT_ONCE = 16;

  private final CassandraStore store;
  private final Queries queries;
  private final Statements statements;

  Tasks(CassandraStore store) {
    this.store = store;
    this.queries = store.queries();
    this.statements = store.statements();
  }

  CompletionStage<Optional<TaskDefinition>> definition(TaskId task) {
    PoolId pool = task.pool();
    return queries
        .first(
            statements.definition.bind(
                pool.tenant().value(),
                pool.code(),
                Places.definitions(task.number()),
                task.number()))
        .thenApply(row -> row.map(Tasks::definitionIn));
  }

  private static TaskDefinition definitionIn(Row row) {
    return Places.decode(TaskDefinition.class, row.getByteBuffer("definition"));
  }

  CompletionStage<List<TaskDefinition>> definitions(PoolId pool, List<Long> numbers) {
    return rowsOf(statements.definitionsOf, pool, numbers)
        .thenApply(
            found ->
                numbers.stream()
                    .map(found::get)
                    .filter(Objects::nonNull)
                    .map(Tasks::definitionIn)
                    .toList());
  }

  /**
   * The rows of these tasks, by their numbers, in a table that has them in definitions' buckets.
   */
  CompletionStage<Map<Long, Row>> rowsOf(
      PreparedStatement statement, PoolId pool, List<Long> numbers) {
    Map<Long, Row> found = new ConcurrentHashMap<>();
    return Queries.all(
            numbers.stream().collect(Collectors.groupingBy(Places::definitions)).entrySet().stream()
                .map(
                    bucket ->
                        queries.each(
                            statement.bind(
                                pool.tenant().value(),
                                pool.code(),
                                bucket.getKey(),
                                bucket.getValue()),
                            row -> found.put(row.getLong("number"), row)))
                .toList())
        .thenApply(done -> found);
  }

  /** Definitions after a number, in the order of their numbers. */
  CompletionStage<Page<TaskDefinition>> definitionsAfter(PoolId pool, long number, int limit) {
    return lastNumber(pool)
        .thenCompose(last -> gather(pool, number, last, new Gathered<>(limit)))
        .thenApply(found -> found.page(definition -> Long.toString(definition.id().number())));
  }

  /** Reads bucket after bucket until there is one more than there is room for, or no more. */
  private CompletionStage<Gathered<TaskDefinition>> gather(
      PoolId pool, long after, long last, Gathered<TaskDefinition> found) {
    if (found.more() || after >= last) {
      return CompletableFuture.completedStage(found);
    }
    long bucket = Places.definitions(after + 1);
    return queries
        .eachWhile(
            statements.definitionsAfter.bind(
                pool.tenant().value(), pool.code(), bucket, after, found.left() + 1),
            row -> found.add(definitionIn(row), row.getByteBuffer("definition").remaining()))
        .thenCompose(done -> gather(pool, (bucket + 1) * Places.DEFINITIONS - 1, last, found));
  }

  private CompletionStage<Long> lastNumber(PoolId pool) {
    return queries
        .rows(statements.slices.bind(pool.tenant().value(), pool.code()))
        .thenApply(
            rows ->
                rows.stream()
                    .filter(row -> row.getLong("last_position") > 0)
                    .mapToLong(
                        row ->
                            new PartitionId(pool, row.getInt("slice"), row.getInt("count"))
                                .numberAt(row.getLong("last_position")))
                    .max()
                    .orElse(0));
  }

  CompletionStage<Long> lastPosition(PartitionId partition) {
    PoolId pool = partition.pool();
    return queries
        .first(statements.slice.bind(pool.tenant().value(), pool.code(), partition.index()))
        .thenApply(row -> row.map(r -> r.getLong("last_position")).orElse(0L));
  }

  CompletionStage<Done> putLastPosition(Slice slice, long position) {
    PartitionId partition = slice.partition();
    PoolId pool = partition.pool();
    return store
        .writes()
        .write(
            List.of("slices", pool, partition.index()),
            statements.putPosition.bind(
                slice.writeTime(), position, pool.tenant().value(), pool.code(), partition.index()),
            Long.BYTES);
  }

  CompletionStage<Done> putDefinition(Slice slice, TaskDefinition task) {
    PoolId pool = task.id().pool();
    long number = task.id().number();
    long bucket = Places.definitions(number);
    ByteBuffer bytes = Places.bytes(task);
    return store
        .writes()
        .write(
            Places.of("definitions", pool, bucket),
            statements.putDefinition.bind(
                pool.tenant().value(), pool.code(), bucket, number, bytes, slice.writeTime()),
            bytes.remaining());
  }

  CompletionStage<Done> putOpen(Slice slice, long number, byte[] row, boolean touched) {
    PartitionId partition = slice.partition();
    PreparedStatement put = touched ? statements.putOpenTouched : statements.putOpen;
    long bucket = Places.open(partition, number);
    return store
        .writes()
        .write(
            Places.openPlace(partition, bucket),
            put.bind(
                partition.pool().tenant().value(),
                partition.pool().code(),
                partition.index(),
                bucket,
                number,
                ByteBuffer.wrap(row),
                slice.writeTime()),
            row.length);
  }

  CompletionStage<Done> removeOpen(Slice slice, long number) {
    PartitionId partition = slice.partition();
    long bucket = Places.open(partition, number);
    return store
        .writes()
        .write(
            Places.openPlace(partition, bucket),
            statements.removeOpen.bind(
                slice.writeTime(),
                partition.pool().tenant().value(),
                partition.pool().code(),
                partition.index(),
                bucket,
                number),
            Long.BYTES);
  }

  /** Hands every open task of the slice to the consumer, one at a time. */
  CompletionStage<Done> scan(Slice slice, Consumer<OpenTask> each) {
    return lastPosition(slice.partition())
        .thenCompose(
            last -> {
              List<CompletionStage<Done>> readers = new ArrayList<>();
              for (int reader = 0; reader < BUCKETS_AT_ONCE; reader++) {
                readers.add(scan(slice.partition(), reader, last / Places.OPEN, each));
              }
              return Queries.all(readers);
            });
  }

  private CompletionStage<Done> scan(
      PartitionId partition, long bucket, long last, Consumer<OpenTask> each) {
    if (bucket > last) {
      return CompletableFuture.completedStage(Done.getInstance());
    }
    PoolId pool = partition.pool();
    return queries
        .each(
            statements.open.bind(pool.tenant().value(), pool.code(), partition.index(), bucket),
            row -> open(row, each))
        .thenCompose(done -> scan(partition, bucket + BUCKETS_AT_ONCE, last, each));
  }

  /** A mark that came after its task was removed is no open task. */
  private static void open(Row row, Consumer<OpenTask> each) {
    ByteBuffer open = row.getByteBuffer("row");
    if (open != null) {
      OpenTask task =
          OpenRow.read(row.getLong("number"), Places.array(open), row.getBoolean("touched"));
      synchronized (each) {
        each.accept(task);
      }
    }
  }
}
