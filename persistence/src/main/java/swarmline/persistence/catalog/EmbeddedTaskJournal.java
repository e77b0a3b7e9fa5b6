package swarmline.persistence.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import swarmline.engine.catalog.TaskJournal;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.JournalEnd;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.journal.JournalReader;
import swarmline.persistence.serialization.StoredCodec;
import swarmline.persistence.serialization.StoredTypes;

/** Events of tasks, read beside their entities. */
public final class EmbeddedTaskJournal implements TaskJournal {
  private final EmbeddedStore store;

  public EmbeddedTaskJournal(EmbeddedStore store) {
    this.store = store;
  }

  @Override
  public CompletionStage<List<TaskEvent>> events(TaskId task) {
    return store.read(() -> read(Keys.utf8(PersistenceIds.of(task))));
  }

  private List<TaskEvent> read(byte[] persistenceId) {
    List<TaskEvent> events = new ArrayList<>();
    new JournalReader(store.database())
        .read(
            persistenceId,
            1,
            JournalEnd.of(store.database(), persistenceId),
            Long.MAX_VALUE,
            (sequenceNr, event) ->
                events.add(
                    (TaskEvent)
                        StoredCodec.decode(
                            StoredTypes.named(event.manifest()).type(), event.payload())));
    return events;
  }
}
