package swarmline.engine.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.TaskJournal;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.Turns;

/**
 * A task as the store knows it. Wakes no actor.
 *
 * @param events its time-line; empty when nobody touched it or its retention is over
 */
public record TaskInspection(TaskDefinition definition, TaskState state, List<TaskEvent> events) {

  static CompletionStage<Optional<TaskInspection>> read(
      Catalog catalog, TaskJournal journal, TaskId task) {
    return catalog
        .definition(task)
        .thenCombine(
            journal
                .events(task)
                .thenCombine(
                    catalog.record(task),
                    (events, record) -> new Stored(events, record.orElse(null))),
            (definition, stored) ->
                definition.map(
                    found -> new TaskInspection(found, stored.state(), stored.events())));
  }

  private record Stored(List<TaskEvent> events, TaskRecord record) {

    TaskState state() {
      if (!events.isEmpty() || record == null) {
        return TaskState.replayed(events);
      }
      return new TaskState.Ended(
          new Turns(record.assignments()),
          new TaskState.Changed(null, null, record.gold(), record.amendments()),
          record.outcome(),
          record.value(),
          record.confidence(),
          record.reason(),
          record.at());
    }
  }
}
