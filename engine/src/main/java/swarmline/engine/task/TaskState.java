package swarmline.engine.task;

import java.time.Instant;
import java.util.List;
import swarmline.engine.task.TaskEvent.PrioritySet;
import swarmline.engine.task.TaskEvent.RedundancySet;
import swarmline.engine.task.TaskEvent.TaskEnded;
import swarmline.engine.task.TaskEvent.TaskReopened;

/**
 * A task is open until it has its outcome; an explicit reopening makes it open again. What its
 * events did, and nothing else: {@link TaskRules} decides.
 */
public sealed interface TaskState {

  /** The state of a task that nobody has touched. */
  static TaskState untouched() {
    return new Open(Turns.NONE, null, null, 0);
  }

  Turns turns();

  /** Answers wanted, where the task's history changed that; else null. */
  Integer redundancySet();

  /** The priority, where the task's history changed that; else null. */
  Integer prioritySet();

  /** The state after an event of any type. */
  static TaskState after(TaskState state, TaskEvent event) {
    return state instanceof Open open ? open.after(event) : ((Ended) state).after(event);
  }

  /** The state after all that is stored of a task. */
  static TaskState replayed(List<TaskEvent> events) {
    TaskState state = untouched();
    for (TaskEvent event : events) {
      state = after(state, event);
    }
    return state;
  }

  default int redundancy(TaskTerms terms) {
    return redundancySet() == null ? terms.redundancy() : redundancySet();
  }

  default int priority(TaskTerms terms) {
    return prioritySet() == null ? terms.definition().priority() : prioritySet();
  }

  /**
   * Takes claims and answers.
   *
   * @param reopenedWith counted answers that it was reopened with, to have more; else 0
   */
  record Open(Turns turns, Integer redundancySet, Integer prioritySet, int reopenedWith)
      implements TaskState {

    TaskState after(TaskEvent event) {
      if (event instanceof TaskEnded ended) {
        return new Ended(
            turns,
            redundancySet,
            prioritySet,
            ended.outcome(),
            ended.value(),
            ended.confidence(),
            ended.reason(),
            ended.at());
      }
      if (event instanceof RedundancySet set) {
        return new Open(turns, set.redundancy(), prioritySet, reopenedWith);
      }
      if (event instanceof PrioritySet set) {
        return new Open(turns, redundancySet, set.priority(), reopenedWith);
      }
      return new Open(TurnChanges.after(turns, event), redundancySet, prioritySet, reopenedWith);
    }
  }

  /** Has its outcome; its assignments may still be reviewed and settled. */
  record Ended(
      Turns turns,
      Integer redundancySet,
      Integer prioritySet,
      OutcomeKind outcome,
      String value,
      double confidence,
      String reason,
      Instant at)
      implements TaskState {

    TaskState after(TaskEvent event) {
      if (event instanceof TaskReopened reopened) {
        return new Open(turns, reopened.redundancy(), prioritySet, turns.counted());
      }
      return new Ended(
          TurnChanges.after(turns, event),
          redundancySet,
          prioritySet,
          outcome,
          value,
          confidence,
          reason,
          at);
    }
  }
}
