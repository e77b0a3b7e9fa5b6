package swarmline.persistence.journal;

import java.util.IdentityHashMap;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.JournalProtocol.LoopMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageFailure;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageRejected;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesFailed;
import org.apache.pekko.persistence.NonPersistentRepr;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import scala.collection.Iterator;
import swarmline.persistence.embedded.Commit;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Rows;
import swarmline.persistence.embedded.StoreFailure;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.embedded.Write;

/**
 * The events of one message of an entity, encoded. Atomic writes that cannot be encoded are
 * rejected; the others are stored together. It answers the entity in the order that Pekko asks for.
 */
final class EventsWrite implements Write {
  private static final int ROWS_BYTES = 384;

  private final WriteMessages message;
  private final ActorRef journal;
  private final Rows rows = new Rows(ROWS_BYTES);

  /** Null while there are none. */
  private IdentityHashMap<AtomicWrite, Exception> rejections;

  private int atomicWrites;

  EventsWrite(WriteMessages message, ActorRef journal) {
    this.message = message;
    this.journal = journal;
  }

  void add(AtomicWrite write, long now, PayloadCodec codec) {
    atomicWrites++;
    Rows.Mark before = rows.mark();
    try {
      encode(write, now, codec);
    } catch (Exception e) {
      rows.reset(before);
      reject(write, e);
    }
  }

  private void reject(AtomicWrite write, Exception cause) {
    if (rejections == null) {
      rejections = new IdentityHashMap<>();
    }
    rejections.put(write, cause);
  }

  private void encode(AtomicWrite write, long now, PayloadCodec codec) {
    byte[] persistenceId = Keys.utf8(write.persistenceId());
    Iterator<PersistentRepr> events = write.payload().iterator();
    while (events.hasNext()) {
      PersistentRepr event = events.next();
      StoredEvent stored = codec.encode(event.payload(), now, event.writerUuid(), event.manifest());
      rows.put(Table.JOURNAL, Keys.event(persistenceId, event.sequenceNr()), stored.bytes());
    }
  }

  @Override
  public void addTo(Commit commit) {
    commit.rows().addAll(rows);
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public void committed() {
    ActorRef entity = message.persistentActor();
    entity.tell(JournalProtocol.WriteMessagesSuccessful$.MODULE$, journal);
    forEachEnvelope(this::answerStored);
  }

  @Override
  public void failed(StoreFailure failure) {
    ActorRef entity = message.persistentActor();
    entity.tell(new WriteMessagesFailed(failure, atomicWrites), journal);
    forEachEnvelope(
        write ->
            forEachEvent(
                write,
                event ->
                    entity.tell(
                        new WriteMessageFailure(event, failure, message.actorInstanceId()),
                        event.sender())));
  }

  private void answerStored(AtomicWrite write) {
    ActorRef entity = message.persistentActor();
    int instance = message.actorInstanceId();
    Exception rejected = rejections == null ? null : rejections.get(write);
    forEachEvent(
        write,
        event ->
            entity.tell(
                rejected == null
                    ? new WriteMessageSuccess(event, instance)
                    : new WriteMessageRejected(event, rejected, instance),
                event.sender()));
  }

  private interface Answer<T> {
    void to(T item);
  }

  /** Answers atomic writes as told, and deferred effects with themselves, in their order. */
  private void forEachEnvelope(Answer<AtomicWrite> answer) {
    Iterator<PersistentEnvelope> envelopes = message.messages().iterator();
    while (envelopes.hasNext()) {
      PersistentEnvelope envelope = envelopes.next();
      if (envelope instanceof AtomicWrite write) {
        answer.to(write);
      } else if (envelope instanceof NonPersistentRepr deferred) {
        message
            .persistentActor()
            .tell(
                new LoopMessageSuccess(deferred.payload(), message.actorInstanceId()),
                deferred.sender());
      }
    }
  }

  private static void forEachEvent(AtomicWrite write, Answer<PersistentRepr> answer) {
    Iterator<PersistentRepr> events = write.payload().iterator();
    while (events.hasNext()) {
      answer.to(events.next());
    }
  }
}
