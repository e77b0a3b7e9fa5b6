package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;

/**
 * Reads the events of workers and pools that count. Pekko's plugin writes them; its own reader
 * passes on the first of two events with one number, which may be one that nobody was told of.
 */
final class EntityEvents {
  /** As the plugin has it: sequence numbers in one Cassandra partition. */
  static final long PARTITION = 500_000;

  /** A write of several events is not parted, so that a partition may end this much early. */
  private static final long WRITE_MAX = 10_000;

  private final CassandraStore store;
  private final Serialization serialization;

  EntityEvents(CassandraStore store, Serialization serialization) {
    this.store = store;
    this.serialization = serialization;
  }

  /** A stored event. */
  record Event(PersistentRepr event) implements History.Written {
    @Override
    public long sequenceNr() {
      return event.sequenceNr();
    }

    @Override
    public String writer() {
      return event.writerUuid();
    }
  }

  /** The events that count, in order, from a number on. */
  CompletionStage<List<Event>> of(String persistenceId, long from) {
    return read(persistenceId, Math.max(0, from - 1) / PARTITION, from, new ArrayList<>())
        .thenApply(stored -> History.of(persistenceId, stored));
  }

  private CompletionStage<List<Event>> read(
      String persistenceId, long partition, long from, List<Event> found) {
    return store
        .queries()
        .each(
            store.statements().eventsFrom.bind(persistenceId, partition, from),
            row -> found.add(new Event(event(persistenceId, row))))
        .thenCompose(
            done -> {
              long last = found.isEmpty() ? from : found.get(found.size() - 1).sequenceNr();
              return last < (partition + 1) * PARTITION - WRITE_MAX
                  ? CompletableFuture.completedStage(found)
                  : read(persistenceId, partition + 1, from, found);
            });
  }

  private PersistentRepr event(String persistenceId, Row row) {
    Object payload =
        serialization
            .deserialize(
                Places.array(row.getByteBuffer("event")),
                row.getInt("ser_id"),
                row.getString("ser_manifest"))
            .get();
    return PersistentRepr.apply(
        payload,
        row.getLong("sequence_nr"),
        persistenceId,
        row.getString("event_manifest"),
        false,
        ActorRef.noSender(),
        row.getString("writer_uuid"));
  }
}
