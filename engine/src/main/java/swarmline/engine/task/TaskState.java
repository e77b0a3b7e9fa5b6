package swarmline.engine.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import swarmline.engine.task.TaskEvent.GoldCorrected;
import swarmline.engine.task.TaskEvent.PrioritySet;
import swarmline.engine.task.TaskEvent.RedundancySet;
import swarmline.engine.task.TaskEvent.TaskEnded;
import swarmline.engine.task.TaskEvent.TaskReconsidered;
import swarmline.engine.task.TaskEvent.TaskReopened;

/**
 * A task is open until it has its outcome; an explicit reopening, or a change of what the outcome
 * rests on, makes it open again. What its events did, and nothing else: {@link TaskRules} decides.
 */
public sealed interface TaskState {

  /** The state of a task that nobody has touched. */
  static TaskState untouched() {
    return new Open(Turns.NONE, Changed.NOTHING, 0);
  }

  Turns turns();

  Changed changed();

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
    return trusted(terms).isPresent() ? 1 : untrustingRedundancy(terms);
  }

  /** Answers wanted where nobody's answer alone is enough. */
  default int untrustingRedundancy(TaskTerms terms) {
    return changed().redundancy() == null ? terms.redundancy() : changed().redundancy();
  }

  /**
   * Answers wanted, where the task's definition or history says so, or one by a trusted worker is
   * enough; null for what the pool says.
   */
  default Integer ownRedundancy(TaskTerms terms) {
    if (changed().redundancy() != null) {
      return changed().redundancy();
    }
    return trusted(terms).isPresent() ? Integer.valueOf(1) : terms.definition().redundancy();
  }

  /** The turn whose answer is, or will be, enough alone. */
  default Optional<Assignment> trusted(TaskTerms terms) {
    return terms.trusts() && changed().redundancy() == null ? turns().trusted() : Optional.empty();
  }

  default int priority(TaskTerms terms) {
    return changed().priority() == null ? terms.definition().priority() : changed().priority();
  }

  /** The truth of a gold, canonical JSON text; null where the task is none. */
  default String gold(TaskTerms terms) {
    return changed().gold() == null ? terms.definition().gold() : changed().gold();
  }

  /**
   * What the task's history changed of its definition; each null where it did not.
   *
   * @param redundancy answers wanted
   * @param gold canonical JSON text
   * @param amendments what changed afterwards of what its answers said, in order
   */
  record Changed(Integer redundancy, Integer priority, String gold, List<Amendment> amendments) {
    public static final Changed NOTHING = new Changed(null, null, null, List.of());

    Changed withRedundancy(int next) {
      return new Changed(next, priority, gold, amendments);
    }

    private Changed amended(Turns before, TaskEvent event) {
      List<Amendment> next = Amendment.after(amendments, before, event);
      return next == amendments ? this : new Changed(redundancy, priority, gold, next);
    }

    static boolean isBy(TaskEvent event) {
      return event instanceof RedundancySet
          || event instanceof PrioritySet
          || event instanceof GoldCorrected;
    }

    Changed after(TaskEvent event) {
      if (event instanceof RedundancySet set) {
        return withRedundancy(set.redundancy());
      }
      return event instanceof PrioritySet set
          ? new Changed(redundancy, set.priority(), gold, amendments)
          : new Changed(redundancy, priority, ((GoldCorrected) event).answer(), amendments);
    }
  }

  /**
   * Takes claims and answers.
   *
   * @param reopenedWith counted answers that it was reopened with, to have more; else 0
   */
  record Open(Turns turns, Changed changed, int reopenedWith) implements TaskState {

    TaskState after(TaskEvent event) {
      if (event instanceof TaskEnded ended) {
        return new Ended(
            turns,
            changed,
            ended.outcome(),
            ended.value(),
            ended.confidence(),
            ended.reason(),
            ended.at());
      }
      Changed amended = changed.amended(turns, event);
      return Changed.isBy(event)
          ? new Open(turns, amended.after(event), reopenedWith)
          : new Open(TurnChanges.after(turns, event), amended, reopenedWith);
    }
  }

  /** Has its outcome; its assignments may still be reviewed and settled. */
  record Ended(
      Turns turns,
      Changed changed,
      OutcomeKind outcome,
      String value,
      double confidence,
      String reason,
      Instant at)
      implements TaskState {

    TaskState after(TaskEvent event) {
      if (event instanceof TaskReopened reopened) {
        return new Open(turns, changed.withRedundancy(reopened.redundancy()), turns.counted());
      }
      if (event instanceof TaskReconsidered) {
        return new Open(turns, changed, 0);
      }
      Changed amended = changed.amended(turns, event);
      return event instanceof GoldCorrected
          ? new Ended(turns, amended.after(event), outcome, value, confidence, reason, at)
          : new Ended(
              TurnChanges.after(turns, event), amended, outcome, value, confidence, reason, at);
    }
  }
}
