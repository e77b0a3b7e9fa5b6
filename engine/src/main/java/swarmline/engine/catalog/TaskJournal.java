package swarmline.engine.catalog;

import java.util.List;
import java.util.concurrent.CompletionStage;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskEvent;

/** Reads the stored events of tasks, for time-lines. Thread-safe; does not block. */
public interface TaskJournal {
  /**
   * Every stored event in order; empty when the task was never touched or its retention is over.
   */
  CompletionStage<List<TaskEvent>> events(TaskId task);
}
