package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import swarmline.engine.catalog.FeedEntries;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.Page;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskDefinition;
import swarmline.persistence.catalog.Gathered;
import swarmline.persistence.catalog.OpenRow;

/**
 * Records of ended tasks. What one ending writes is in several Cassandra partitions and not one
 * step, so it goes in an order in which a crash leaves nothing but work to be done again: the feed,
 * the record with its place in the order, and only then the task leaves the open ones.
 */
final class Records {
  private final CassandraStore store;
  private final Queries queries;
  private final Statements statements;
  private final Tasks tasks;
  private final Feed feed;

  Records(CassandraStore store, Tasks tasks, Feed feed) {
    this.store = store;
    this.queries = store.queries();
    this.statements = store.statements();
    this.tasks = tasks;
    this.feed = feed;
  }

  CompletionStage<Done> finish(PartitionId partition, List<TaskRecord> records) {
    return store
        .slices()
        .writing(
            partition,
            slice ->
                slice.inTurn(
                    () ->
                        stored(partition.pool(), numbers(records))
                            .thenCompose(
                                stored ->
                                    feed.append(unsaid(records, stored))
                                        .thenCompose(done -> end(slice, records, stored)))));
  }

  /** The entry of a record is stored before it: one whose record is stored was said. */
  private static List<FeedEntry> unsaid(List<TaskRecord> records, Map<Long, Row> stored) {
    return records.stream()
        .filter(record -> !stored.containsKey(record.task().number()))
        .map(FeedEntries::ended)
        .toList();
  }

  private static List<Long> numbers(List<TaskRecord> records) {
    return records.stream().map(record -> record.task().number()).distinct().toList();
  }

  CompletionStage<Map<Long, Row>> stored(PoolId pool, List<Long> numbers) {
    return tasks.rowsOf(statements.recordsOf, pool, numbers);
  }

  private CompletionStage<Done> end(Slice slice, List<TaskRecord> records, Map<Long, Row> stored) {
    List<CompletionStage<Done>> writes = new ArrayList<>();
    List<TaskRecord> settled = new ArrayList<>();
    Map<Long, Long> placed = new HashMap<>();
    for (TaskRecord record : records) {
      Row before = stored.get(record.task().number());
      boolean isFinal = before != null && before.getBoolean("settled");
      if (isFinal) {
        writes.add(addLateAnswers(slice, before, record));
      } else {
        long place =
            before != null
                ? before.getLong("position")
                : placed.computeIfAbsent(record.task().number(), number -> slice.nextOrder());
        writes.add(put(slice, record, place, before == null));
      }
      if (record.settled()) {
        settled.add(record);
      }
    }
    return Queries.all(writes)
        .thenCompose(
            done ->
                Queries.all(
                    settled.stream()
                        .map(record -> tasks.removeOpen(slice, record.task().number()))
                        .toList()));
  }

  /** A final record stays as it is, but for answers that were kept though they came late. */
  private CompletionStage<Done> addLateAnswers(Slice slice, Row before, TaskRecord record) {
    TaskRecord stored = recordIn(before);
    TaskRecord fuller = stored.withLateAnswersOf(record);
    return fuller.equals(stored)
        ? CompletableFuture.completedStage(Done.getInstance())
        : put(slice, fuller, before.getLong("position"), false);
  }

  /** Gives an ended task the next place in its slice. */
  CompletionStage<Done> copy(Slice slice, TaskRecord record) {
    return put(slice, record, slice.nextOrder(), true);
  }

  private CompletionStage<Done> put(Slice slice, TaskRecord record, long place, boolean isNew) {
    PoolId pool = record.task().pool();
    long number = record.task().number();
    long bucket = Places.definitions(number);
    ByteBuffer bytes = Places.bytes(record);
    CompletionStage<Done> ordered =
        isNew
            ? putOrder(slice, place, number)
            : CompletableFuture.completedStage(Done.getInstance());
    CompletionStage<Done> written =
        store
            .writes()
            .write(
                Places.of("records", pool, bucket),
                statements.putRecord.bind(
                    pool.tenant().value(),
                    pool.code(),
                    bucket,
                    number,
                    slice.partition().index(),
                    place,
                    record.settled(),
                    bytes,
                    slice.writeTime()),
                bytes.remaining());
    return ordered.thenCombine(written, (one, other) -> one);
  }

