package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TaskId;
import swarmline.engine.pool.Consequence;
import swarmline.engine.task.TaskState;
import swarmline.engine.worker.WorkerEvent.FiringWithdrawn;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

/**
 * Looks whether workers' answers are replaced where a rule says so: once the worker forgets the
 * settlement that made the rule apply, nobody would see to it any more.
 */
final class Replacements {
  /** By settled assignment, the firings that came with it. */
  private final Map<AssignmentId, List<RuleFired>> due = new HashMap<>();

  private final Set<TaskId> reopened = new HashSet<>();
  private final Predicate<TaskId> golds;

  /**
   * @param golds whose answers count whoever gave them
   */
  Replacements(Predicate<TaskId> golds) {
    this.golds = golds;
  }

  /** One write of a worker. */
  void fired(String worker, List<Object> events) {
    var replacing = new ArrayList<RuleFired>();
    var settled = new ArrayList<AssignmentId>();
    for (Object event : events) {
      if (event instanceof RuleFired fired
          && fired.consequence().action() == Consequence.Action.REPLACE_ANSWERS) {
        replacing.add(fired);
      } else if (event instanceof FiringWithdrawn withdrawn) {
        due.values().forEach(firings -> firings.removeIf(fired -> isThat(withdrawn, fired)));
      } else if (event instanceof WorkRecorded recorded) {
        recorded.settled().stream().map(Settled::assignment).forEach(settled::add);
      }
    }
    if (!replacing.isEmpty()) {
      settled.forEach(assignment -> due.put(assignment, replacing));
    }
  }

  private static boolean isThat(FiringWithdrawn withdrawn, RuleFired fired) {
    return withdrawn.rule().equals(fired.rule()) && withdrawn.firedAt().equals(fired.at());
  }

  /** An outcome stays, and so do its answers when the task is opened again. */
  void reopened(TaskId task) {
    reopened.add(task);
  }

  void forgotten(String worker, WorkRecorded recorded, Map<TaskId, TaskState> states) {
    for (AssignmentId assignment : recorded.forgotten()) {
      for (RuleFired fired : due.getOrDefault(assignment, List.of())) {
        states.forEach((task, state) -> replaced(worker, fired, task, state));
      }
    }
  }

  private void replaced(String worker, RuleFired fired, TaskId task, TaskState state) {
    if (state instanceof TaskState.Open && !reopened.contains(task) && !golds.test(task)) {
      assertThat(state.turns().all())
          .as("answers of %s are replaced in %s by %s", worker, task, fired)
          .noneMatch(
              turn ->
                  turn.worker().equals(worker)
                      && turn.leasedAt().isBefore(fired.at())
                      && (turn.live() || turn.counted()));
    }
  }
}
