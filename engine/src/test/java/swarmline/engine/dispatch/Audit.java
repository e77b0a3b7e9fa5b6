package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolEvent;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolState;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.task.TaskEvent.LeaseGranted;
import swarmline.engine.task.TaskInvariants;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.TaskTerms;
import swarmline.engine.worker.WorkerEvent;
import swarmline.engine.worker.WorkerEvent.Settled;

/** Looks at every event as it is stored, and at all that clients are told, for a broken promise. */
final class Audit {
  static final TenantId TENANT = new TenantId("acme");

  private final MemoryStore store;
  private final Set<Class<?>> seen = new HashSet<>();
  private boolean trusted;
  private final Map<TaskId, TaskState> states = new LinkedHashMap<>();
  private final Map<AssignmentId, Settled> settled = new LinkedHashMap<>();
  private final Map<WorkerId, Long> ledgers = new HashMap<>();
  private final Replacements replacements;
  private final Restorations restorations;
  private PoolState pool = PoolState.unknown();

  Audit(MemoryStore store) {
    this.replacements = new Replacements(task -> store.tasks().get(task).gold() != null);
    this.restorations = new Restorations(store.tasks());
    this.store = store;
  }

  /** Whether a lease was granted to a worker whose answer alone is enough. */
  boolean trusted() {
    return trusted;
  }

  /** Types of the events that were stored. */
  Set<Class<?>> seen() {
    return seen;
  }

  /** Every task that was published. */
  List<TaskId> tasks() {
    return List.copyOf(store.tasks().keySet());
  }

  /** Those of them whose truth is known and that have answers. */
  List<TaskId> answeredGolds() {
    return states.keySet().stream()
        .filter(task -> store.tasks().get(task).gold() != null)
        .filter(task -> state(task).turns().all().stream().anyMatch(turn -> turn.answer() != null))
        .toList();
  }

  TaskState state(TaskId task) {
    return states.getOrDefault(task, TaskState.untouched());
  }

  // What is stored

  /** What one command came to, stored in one step. */
  void stored(String persistenceId, List<Object> events) {
    String name = persistenceId.substring(persistenceId.indexOf('/') + 1);
    for (Object event : events) {
      seen.add(event.getClass());
      trusted |= event instanceof LeaseGranted granted && granted.trust() != null;
      if (event instanceof TaskEvent change) {
        stored(TaskId.parse(TENANT, name).orElseThrow(), change);
      } else if (event instanceof WorkerEvent.WorkRecorded recorded) {
        recorded.settled().forEach(one -> settled(new WorkerId(TENANT, name), one));
        replacements.forgotten(name, recorded, states);
      } else if (event instanceof PoolEvent change) {
        pool = PoolState.after(pool, change);
        restorations.policyChanged();
      }
    }
    replacements.fired(name, events);
    if (persistenceId.startsWith(PersistenceIds.WORKER)) {
      restorations.stored(
          name, events.stream().map(WorkerEvent.class::cast).toList(), states, spec());
    }
    if (!events.isEmpty() && persistenceId.startsWith(PersistenceIds.TASK)) {
      TaskId task = TaskId.parse(TENANT, name).orElseThrow();
      TaskInvariants.check(state(task), new TaskTerms(spec(), store.tasks().get(task)));
      restorations.changed(task, state(task), spec());
    }
  }

  private PoolSpec spec() {
    return ((PoolState.Known) pool).pool().spec();
  }

  private void stored(TaskId task, TaskEvent event) {
    TaskState before = state(task);
    if (event instanceof TaskEvent.AnswerAccepted accepted) {
      Assignment turn = before.turns().of(accepted.ordinal()).orElseThrow();
      assertThat(turn.live() && accepted.at().isBefore(turn.holdsUntil()))
          .as("I3: %s counts only under a live lease: %s", event, turn)
          .isTrue();
    }
    if (event instanceof TaskEvent.LeaseExpired expired) {
      assertThat(expired.at())
          .as("I5: no lease ends early")
          .isAfterOrEqualTo(before.turns().of(expired.ordinal()).orElseThrow().holdsUntil());
    }
    if (event instanceof TaskEvent.AnswerRestored restored) {
      restorations.restored(task, restored, before);
    }
    if (event instanceof TaskEvent.TaskReopened || event instanceof TaskEvent.TaskReconsidered) {
      replacements.reopened(task);
    }
    states.put(task, TaskState.after(before, event));
  }

  private void settled(WorkerId worker, Settled one) {
    assertThat(settled).as("I8: settled once: %s", one).doesNotContainKey(one.assignment());
    settled.put(one.assignment(), one);
    Assignment turn = turn(one.assignment()).orElseThrow();
    assertThat(turn.worker()).isEqualTo(worker.name());
    assertThat(one.settlement()).isEqualTo(turn.settlement());
    assertThat(one.sequence()).isEqualTo(ledgers.merge(worker, 1L, Long::sum));
  }

  private Optional<Assignment> turn(AssignmentId assignment) {
    return state(assignment.task()).turns().of(assignment.ordinal());
  }

  // What clients are told

  /** A worker was told that it has the assignment. */
  void told(WorkerId worker, AssignmentId assignment) {
    assertThat(turn(assignment).map(Assignment::worker))
        .as("I4: %s is stored before it is told", assignment)
        .contains(worker.name());
  }

  /** A worker was told that its answer is accepted. */
  void accepted(AssignmentId assignment, String answer) {
    assertThat(turn(assignment).map(Assignment::answer))
        .as("I4: the answer to %s is stored before it is accepted", assignment)
        .contains(answer);
  }

  void published(TaskId task) {
    assertThat(store.tasks()).as("I4: published tasks are stored").containsKey(task);
  }

  // At the end

  /** I5: no lease is live at its end or later. */
  void noLeaseIsLiveAt(Instant now) {
    states.forEach(
        (task, state) ->
            assertThat(state.turns().overdue(now)).as("I5: leases of %s end", task).isEmpty());
  }

  /** Every task is final, every turn of it settled in its worker's ledger. */
  void over() {
    tasks().forEach(this::over);
  }

  private void over(TaskId task) {
    TaskState state = state(task);
    assertThat(state).as("I7: %s has its outcome", task).isInstanceOf(TaskState.Ended.class);
    assertThat(store.isFinal(task)).as("%s is final in the catalog", task).isTrue();
    assertThat(store.records().get(task).outcome())
        .as("the recorded outcome of %s", task)
        .isEqualTo(((TaskState.Ended) state).outcome());
    for (Assignment turn : state.turns().all()) {
      var id = new AssignmentId(task, turn.ordinal());
      assertThat(settled).as("I8: %s is settled: %s", id, turn).containsKey(id);
      assertThat(store.ledger().get(id).settlement()).isEqualTo(turn.settlement());
    }
  }
}
