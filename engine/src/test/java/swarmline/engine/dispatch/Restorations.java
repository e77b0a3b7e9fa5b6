package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TaskId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.Assignment.Status;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent.AnswerRestored;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.TaskTerms;
import swarmline.engine.worker.WorkerEvent;
import swarmline.engine.worker.WorkerEvent.FiringWithdrawn;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;
import swarmline.engine.worker.WorkerState;

/**
 * Looks whether answers come back that a withdrawn firing had replaced, and no others. An answer is
 * due from the withdrawal on while its task is open and has had room for it all the time; it must
 * be back once the worker forgets the adjustment that showed the firing to be wrong, since nobody
 * would see to it any more.
 */
final class Restorations {
  private final Map<String, WorkerState> workers = new HashMap<>();
  private final Map<TaskId, TaskDefinition> tasks;
  private final List<Due> due = new ArrayList<>();

  private record Due(String worker, List<AssignmentId> adjustments, AssignmentId answer) {}

  /**
   * @param tasks those published
   */
  Restorations(Map<TaskId, TaskDefinition> tasks) {
    this.tasks = tasks;
  }

  /** One write of a worker. */
  void stored(
      String worker, List<WorkerEvent> events, Map<TaskId, TaskState> states, PoolSpec spec) {
    List<AssignmentId> settled = new ArrayList<>();
    List<AssignmentId> forgotten = new ArrayList<>();
    boolean withdrawn = false;
    for (WorkerEvent event : events) {
      workers.merge(worker, WorkerState.unknown(), (state, none) -> state);
      workers.computeIfPresent(worker, (name, state) -> WorkerState.after(state, event));
      if (event instanceof WorkRecorded recorded) {
        recorded.settled().stream().map(Settled::assignment).forEach(settled::add);
        forgotten.addAll(recorded.forgotten());
      }
      withdrawn |= event instanceof FiringWithdrawn;
    }
    due.removeIf(one -> one.worker.equals(worker) && isReplaced(one, states));
    due.forEach(
        one ->
            assertThat(forgotten)
                .as("%s counts again before its worker forgets why", one)
                .noneMatch(one.adjustments::contains));
    if (withdrawn) {
      states.forEach((task, state) -> discounted(worker, settled, task, state, spec));
    }
  }

  private void discounted(
      String worker, List<AssignmentId> settled, TaskId task, TaskState state, PoolSpec spec) {
    Instant replaced = replacedUpTo(worker, task);
    Instant withdrawn =
        workers.get(worker).firings().stream()
            .filter(fired -> fired.replaces() && fired.withdrawnAt() != null)
            .map(WorkerEvent.RuleFired::at)
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    state.turns().all().stream()
        .filter(turn -> turn.worker().equals(worker) && isDiscounted(turn))
        .filter(turn -> turn.leasedAt().isAfter(replaced) && !turn.leasedAt().isAfter(withdrawn))
        .filter(turn -> hasRoom(state, turn.ordinal(), task, spec))
        .forEach(turn -> due.add(new Due(worker, settled, new AssignmentId(task, turn.ordinal()))));
  }

  private static boolean isDiscounted(Assignment turn) {
    return (turn.status() == Status.SUBMITTED || turn.status() == Status.APPROVED)
        && !turn.counted();
  }

  /** One event of a task. */
  void restored(TaskId task, AnswerRestored event, TaskState before) {
    Assignment turn = before.turns().of(event.ordinal()).orElseThrow();
    assertThat(turn.counted()).as("%s of %s did not count", event, task).isFalse();
    assertThat(turn.leasedAt())
        .as("%s of %s is not replaced by another firing", event, task)
        .isAfter(replacedUpTo(turn.worker(), task));
  }

  /** A task is as given now. */
  void changed(TaskId task, TaskState state, PoolSpec spec) {
    due.removeIf(
        one -> {
          int ordinal = one.answer.ordinal();
          return one.answer.task().equals(task)
              && (!isDiscounted(state.turns().of(ordinal).orElseThrow())
                  || !hasRoom(state, ordinal, task, spec));
        });
  }

  /** The pool's policy is another: tasks hear of it one after the other. */
  void policyChanged() {
    due.clear();
  }

  private boolean isReplaced(Due one, Map<TaskId, TaskState> states) {
    TaskId task = one.answer.task();
    Assignment turn = states.get(task).turns().of(one.answer.ordinal()).orElseThrow();
    return !turn.leasedAt().isAfter(replacedUpTo(one.worker, task));
  }

  private Instant replacedUpTo(String worker, TaskId task) {
    return workers.getOrDefault(worker, WorkerState.unknown()).replacedUpTo(task.pool().code());
  }

  private boolean hasRoom(TaskState state, int ordinal, TaskId task, PoolSpec spec) {
    if (!(state instanceof TaskState.Open)) {
      return false;
    }
    TaskState with = TaskState.after(state, new AnswerRestored(ordinal, Instant.EPOCH));
    return with.turns().taken() <= with.redundancy(new TaskTerms(spec, tasks.get(task)));
  }
}