  /** The first place of a bucket says so in the slice's row, where a later owner begins to look. */
  private CompletionStage<Done> putOrder(Slice slice, long place, long number) {
    PartitionId partition = slice.partition();
    PoolId pool = partition.pool();
    long bucket = place / Slice.ORDER_BUCKET;
    CompletionStage<Done> noted =
        place % Slice.ORDER_BUCKET == 0
            ? store
                .writes()
                .write(
                    List.of("slices", pool, partition.index()),
                    statements.putOrderBucket.bind(
                        slice.writeTime(),
                        bucket,
                        pool.tenant().value(),
                        pool.code(),
                        partition.index()),
                    Long.BYTES)
            : CompletableFuture.completedStage(Done.getInstance());
    return noted.thenCompose(
        done ->
            store
                .writes()
                .write(
                    List.of("record_order", pool, partition.index(), bucket),
                    statements.putOrder.bind(
                        pool.tenant().value(),
                        pool.code(),
                        partition.index(),
                        bucket,
                        place,
                        number,
                        slice.writeTime()),
                    2 * Long.BYTES));
  }

  CompletionStage<Optional<TaskRecord>> record(TaskId task) {
    PoolId pool = task.pool();
    return queries
        .first(
            statements.record.bind(
                pool.tenant().value(),
                pool.code(),
                Places.definitions(task.number()),
                task.number()))
        .thenApply(row -> row.map(Records::recordIn));
  }

  private static TaskRecord recordIn(Row row) {
    return Places.decode(TaskRecord.class, row.getByteBuffer("record"));
  }

  /** The task is open and touched first, and its record goes then. */
  CompletionStage<Done> reopen(PartitionId partition, TaskId task) {
    return store.slices().writing(partition, slice -> slice.inTurn(() -> reopen(slice, task)));
  }

  private CompletionStage<Done> reopen(Slice slice, TaskId task) {
    return stored(task.pool(), List.of(task.number()))
        .thenCompose(
            stored -> {
              Row record = stored.get(task.number());
              if (record == null) {
                return CompletableFuture.completedStage(Done.getInstance());
              }
              return record.getLong("position") < slice.swept()
                  ? CompletableFuture.failedStage(
                      new IllegalStateException("The journal of " + task + " is gone"))
                  : tasks
                      .definition(task)
                      .thenCompose(definition -> open(slice, task, definition))
                      .thenCompose(done -> remove(slice, task));
            });
  }

  private CompletionStage<Done> open(
      Slice slice, TaskId task, Optional<TaskDefinition> definition) {
    return definition.isPresent()
        ? tasks.putOpen(slice, task.number(), OpenRow.of(definition.get()), true)
        : CompletableFuture.failedStage(
            new IllegalStateException("The final task " + task + " has no definition"));
  }

  private CompletionStage<Done> remove(Slice slice, TaskId task) {
    PoolId pool = task.pool();
    long bucket = Places.definitions(task.number());
    return store
        .writes()
        .write(
            Places.of("records", pool, bucket),
            statements.removeRecord.bind(
                slice.writeTime(), pool.tenant().value(), pool.code(), bucket, task.number()),
            Long.BYTES);
  }

  /**
   * Records after a cursor. A page holds those of one slice only: so what is given again from the
   * same cursor has what was in it before what is new.
   */
  CompletionStage<Page<TaskRecord>> page(PoolId pool, Positions after, int limit) {
    return queries
        .rows(statements.slices.bind(pool.tenant().value(), pool.code()))
        .thenCompose(
            rows -> {
              var slices = new TreeMap<Integer, Integer>();
              rows.forEach(row -> slices.put(row.getInt("slice"), row.getInt("count")));
              return page(pool, List.copyOf(slices.keySet()), after, limit);
            });
  }

