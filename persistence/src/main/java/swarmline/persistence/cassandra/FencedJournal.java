package swarmline.persistence.cassandra;

import com.typesafe.config.Config;
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
import org.apache.pekko.serialization.SerializationExtension;
import scala.Function1;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.embedded.StoreFailure;

/**
 * Pekko's Cassandra journal, behind the store's fence: an event is written only while this node's
 * lease holds and, for a task, while it owns the task's slice; it is acknowledged only if that
 * still holds afterwards, and for a worker or a pool only if no other node has recovered it. Events
 * carry the epoch of who wrote them, and a replay follows the latest.
 */
public final class FencedJournal extends CassandraJournal {
  private final CassandraStore store;
  private final EntityEvents others;

  /** What was read to find the highest sequence number and is replayed next. */
  private final Map<String, List<PersistentRepr>> read = new ConcurrentHashMap<>();

  /** As Pekko calls it. */
  public FencedJournal(Config config, String path) {
    super(config, path);
    store = CassandraPersistence.storeOf(context().system());
    others = new EntityEvents(store, SerializationExtension.get(context().system()));
  }

  @Override
  public Future<scala.collection.immutable.Seq<Try<BoxedUnit>>> asyncWriteMessages(
      scala.collection.immutable.Seq<AtomicWrite> messages) {
    // All of one call are of one entity.
    Optional<TaskId> task = PersistenceIds.taskOf(messages.head().persistenceId());
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
    String entity = messages.head().persistenceId();
    if (!store.lease().valid()) {
      return CompletableFuture.failedStage(fenced("has no lease"));
    }
    long epoch = store.writers().epoch(entity);
    return write(underEpoch(messages, epoch))
        .thenCompose(done -> store.writers().check(entity, epoch).thenApply(alone -> done))
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

  /**
   * The entity begins here, and what it is to replay is read in one go.
   *
   * @param from the number of the snapshot that it goes on from; 0 for none
   */
  @Override
  public Future<Object> asyncReadHighestSequenceNr(String persistenceId, long from) {
    return FutureConverters.asScala(
        history(persistenceId, from)
            .thenApply(
                events -> {
                  if (events.isEmpty()) {
                    return (Object) from;
                  }
                  read.put(persistenceId, events);
                  return Math.max(from, events.get(events.size() - 1).sequenceNr());
                }));
  }

  private CompletionStage<List<PersistentRepr>> history(String persistenceId, long from) {
    Optional<TaskId> task = PersistenceIds.taskOf(persistenceId);
    return task.isPresent()
        ? store
            .taskEvents()
            .of(task.get())
            .thenApply(all -> all.stream().map(event -> repr(persistenceId, event)).toList())
        : store
            .writers()
            .begin(persistenceId)
            .thenCompose(begun -> others.of(persistenceId, from + 1))
            .thenApply(all -> all.stream().map(EntityEvents.Event::event).toList());
  }

  @Override
  public Future<BoxedUnit> asyncReplayMessages(
      String persistenceId,
      long from,
      long to,
      long max,
      Function1<PersistentRepr, BoxedUnit> each) {
    List<PersistentRepr> events = read.remove(persistenceId);
    if (events != null) {
      events.stream()
          .filter(event -> event.sequenceNr() >= from && event.sequenceNr() <= to)
          .limit(max)
          .forEach(each::apply);
    }
    return Future.successful(BoxedUnit.UNIT);
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
}
