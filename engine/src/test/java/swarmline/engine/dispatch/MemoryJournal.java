package swarmline.engine.dispatch;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The journal of one entity in a {@link MemoryStore}: whatever it is asked waits for the store. */
final class MemoryJournal implements EntityJournal {
  private final MemoryStore store;
  private final String persistenceId;
  private final ActorRef<Object> entity;

  MemoryJournal(MemoryStore store, String persistenceId, ActorRef<Object> entity) {
    this.store = store;
    this.persistenceId = persistenceId;
    this.entity = entity;
  }

  /** What the entity is told where the store fails. */
  private record Failed(Throwable cause) {}

  @Override
  public void recover(boolean snapshots) {
    store.readInOrder(
        () -> {
          List<Object> events = store.journal(persistenceId);
          events.forEach(event -> entity.tell(new Answer.Event(event)));
          entity.tell(new Answer.Recovered(events.size()));
        },
        this::failed);
  }

  @Override
  public void append(long first, List<?> events) {
    store.append(persistenceId, first, events, () -> entity.tell(Answer.Stored.NEW), this::failed);
  }

  private void failed(Throwable cause) {
    entity.tell(new Failed(cause));
  }

  @Override
  public void snapshot(long sequence, Object snapshot, long keptFrom) {
    throw new UnsupportedOperationException("no simulated entity lives long enough");
  }

  @Override
  public Answer take(Object message) {
    if (message instanceof Failed failed) {
      throw new JournalFailed("the journal of " + persistenceId, failed.cause());
    }
    return message instanceof Answer answer ? answer : null;
  }
}
