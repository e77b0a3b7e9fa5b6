package swarmline.persistence.journal;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.JournalProtocol.DeleteMessagesTo;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import scala.collection.Iterator;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.EventRemoval;
import swarmline.persistence.embedded.Keys;

/**
 * The journal plugin. It encodes events and hands them to the committer, which answers the entity
 * itself once they are on disk. Recoveries run on the store's readers. Event adapters of the
 * journal are not supported: typed entities have their own.
 */
public final class EmbeddedJournal extends AbstractActor {
  private final EmbeddedStore store = EmbeddedPersistence.storeOf(getContext().getSystem());
  private final PayloadCodec codec =
      new PayloadCodec((ExtendedActorSystem) getContext().getSystem());
  private final PendingWrites pending = new PendingWrites(store);
  private final boolean publishes =
      Persistence.get(getContext().getSystem()).settings().internal().publishPluginCommands();

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(WriteMessages.class, this::write)
        .match(ReplayMessages.class, this::replay)
        .match(DeleteMessagesTo.class, this::delete)
        .build();
  }

  private void write(WriteMessages message) {
    EventsWrite write = new EventsWrite(message, getSelf());
    long now = System.currentTimeMillis();
    String persistenceId = null;
    Iterator<PersistentEnvelope> envelopes = message.messages().iterator();
    while (envelopes.hasNext()) {
      PersistentEnvelope envelope = envelopes.next();
      if (envelope instanceof AtomicWrite atomic) {
        persistenceId = atomic.persistenceId();
        write.add(atomic, now, codec);
      }
    }
    if (persistenceId == null) {
      // Deferred effects only: nothing to wait for.
      write.committed();
    } else {
      pending.note(persistenceId, store.submit(write));
    }
  }

  private void replay(ReplayMessages message) {
    Replay replay = new Replay(store.database(), codec, message, getSelf());
    if (pending.mayHave(message.persistenceId())) {
      store.afterPending(replay::run);
    } else {
      store.inReaders(replay::run);
    }
  }

  private void delete(DeleteMessagesTo message) {
    byte[] persistenceId = Keys.utf8(message.persistenceId());
    ActorRef self = getSelf();
    store
        .write(
            persistenceId.length,
            commit -> EventRemoval.upTo(commit, persistenceId, message.toSequenceNr()))
        .whenComplete(
            (done, failure) ->
                message
                    .persistentActor()
                    .tell(
                        failure == null
                            ? new DeleteMessagesSuccess(message.toSequenceNr())
                            : new DeleteMessagesFailure(failure, message.toSequenceNr()),
                        self));
    if (publishes) {
      getContext().getSystem().eventStream().publish(message);
    }
  }
}