  private CompletionStage<Page<TaskRecord>> page(
      PoolId pool, List<Integer> slices, Positions after, int limit) {
    if (slices.isEmpty()) {
      return CompletableFuture.completedStage(new Page<>(List.of(), null));
    }
    int slice = slices.get(0);
    List<Integer> others = slices.subList(1, slices.size());
    return order(pool, slice, after.of(slice), limit + 1, new ArrayList<>())
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return page(pool, others, after, limit);
              }
              boolean more = found.size() > limit;
              List<Place> places = more ? found.subList(0, limit) : found;
              return recordsAt(pool, slice, places, new Part(limit))
                  .thenCompose(
                      part -> {
                        Positions next = after.with(slice, part.last.position() + 1);
                        return (more || part.records.more()
                                ? CompletableFuture.completedStage(true)
                                : any(pool, others, next))
                            .thenApply(
                                yes -> new Page<>(part.records.items(), yes ? next.text() : null));
                      });
            });
  }

  /** A page of records as it is read, and the last place that was looked at. */
  private static final class Part {
    private final Gathered<TaskRecord> records;
    private Place last;

    Part(int limit) {
      this.records = new Gathered<>(limit);
    }
  }

  private CompletionStage<Boolean> any(PoolId pool, List<Integer> slices, Positions after) {
    return slices.isEmpty()
        ? CompletableFuture.completedStage(false)
        : order(pool, slices.get(0), after.of(slices.get(0)), 1, new ArrayList<>())
            .thenCompose(
                found ->
                    found.isEmpty()
                        ? any(pool, slices.subList(1, slices.size()), after)
                        : CompletableFuture.completedStage(true));
  }

  /** A task's place in the order of its slice. */
  record Place(long position, long number) {}

  /** The tasks of a slice that ended, from a place on. */
  CompletionStage<List<Place>> ended(Slice slice, long from, int limit) {
    PartitionId partition = slice.partition();
    return order(partition.pool(), partition.index(), from, limit, new ArrayList<>());
  }

  /** Notes up to where the journals of a slice have gone. */
  CompletionStage<Done> putSwept(Slice slice, long next) {
    PartitionId partition = slice.partition();
    slice.sweptTo(next);
    return store
        .writes()
        .write(
            List.of("slices", partition.pool(), partition.index()),
            statements.putSwept.bind(
                slice.writeTime(),
                next,
                partition.pool().tenant().value(),
                partition.pool().code(),
                partition.index()),
            Long.BYTES);
  }

  /** Places from a position on; buckets follow each other without gaps. */
  private CompletionStage<List<Place>> order(
      PoolId pool, int slice, long from, int limit, List<Place> found) {
    long bucket = from / Slice.ORDER_BUCKET;
    int before = found.size();
    return queries
        .each(
            statements.orderAfter.bind(
                pool.tenant().value(), pool.code(), slice, bucket, from - 1, limit - found.size()),
            row -> found.add(new Place(row.getLong("position"), row.getLong("number"))))
        .thenCompose(
            done ->
                found.size() >= limit || (found.size() == before && from % Slice.ORDER_BUCKET == 0)
                    ? CompletableFuture.completedStage(found)
                    : order(pool, slice, (bucket + 1) * Slice.ORDER_BUCKET, limit, found));
  }

  /** Reads the records of some places at a time, until the page has no room for the next. */
  private CompletionStage<Part> recordsAt(PoolId pool, int slice, List<Place> places, Part part) {
    if (places.isEmpty() || part.records.more()) {
      return CompletableFuture.completedStage(part);
    }
    int some = Math.min(Queries.LARGE_ROWS_AT_ONCE, places.size());
    List<Place> first = places.subList(0, some);
    return stored(pool, first.stream().map(Place::number).distinct().toList())
        .thenCompose(
            found -> {
              take(slice, first, found, part);
              return recordsAt(pool, slice, places.subList(some, places.size()), part);
            });
  }

  /** A place whose task was reopened, or whose record has another place, holds nothing. */
  private static void take(int slice, List<Place> places, Map<Long, Row> found, Part part) {
    for (Place place : places) {
      Row row = found.get(place.number());
      boolean holds =
          row != null
              && row.getInt("slice") == slice
              && row.getLong("position") == place.position();
      if (holds && !part.records.add(recordIn(row), row.getByteBuffer("record").remaining())) {
        return;
      }
      part.last = place;
    }
  }
}
