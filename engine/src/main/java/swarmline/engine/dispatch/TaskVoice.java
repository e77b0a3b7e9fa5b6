package swarmline.engine.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.dispatch.PartitionCommand.TaskIs;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.WorkerCommand.AnswerRefused;
import swarmline.engine.dispatch.WorkerCommand.AnswerStored;
import swarmline.engine.dispatch.WorkerCommand.Forget;
import swarmline.engine.dispatch.WorkerCommand.LeaseMoved;
import swarmline.engine.dispatch.WorkerCommand.Leased;
import swarmline.engine.dispatch.WorkerCommand.Settle;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.partition.TaskSummary;
import swarmline.engine.partition.TaskSummary.LiveLease;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.Assignment.Status;
import swarmline.engine.task.Decision;
import swarmline.engine.task.Feedback;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.task.TaskRules;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.TaskTerms;

/**
 * All that a task says to others, and what it keeps in memory to say it: where its workers were
 * last heard from, and which settlements they have stored. Losing that costs a repetition.
 */
final class TaskVoice {
  private final TaskDefinition task;
  private TaskTerms terms;
  private final int settledBefore;
  private final ActorRef<PartitionCommand> partition;
  private final Entities entities;
  private final EngineSettings settings;
  private final InstantSource clock;
  private final Map<String, ActorRef<WorkerCommand>> heard = new HashMap<>();
  private final Set<Integer> appliedUnstored = new TreeSet<>();

  TaskVoice(
      TaskTerms terms,
      int settledBefore,
      ActorRef<PartitionCommand> partition,
      Entities entities,
      EngineSettings settings,
      InstantSource clock) {
    this.task = terms.definition();
    this.terms = terms;
    this.settledBefore = settledBefore;
    this.partition = partition;
    this.entities = entities;
    this.settings = settings;
    this.clock = clock;
  }

  /** The pool's policy is another now. */
  void policy(TaskTerms newTerms) {
    terms = newTerms;
  }

  /** The worker can be reached there for now. */
  void heard(WorkerId worker, ActorRef<WorkerCommand> at) {
    heard.put(worker.name(), at);
  }

  // To workers

  void leased(TaskState state, int ordinal, ActorRef<WorkerCommand> worker, boolean fresh) {
    Assignment turn = state.turns().of(ordinal).orElseThrow();
    worker.tell(leased(turn, fresh));
  }

  private Leased leased(Assignment turn, boolean fresh) {
    var held = new Held(idOf(turn.ordinal()), task.payload(), turn.expiresAt());
    return new Leased(held, fresh, turn.request());
  }

  void remind(TaskState state, String name, ActorRef<WorkerCommand> worker) {
    for (Assignment turn : state.turns().all()) {
      if (!turn.worker().equals(name)) {
        continue;
      }
      if (turn.live()) {
        leased(state, turn.ordinal(), worker, false);
      } else if (turn.status() == Status.SUBMITTED) {
        worker.tell(new AnswerStored(idOf(turn.ordinal()), null, null));
      } else if (outstanding(turn)) {
        settle(state, turn);
      }
    }
  }

  /** Tells each worker what the events meant for it, answers apart. */
  void stored(TaskState state, List<TaskEvent> events) {
    for (TaskEvent event : events) {
      if (event instanceof TaskEvent.LeaseExpired e) {
        settle(state, e.ordinal());
      } else if (event instanceof TaskEvent.LeaseRevoked e) {
        settle(state, e.ordinal());
      } else if (event instanceof TaskEvent.LeaseReturned e) {
        settle(state, e.ordinal());
      } else if (event instanceof TaskEvent.LeaseSkipped e) {
        settle(state, e.ordinal());
      } else if (event instanceof TaskEvent.AnswerReviewed e) {
        settle(state, e.ordinal());
      } else if (event instanceof TaskEvent.SettlementAdjusted e) {
        settle(state, e.ordinal());
      } else if (event instanceof TaskEvent.LeaseRenewed e) {
        toWorker(state, e.ordinal(), new LeaseMoved(idOf(e.ordinal()), e.expiresAt()));
      } else if (event instanceof TaskEvent.SettlementsApplied e) {
        forget(state, e.ordinals());
      }
    }
  }

  private void settle(TaskState state, int ordinal) {
    settle(state, state.turns().of(ordinal).orElseThrow());
  }

  private void settle(TaskState state, Assignment turn) {
    RevokeReason reason =
        turn.status() == Status.REVOKED ? RevokeReason.valueOf(turn.reason()) : null;
    toWorker(
        turn.worker(),
        new Settle(idOf(turn.ordinal()), turn.settlement(), reason, seen(state, turn)));
  }

