package swarmline.persistence.cassandra;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.cassandra.journal.CassandraJournal;
import scala.Function1;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.embedded.StoreFailure;

/**
 * Pekko's Cassandra journal, behind the store's fence: an event is written only while this node's
 * lease holds and, for a task, while it owns the task's slice; it is acknowledged only if that
 * still holds afterwards. Events of tasks carry their owner's epoch, and a replay follows the
 * latest owner.
 */
public final class FencedJournal extends CassandraJournal {
  /** Epochs that are remembered; a hundred bytes each. */
  private static final int EPOCHS_MAX = 200_000;

  private final CassandraStore store;

  /**
   * Since when entities other than tasks write here, by their persistence ids: their epochs. One
   * that is forgotten begins anew, later.
   */
  private final Map<String, Long> epochs = new ConcurrentHashMap<>();

  /** What was read to find the highest sequence number and is replayed next. */
  private final Map<String, List<TaskEvents.Event>> read = new ConcurrentHashMap<>();

  /** As Pekko calls it. */
  public FencedJournal(Config config, String path) {
    super(config, path);
    store = CassandraPersistence.storeOf(context().system());
  }

  @Override
  public Future<scala.collection.immutable.Seq<Try<BoxedUnit>>> asyncWriteMessages(
      scala.collection.immutable.Seq<AtomicWrite> messages) {
    // All of one call are of one entity.
    Optional<TaskId> task = taskOf(messages.head().persistenceId());
    return FutureConverters.asScala(
        task.isPresent() ? writeTask(task.get(), messages) : writeOther(messages));
  }

  private CompletionStage<scala.collection.immutable.Seq<Try<BoxedUnit>>> writeTask(
      TaskId task, scala.collection.immutable.Seq<AtomicWrite> messages) {
    Optional<Slice> slice = store.slices().owned(task);
    return slice.isEmpty()
        ? CompletableFuture.failedStage(fenced("does not own the slice of " + task))
        : store
            .slices()
            .writing(slice.get(), () -> append(slice.get(), task, messages))
            .thenApply(done -> immutable(List.of()));
  }

  /** Each atomic write is one step. */
  private CompletionStage<Done> append(
      Slice slice, TaskId task, scala.collection.immutable.Seq<AtomicWrite> messages) {
    return Queries.all(
        CollectionConverters.asJava(messages).stream()
            .map(
                write ->
                    store
                        .taskEvents()
                        .append(slice, task, write.lowestSequenceNr(), eventsOf(write)))
            .toList());
  }

  private static List<TaskEvent> eventsOf(AtomicWrite write) {
    return CollectionConverters.asJava(write.payload()).stream()
        .map(event -> (TaskEvent) event.payload())
        .toList();
  }

  private CompletionStage<scala.collection.immutable.Seq<Try<BoxedUnit>>> writeOther(
      scala.collection.immutable.Seq<AtomicWrite> messages) {
    long epoch =
        epochs.computeIfAbsent(
            messages.head().persistenceId(), entity -> System.currentTimeMillis());
    return !store.lease().valid()
        ? CompletableFuture.failedStage(fenced("has no lease"))
        : write(underEpoch(messages, epoch))
            .thenApply(
                done -> {
                  if (!store.lease().valid()) {
                    throw fenced("has no lease any more");
                  }
                  return done;
                });
  }

  private CompletionStage<scala.collection.immutable.Seq<Try<BoxedUnit>>> write(
      scala.collection.immutable.Seq<AtomicWrite> messages) {
    return FutureConverters.asJava(super.asyncWriteMessages(messages));
  }

  private StoreFailure fenced(String why) {
    return new StoreFailure(
        StoreFailure.Reason.UNWRITABLE, "Node " + store.lease().number() + " " + why);
  }

