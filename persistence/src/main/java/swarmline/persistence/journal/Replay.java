package swarmline.persistence.journal;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.JournalProtocol.RecoverySuccess;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessagesFailure;
import org.apache.pekko.persistence.JournalProtocol.ReplayedMessage;
import org.apache.pekko.persistence.PersistentImpl;
import org.apache.pekko.persistence.PersistentRepr;
import scala.Option;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.JournalEnd;
import swarmline.persistence.embedded.Keys;

/** One recovery: reads the events asked for and sends them to the entity. Blocks. */
final class Replay {
  private final Database database;
  private final PayloadCodec codec;
  private final ReplayMessages message;
  private final ActorRef journal;

  Replay(Database database, PayloadCodec codec, ReplayMessages message, ActorRef journal) {
    this.database = database;
    this.codec = codec;
    this.message = message;
    this.journal = journal;
  }

  void run() {
    ActorRef entity = message.persistentActor();
    try {
      byte[] persistenceId = Keys.utf8(message.persistenceId());
      long highest = JournalEnd.of(database, persistenceId);
      send(persistenceId, Math.min(message.toSequenceNr(), highest), entity);
      entity.tell(new RecoverySuccess(highest), journal);
    } catch (Exception e) {
      // Also what a serializer throws, checked or not.
      entity.tell(new ReplayMessagesFailure(e), journal);
    }
  }

  private void send(byte[] persistenceId, long to, ActorRef entity) {
    new JournalReader(database)
        .read(
            persistenceId,
            message.fromSequenceNr(),
            to,
            message.max(),
            (sequenceNr, event) ->
                entity.tell(new ReplayedMessage(repr(sequenceNr, event)), ActorRef.noSender()));
  }

  private PersistentRepr repr(long sequenceNr, StoredEvent event) {
    return new PersistentImpl(
        codec.decode(event),
        sequenceNr,
        message.persistenceId(),
        event.adapter(),
        false,
        ActorRef.noSender(),
        event.writer(),
        event.timestamp(),
        Option.empty());
  }
}