  private Observation seen(TaskState state, Assignment turn) {
    return terms.pool().observes() && turn.settlement() != null
        ? Observations.of(terms, state, turn)
        : null;
  }

  private void forget(TaskState state, List<Integer> ordinals) {
    for (int ordinal : ordinals) {
      appliedUnstored.remove(ordinal);
      toWorker(state, ordinal, new Forget(List.of(idOf(ordinal))));
    }
  }

  private void toWorker(TaskState state, int ordinal, WorkerCommand command) {
    toWorker(state.turns().of(ordinal).orElseThrow().worker(), command);
  }

  private void toWorker(String worker, WorkerCommand command) {
    ActorRef<WorkerCommand> at = heard.get(worker);
    if (at != null) {
      at.tell(command);
    } else {
      entities.tell(new WorkerId(task.id().pool().tenant(), worker), command);
    }
  }

  // To those who asked

  /** The worker hears of its answer before whoever gave it does, who may ask for more at once. */
  void submitted(TaskRules rules, TaskState state, TaskCommand.Submit submit, Decision decision) {
    if (decision instanceof Decision.Accepted accepted) {
      Assignment turn = state.turns().of(accepted.ordinal()).orElseThrow();
      if (turn.settlement() == null || outstanding(turn)) {
        toWorker(
            turn.worker(),
            new AnswerStored(idOf(accepted.ordinal()), turn.settlement(), seen(state, turn)));
      }
    } else if (submit.worker() != null) {
      submit.worker().tell(new AnswerRefused(idOf(submit.ordinal())));
    }
    if (decision.events().isEmpty()) {
      tellPartition(rules, state);
    }
    answer(state, decision, submit.ordinal(), submit.re(), submit.session(), submit.replyTo());
  }

  /** An assignment's change, or why not; to a session or to the platform, whichever asked. */
  void answer(
      TaskState state,
      Decision decision,
      int asked,
      String re,
      ActorRef<SessionMessage> session,
      ActorRef<TaskReply> replyTo) {
    if (decision instanceof Decision.Refused refused) {
      if (session != null) {
        session.tell(new SessionMessage.Refused(re, idOf(asked), refused.refusal()));
      }
      if (replyTo != null) {
        replyTo.tell(new TaskReply.TaskRefused(refused.refusal()));
      }
      return;
    }
    int ordinal = ((Decision.Accepted) decision).ordinal();
    if (session != null) {
      session.tell(
          new SessionMessage.Accepted(
              re, idOf(ordinal), liveUntil(state, ordinal), feedback(state, ordinal)));
    }
    if (replyTo != null) {
      replyTo.tell(
          ordinal == 0
              ? new TaskReply.TaskChanged()
              : new TaskReply.AssignmentChanged(
                  idOf(ordinal), liveUntil(state, ordinal), feedback(state, ordinal)));
    }
  }

  private Feedback feedback(TaskState state, int ordinal) {
    return terms.feedback(state.gold(terms), state.turns().of(ordinal).orElseThrow().answer());
  }

  private static Instant liveUntil(TaskState state, int ordinal) {
    return state
        .turns()
        .of(ordinal)
        .filter(Assignment::live)
        .map(Assignment::expiresAt)
        .orElse(null);
  }

  // To the partition

  void claimRefused(TaskRules rules, TaskState state, TaskCommand.Claim claim, Refusal refusal) {
    partition.tell(new PartitionCommand.ClaimRefused(summary(rules, state), claim, refusal));
  }

  /** How the task is now, with its record once nothing is outstanding or somebody must decide. */
  void tellPartition(TaskRules rules, TaskState state) {
    boolean due =
        state instanceof TaskState.Ended
            && (settled(state) || state.turns().all().stream().anyMatch(TaskVoice::reviewPending));
    partition.tell(new TaskIs(summary(rules, state), due ? record((TaskState.Ended) state) : null));
  }

  void swept(Sweep sweep) {
    partition.tell(new PartitionCommand.TaskSwept(task.id().number(), sweep));
  }

  void reopenPrepared(TaskRules rules, TaskState state, TaskCommand.Reopening reopening) {
    partition.tell(new PartitionCommand.ReopenPrepared(summary(rules, state), reopening));
  }

  void reopened(TaskRules rules, TaskState state) {
    partition.tell(new PartitionCommand.Reopened(summary(rules, state)));
  }

