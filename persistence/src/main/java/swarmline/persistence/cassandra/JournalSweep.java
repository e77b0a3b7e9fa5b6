package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import swarmline.engine.catalog.TaskRecord;

/**
 * Removes the journals of final tasks once they were kept long enough, in the order in which the
 * tasks ended. How far it came stands in the slice's row; each step takes its turn with the endings
 * and reopenings of the slice, so that no task is reopened whose journal is going. Thread-safe.
 */
final class JournalSweep {
  private static final Logger LOG = LoggerFactory.getLogger(JournalSweep.class);

  /** Tasks in one step; an ending may have to wait for one step. */
  private static final int STEP = 256;

  private final CassandraStore store;
  private final Records records;
  private final Duration keep;

  JournalSweep(CassandraStore store, Records records, Duration keep) {
    this.store = store;
    this.records = records;
    this.keep = keep;
  }

  /** Sweeps all slices of this process again and again, until the store is closed. */
  @SuppressWarnings("FutureReturnValueIgnored") // a sweep says itself what goes wrong
  void start(Duration every) {
    store
        .timer()
        .scheduleWithFixedDelay(
            () -> store.slices().all().forEach(slice -> sweepAlone(slice, every)),
            every.toNanos(),
            every.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** One slice after the other, so that sweeping never takes much of Cassandra. */
  private void sweepAlone(Slice slice, Duration patience) {
    try {
      sweep(slice, Instant.now())
          .toCompletableFuture()
          .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
          .join();
    } catch (RuntimeException e) {
      // What was not removed is found again next time, by whoever owns the slice then.
      LOG.debug("Journals of {} were not swept: {}", slice.partition(), e.getMessage());
    }
  }

  /** Removes what is due in a slice; completes with how many tasks it went past. */
  CompletionStage<Long> sweep(Slice slice, Instant now) {
    return step(slice, now)
        .thenCompose(
            passed ->
                passed < STEP
                    ? CompletableFuture.completedStage((long) passed)
                    : sweep(slice, now).thenApply(more -> more + passed));
  }

  private CompletionStage<Integer> step(Slice slice, Instant now) {
    return store
        .slices()
        .writing(
            slice,
            () ->
                slice.inTurn(
                    () ->
                        records
                            .ended(slice, slice.swept(), STEP)
                            .thenCompose(places -> remove(slice, places, now))));
  }

  private CompletionStage<Integer> remove(Slice slice, List<Records.Place> places, Instant now) {
    return records
        .stored(slice.partition().pool(), places.stream().map(Records.Place::number).toList())
        .thenCompose(
            stored -> {
              List<Records.Place> due = due(slice, places, stored, now);
              if (due.isEmpty()) {
                return CompletableFuture.completedStage(0);
              }
              List<CompletionStage<Done>> removed =
                  due.stream()
                      .filter(place -> isAt(slice, stored.get(place.number()), place))
                      .map(place -> store.taskEvents().remove(slice, place.number()))
                      .toList();
              long next = due.get(due.size() - 1).position() + 1;
              return Queries.all(removed)
                  .thenCompose(done -> records.putSwept(slice, next))
                  .thenApply(done -> due.size());
            });
  }

  /** Those from the first on whose journals are over; places that hold nothing any more too. */
  private List<Records.Place> due(
      Slice slice, List<Records.Place> places, Map<Long, Row> stored, Instant now) {
    return places.stream()
        .takeWhile(
            place -> {
              Row row = stored.get(place.number());
              return !isAt(slice, row, place) || isDue(row, now);
            })
        .toList();
  }

  private static boolean isAt(Slice slice, Row row, Records.Place place) {
    return row != null
        && row.getInt("slice") == slice.partition().index()
        && row.getLong("position") == place.position();
  }

  private boolean isDue(Row row, Instant now) {
    return row.getBoolean("settled")
        && !Places.decode(TaskRecord.class, row.getByteBuffer("record"))
            .at()
            .plus(keep)
            .isAfter(now);
  }
}
