package swarmline.persistence.journal;

import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.DeleteSnapshotFailure;
import org.apache.pekko.persistence.DeleteSnapshotSuccess;
import org.apache.pekko.persistence.DeleteSnapshotsFailure;
import org.apache.pekko.persistence.DeleteSnapshotsSuccess;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol.DeleteSnapshot;
import org.apache.pekko.persistence.SnapshotProtocol.DeleteSnapshots;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshot;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshotFailed;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshotResult;
import org.apache.pekko.persistence.SnapshotProtocol.SaveSnapshot;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import scala.Option;
import swarmline.persistence.embedded.Commit;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.Database.Cached;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;

/**
 * The snapshot plugin. A row without a sequence number says which snapshot of a persistence id is
 * the latest, so that an entity without one costs one look at a filter in memory. A snapshot that a
 * newer one replaces is removed after its retention.
 */
public final class EmbeddedSnapshots extends AbstractActor {
  private final EmbeddedStore store = EmbeddedPersistence.storeOf(getContext().getSystem());
  private final PayloadCodec codec =
      new PayloadCodec((ExtendedActorSystem) getContext().getSystem());
  private final PendingWrites pending = new PendingWrites(store);
  private final boolean publishes =
      Persistence.get(getContext().getSystem()).settings().internal().publishPluginCommands();

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(LoadSnapshot.class, this::load)
        .match(SaveSnapshot.class, this::save)
        .match(DeleteSnapshot.class, this::delete)
        .match(DeleteSnapshots.class, this::deleteAll)
        .build();
  }

  private void load(LoadSnapshot message) {
    ActorRef entity = getSender();
    ActorRef self = getSelf();
    if (message.criteria().equals(SnapshotSelectionCriteria.none())) {
      entity.tell(none(message), self);
    } else if (pending.mayHave(message.persistenceId())) {
      store.afterPending(() -> entity.tell(find(message), self));
    } else {
      byte[] latest = Keys.events(Keys.utf8(message.persistenceId()));
      Cached cached = store.database().cached(Table.SNAPSHOTS, latest);
      if (cached.known() && cached.value() == null) {
        entity.tell(none(message), self);
      } else {
        store.inReaders(() -> entity.tell(find(message), self));
      }
    }
  }

  private static LoadSnapshotResult none(LoadSnapshot message) {
    return new LoadSnapshotResult(Option.empty(), message.toSequenceNr());
  }

  private Object find(LoadSnapshot message) {
    try {
      Option<SelectedSnapshot> found =
          new SnapshotReader(store.database())
              .latest(message)
              .<Option<SelectedSnapshot>>map(stored -> Option.apply(selected(message, stored)))
              .orElse(Option.empty());
      return new LoadSnapshotResult(found, message.toSequenceNr());
    } catch (Exception e) {
      // Also what a serializer throws, checked or not.
      return new LoadSnapshotFailed(e);
    }
  }

  private SelectedSnapshot selected(LoadSnapshot message, SnapshotReader.Found found) {
    return new SelectedSnapshot(
        new SnapshotMetadata(
            message.persistenceId(), found.sequenceNr(), found.stored().timestamp()),
        codec.decode(found.stored()));
  }

  private void save(SaveSnapshot message) {
    SnapshotMetadata asked = message.metadata();
    SnapshotMetadata metadata =
        asked.copy(asked.persistenceId(), asked.sequenceNr(), System.currentTimeMillis());
    ActorRef entity = getSender();
    ActorRef self = getSelf();
    try {
      StoredEvent snapshot = codec.encode(message.snapshot(), metadata.timestamp(), "", "");
      SnapshotWrite write =
          new SnapshotWrite(
              metadata,
              snapshot.bytes(),
              store.settings().retention().snapshots(),
              () -> entity.tell(new SaveSnapshotSuccess(metadata), self),
              failure -> entity.tell(new SaveSnapshotFailure(asked, failure), self));
      pending.note(metadata.persistenceId(), store.submit(write));
    } catch (Exception e) {
      // What a serializer throws, checked or not.
      entity.tell(new SaveSnapshotFailure(asked, e), self);
    }
  }

  private void delete(DeleteSnapshot message) {
    SnapshotMetadata metadata = message.metadata();
    byte[] key = Keys.event(Keys.utf8(metadata.persistenceId()), metadata.sequenceNr());
    ActorRef entity = getSender();
    ActorRef self = getSelf();
    store
        .write(key.length, commit -> delete(commit, key, metadata.timestamp()))
        .whenComplete(
            (done, failure) ->
                entity.tell(
                    failure == null
                        ? new DeleteSnapshotSuccess(metadata)
                        : new DeleteSnapshotFailure(metadata, cause(failure)),
                    self));
    if (publishes) {
      getContext().getSystem().eventStream().publish(message);
    }
  }

  /** A timestamp of 0 stands for any. */
  private static void delete(Commit commit, byte[] key, long timestamp) {
    byte[] row = commit.current(Table.SNAPSHOTS, key);
    if (row != null && (timestamp == 0 || StoredEvent.of(row).timestamp() == timestamp)) {
      commit.delete(Table.SNAPSHOTS, key);
    }
  }

  private void deleteAll(DeleteSnapshots message) {
    ActorRef entity = getSender();
    ActorRef self = getSelf();
    Database database = store.database();
    store
        .readAfterPending(
            () ->
                new SnapshotReader(database).matching(message.persistenceId(), message.criteria()))
        .thenCompose(
            keys ->
                store.write(
                    keys.size(),
                    commit -> keys.forEach(key -> commit.delete(Table.SNAPSHOTS, key))))
        .whenComplete(
            (done, failure) ->
                entity.tell(
                    failure == null
                        ? new DeleteSnapshotsSuccess(message.criteria())
                        : new DeleteSnapshotsFailure(message.criteria(), cause(failure)),
                    self));
    if (publishes) {
      getContext().getSystem().eventStream().publish(message);
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
  }
}