  /**
   * Everything outstanding, once more, and to wherever the workers are now: messages may have been
   * lost, and so may the actors that were last heard from.
   */
  void sayAgain(TaskRules rules, TaskState state) {
    heard.clear();
    state.turns().all().stream().filter(this::outstanding).forEach(turn -> settle(state, turn));
    partition.tell(
        new TaskIs(
            summary(rules, state), state instanceof TaskState.Ended ended ? record(ended) : null));
  }

  /**
   * What those need to hear who may have lost what this node knew. A record that may be missing is
   * sent at the first look at the clock, not now: the next command may be a reopening.
   */
  void recovered(TaskRules rules, TaskState state) {
    state.turns().all().stream()
        .limit(settledBefore)
        .filter(Assignment::unapplied)
        .forEach(turn -> appliedUnstored.add(turn.ordinal()));
    if (state.turns().all().isEmpty()) {
      partition.tell(new TaskIs(summary(rules, state), null));
      return;
    }
    for (Assignment turn : state.turns().live()) {
      toWorker(turn.worker(), leased(turn, false));
    }
    state.turns().all().stream().filter(this::outstanding).forEach(turn -> settle(state, turn));
    TaskSummary summary = summary(rules, state);
    partition.tell(
        new TaskIs(
            state instanceof TaskState.Ended ? summary.lookAt(clock.instant()) : summary, null));
  }

  // What workers have stored

  void noteApplied(TaskState state, List<Integer> ordinals) {
    for (int ordinal : ordinals) {
      if (state.turns().of(ordinal).filter(Assignment::unapplied).isPresent()) {
        appliedUnstored.add(ordinal);
      } else {
        state.turns().of(ordinal).ifPresent(turn -> forget(state, List.of(ordinal)));
      }
    }
  }

  /** The events with, before them, what workers have stored since; an ended task needs no such. */
  List<TaskEvent> withApplied(List<TaskEvent> events) {
    boolean ends = events.stream().anyMatch(TaskEvent.TaskEnded.class::isInstance);
    if (appliedUnstored.isEmpty() || ends) {
      return events;
    }
    var all = new ArrayList<TaskEvent>(events.size() + 1);
    all.add(new TaskEvent.SettlementsApplied(List.copyOf(appliedUnstored)));
    all.addAll(events);
    return all;
  }

  private boolean outstanding(Assignment turn) {
    return turn.unapplied() && !appliedUnstored.contains(turn.ordinal());
  }

  private boolean settled(TaskState state) {
    return state.turns().all().stream()
        .allMatch(turn -> turn.settlement() != null && !outstanding(turn));
  }

  private static boolean reviewPending(Assignment turn) {
    return turn.status() == Status.SUBMITTED;
  }

  private TaskRecord record(TaskState.Ended ended) {
    return new TaskRecord(
        task.id(),
        task.key(),
        ended.outcome(),
        ended.value(),
        ended.confidence(),
        ended.reason(),
        ended.turns().counted(),
        ended.at(),
        ended.turns().all().stream()
            .map(turn -> appliedUnstored.contains(turn.ordinal()) ? turn.applied(true) : turn)
            .toList(),
        settled(ended),
        ended.changed().gold(),
        ended.changed().amendments());
  }

  private TaskSummary summary(TaskRules rules, TaskState state) {
    List<Assignment> turns = state.turns().all();
    boolean outstanding = turns.stream().anyMatch(this::outstanding);
    return new TaskSummary(
        task.id().number(),
        state.priority(rules.terms()),
        state.ownRedundancy(rules.terms()),
        state.turns().taken(),
        rules.excluded(state),
        liveLeases(turns),
        nextLook(rules, state, outstanding),
        state instanceof TaskState.Ended,
        !outstanding && turns.stream().noneMatch(Assignment::live),
        task.reservedFor(),
        task.unavailableFor(),
        task.gold() != null,
        rules.terms().weighs()
            ? new TaskAnswers(state.gold(rules.terms()), state.turns().given())
            : null);
  }

  private static List<LiveLease> liveLeases(List<Assignment> turns) {
    return turns.stream()
        .filter(Assignment::live)
        .map(turn -> new LiveLease(turn.ordinal(), turn.worker(), turn.request()))
        .toList();
  }

  private Instant nextLook(TaskRules rules, TaskState state, boolean outstanding) {
    Instant due = rules.nextLook(state).orElse(null);
    if (!outstanding) {
      return due;
    }
    Instant resend = clock.instant().plus(settings.resendSettlement());
    return due == null || resend.isBefore(due) ? resend : due;
  }

  private AssignmentId idOf(int ordinal) {
    return new AssignmentId(task.id(), ordinal);
  }
}