  private static scala.collection.immutable.Seq<AtomicWrite> underEpoch(
      scala.collection.immutable.Seq<AtomicWrite> messages, long epoch) {
    List<AtomicWrite> writes =
        CollectionConverters.asJava(messages).stream()
            .map(
                write ->
                    new AtomicWrite(
                        immutable(
                            CollectionConverters.asJava(write.payload()).stream()
                                .map(event -> underEpoch(event, epoch))
                                .toList())))
            .toList();
    return immutable(writes);
  }

  private static PersistentRepr underEpoch(PersistentRepr event, long epoch) {
    return event.update(
        event.sequenceNr(),
        event.persistenceId(),
        event.deleted(),
        event.sender(),
        History.writer(epoch, event.writerUuid()));
  }

  private static <T> scala.collection.immutable.Seq<T> immutable(List<T> items) {
    return CollectionConverters.asScala(items).toList();
  }

  @Override
  public Future<Object> asyncReadHighestSequenceNr(String persistenceId, long from) {
    Optional<TaskId> task = taskOf(persistenceId);
    if (task.isEmpty()) {
      begin(persistenceId, 0);
      return super.asyncReadHighestSequenceNr(persistenceId, from);
    }
    return FutureConverters.asScala(
        store
            .taskEvents()
            .of(task.get())
            .thenApply(
                events -> {
                  if (events.isEmpty()) {
                    return 0L;
                  }
                  read.put(persistenceId, events);
                  return (Object) events.get(events.size() - 1).sequenceNr();
                }));
  }

  @Override
  public Future<BoxedUnit> asyncReplayMessages(
      String persistenceId,
      long from,
      long to,
      long max,
      Function1<PersistentRepr, BoxedUnit> each) {
    List<TaskEvents.Event> events = read.remove(persistenceId);
    if (events == null) {
      return replayOther(persistenceId, from, to, max, each);
    }
    events.stream()
        .filter(event -> event.sequenceNr() >= from && event.sequenceNr() <= to)
        .limit(max)
        .forEach(event -> each.apply(repr(persistenceId, event)));
    return Future.successful(BoxedUnit.UNIT);
  }

  /** What workers and pools have stored follows the incarnation that was recovered last. */
  private Future<BoxedUnit> replayOther(
      String persistenceId,
      long from,
      long to,
      long max,
      Function1<PersistentRepr, BoxedUnit> each) {
    List<Replayed> stored = new ArrayList<>();
    Function1<PersistentRepr, BoxedUnit> gather =
        event -> {
          stored.add(new Replayed(event));
          return BoxedUnit.UNIT;
        };
    return FutureConverters.asScala(
        FutureConverters.asJava(
                super.asyncReplayMessages(persistenceId, from, to, Long.MAX_VALUE, gather))
            .thenApply(
                done -> {
                  begin(persistenceId, History.lastEpoch(stored));
                  History.of(persistenceId, stored).stream()
                      .limit(max)
                      .forEach(event -> each.apply(event.event()));
                  return BoxedUnit.UNIT;
                }));
  }

  private record Replayed(PersistentRepr event) implements History.Written {
    @Override
    public long sequenceNr() {
      return event.sequenceNr();
    }

    @Override
    public String writer() {
      return event.writerUuid();
    }
  }

  /** From now on an entity of this node writes later than whoever wrote what it has read. */
  private void begin(String persistenceId, long before) {
    if (epochs.size() > EPOCHS_MAX) {
      epochs.clear();
    }
    epochs.put(persistenceId, Math.max(before + 1, System.currentTimeMillis()));
  }

  private static PersistentRepr repr(String persistenceId, TaskEvents.Event event) {
    return PersistentRepr.apply(
        event.event(),
        event.sequenceNr(),
        persistenceId,
        "",
        false,
        ActorRef.noSender(),
        event.writer());
  }

  private static Optional<TaskId> taskOf(String persistenceId) {
    if (!persistenceId.startsWith(PersistenceIds.TASK)) {
      return Optional.empty();
    }
    int slash = persistenceId.indexOf('/');
    return TaskId.parse(
        new TenantId(persistenceId.substring(PersistenceIds.TASK.length(), slash)),
        persistenceId.substring(slash + 1));
  }
}
