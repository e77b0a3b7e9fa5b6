package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.dispatch.PartitionCommand.Applied;
import swarmline.engine.dispatch.PartitionCommand.ForTask;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.WorkerCommand.Answer;
import swarmline.engine.dispatch.WorkerCommand.AnswerRefused;
import swarmline.engine.dispatch.WorkerCommand.AnswerStored;
import swarmline.engine.dispatch.WorkerCommand.Connect;
import swarmline.engine.dispatch.WorkerCommand.Describe;
import swarmline.engine.dispatch.WorkerCommand.Disconnect;
import swarmline.engine.dispatch.WorkerCommand.Explain;
import swarmline.engine.dispatch.WorkerCommand.Flush;
import swarmline.engine.dispatch.WorkerCommand.Forget;
import swarmline.engine.dispatch.WorkerCommand.LeaseMoved;
import swarmline.engine.dispatch.WorkerCommand.Leased;
import swarmline.engine.dispatch.WorkerCommand.LedgerFailed;
import swarmline.engine.dispatch.WorkerCommand.LedgerWritten;
import swarmline.engine.dispatch.WorkerCommand.LiftRestriction;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.dispatch.WorkerCommand.Pause;
import swarmline.engine.dispatch.WorkerCommand.PoolChanged;
import swarmline.engine.dispatch.WorkerCommand.Pull;
import swarmline.engine.dispatch.WorkerCommand.RemoveQualification;
import swarmline.engine.dispatch.WorkerCommand.Renew;
import swarmline.engine.dispatch.WorkerCommand.Restrict;
import swarmline.engine.dispatch.WorkerCommand.Resume;
import swarmline.engine.dispatch.WorkerCommand.Return;
import swarmline.engine.dispatch.WorkerCommand.SetQualification;
import swarmline.engine.dispatch.WorkerCommand.Settle;
import swarmline.engine.dispatch.WorkerCommand.Skip;
import swarmline.engine.dispatch.WorkerCommand.Tick;
import swarmline.engine.dispatch.WorkerCommand.WorkAvailable;
import swarmline.engine.dispatch.WorkerCommand.WriteLedger;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.Desk;
import swarmline.engine.worker.WorkerEvent;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;
import swarmline.engine.worker.WorkerState;

/**
 * One worker as an actor: its session, what it holds, what it has earned. A lease is passed on as
 * soon as its task has stored it; the worker's own record is written a little later, many at once,
 * and only that makes a settlement final.
 */
final class WorkerEntity extends EventSourcedBehavior<WorkerCommand, WorkerEvent, WorkerState> {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final WorkerId id;
  private final EngineParts parts;
  private final InstantSource clock;
  private final ActorContext<WorkerCommand> context;
  private final TimerScheduler<WorkerCommand> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Desk<Held> desk = new Desk<>();
  private final WorkerDemand demand;
  private Instant idleSince;

  static Behavior<WorkerCommand> create(
      WorkerId id, ActorRef<ClusterSharding.ShardCommand> shard, EngineParts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new WorkerEntity(id, shard, parts, context, timers)));
  }

  private WorkerEntity(
      WorkerId id,
      ActorRef<ClusterSharding.ShardCommand> shard,
      EngineParts parts,
      ActorContext<WorkerCommand> context,
      TimerScheduler<WorkerCommand> timers) {
    super(PersistenceId.ofUniqueId(PersistenceIds.of(id)));
    this.id = id;
    this.parts = parts;
    this.clock = parts.clock();
    this.context = context;
    this.timers = timers;
    this.shard = shard;
    this.demand = new WorkerDemand(id, context, parts, desk);
    timers.startTimerWithFixedDelay(Tick.NOW, TICK);
  }

  @Override
  public WorkerState emptyState() {
    return WorkerState.unknown();
  }

  @Override
  public CommandHandler<WorkerCommand, WorkerEvent, WorkerState> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Answer.class, this::answer)
        .onCommand(Leased.class, this::leased)
        .onCommand(AnswerStored.class, this::answerStored)
        .onCommand(Flush.class, this::flush)
        .onCommand(LedgerWritten.class, this::ledgerWritten)
        .onCommand(Forget.class, this::forget)
        .onCommand(Settle.class, this::settle)
        .onCommand(NothingNow.class, this::nothingNow)
        .onCommand(WorkAvailable.class, this::workAvailable)
        .onCommand(AnswerRefused.class, this::answerRefused)
        .onCommand(LeaseMoved.class, this::leaseMoved)
        .onCommand(Tick.class, this::tick)
        .onCommand(Connect.class, this::connect)
        .onCommand(Disconnect.class, this::disconnect)
        .onCommand(Pause.class, this::pause)
        .onCommand(Resume.class, this::resume)
        .onCommand(Return.class, this::giveBack)
        .onCommand(Skip.class, this::skip)
        .onCommand(Renew.class, this::renew)
        .onCommand(Pull.class, this::pull)
        .onCommand(PoolChanged.class, this::poolChanged)
        .onCommand(LedgerFailed.class, this::ledgerFailed)
        .onCommand(WriteLedger.class, this::writeLedgerAgain)
        .onCommand(Describe.class, this::describe)
        .onCommand(Explain.class, this::explain)
        .onCommand(SetQualification.class, this::setQualification)
        .onCommand(RemoveQualification.class, this::removeQualification)
        .onCommand(Restrict.class, this::restrict)
        .onCommand(LiftRestriction.class, this::liftRestriction)
        .build();
  }

  @Override
  public EventHandler<WorkerState, WorkerEvent> eventHandler() {
    return WorkerState::after;
  }

  @Override
  public SignalHandler<WorkerState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .onSignal(PostStop.instance(), state -> demand.close())
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(parts.settings().workerSnapshotEvery(), 1)
        .withDeleteEventsOnSnapshot();
  }

  @Override
  public SnapshotAdapter<WorkerState> snapshotAdapter() {
    return new WorkerSnapshots();
  }

  /** What was under way when this worker was last in memory is asked after. */
  private void recovered(WorkerState state) {
    parts.directory().follow(id.tenant(), context.getSelf());
    state.open().keySet().forEach(this::remind);
    if (!state.remembered().isEmpty()) {
      writeLedger(new ArrayList<>(state.remembered().values()));
    }
  }

  private void remind(AssignmentId assignment) {
    toTask(assignment, new TaskCommand.Remind(id, context.getSelf()));
  }

  // Sessions

  private Effect<WorkerEvent, WorkerState> connect(WorkerState state, Connect connect) {
    demand.connect(connect, state, state.open().keySet());
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> disconnect(WorkerState state, Disconnect gone) {
    demand.disconnect(gone.session(), clock.instant());
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> pause(WorkerState state, Pause pause) {
    demand.pause();
    pause.session().tell(new SessionMessage.Accepted(pause.re(), null, null));
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> resume(WorkerState state, Resume resume) {
    resume.session().tell(new SessionMessage.Accepted(resume.re(), null, null));
    demand.resume(state);
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> pull(WorkerState state, Pull pull) {
    demand.pull(pull, state);
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> poolChanged(WorkerState state, PoolChanged changed) {
    demand.poolsChanged(state);
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> nothingNow(WorkerState state, NothingNow nothing) {
    demand.nothing(nothing, state);
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> workAvailable(
      WorkerState state, WorkAvailable available) {
    demand.available(available.partition(), state);
    return Effect().none();
  }

  // Assignments

  private Effect<WorkerEvent, WorkerState> leased(WorkerState state, Leased leased) {
    Held held = leased.held();
    boolean news = desk.take(held.assignment(), held, held.expiresAt(), state);
    if (!news) {
      return Effect().none();
    }
    if (!demand.leased(held, leased.fresh(), state)) {
      // Granted as the worker was going: nobody has seen it, so the place is given back at once.
      toTask(
          held.assignment(),
          new TaskCommand.Return(
              held.assignment().ordinal(), id.name(), "not delivered", "", null, null));
    }
    recordSoon();
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> answer(WorkerState state, Answer answer) {
    AssignmentId assignment = answer.assignment();
    if (demand.wouldCount(assignment, answer.answer())) {
      desk.answering(assignment);
    }
    toTask(
        assignment,
        new TaskCommand.Submit(
            assignment.ordinal(),
            id.name(),
            answer.answer(),
            answer.re(),
            answer.replyTo(),
            context.getSelf(),
            null));
    demand.freed(assignment.task().pool(), state);
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> answerStored(WorkerState state, AnswerStored stored) {
    if (stored.settlement() == null) {
      desk.submitted(stored.assignment(), clock.instant(), state);
      demand.freed(stored.assignment().task().pool(), state);
      recordSoon();
    } else {
      settled(state, stored.assignment(), stored.settlement());
    }
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> answerRefused(WorkerState state, AnswerRefused refused) {
    desk.answerRefused(refused.assignment());
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> leaseMoved(WorkerState state, LeaseMoved moved) {
    Held held = desk.held().get(moved.assignment());
    if (held != null) {
      desk.move(
          moved.assignment(),
          new Held(moved.assignment(), held.payload(), moved.expiresAt()),
          moved.expiresAt());
      recordSoon();
    }
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> giveBack(WorkerState state, Return back) {
    toTask(
        back.assignment(),
        new TaskCommand.Return(
            back.assignment().ordinal(),
            id.name(),
            back.reason(),
            back.re(),
            back.replyTo(),
            null));
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> skip(WorkerState state, Skip skip) {
    toTask(
        skip.assignment(),
        new TaskCommand.Skip(
            skip.assignment().ordinal(), id.name(), skip.re(), skip.replyTo(), null));
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> renew(WorkerState state, Renew renew) {
    toTask(
        renew.assignment(),
        new TaskCommand.Renew(
            renew.assignment().ordinal(), id.name(), renew.re(), renew.replyTo(), null));
    return Effect().none();
  }

  private void toTask(AssignmentId assignment, TaskCommand command) {
    var pool = parts.directory().find(assignment.task().pool());
    if (pool.isEmpty()) {
      TaskRefusals.refuse(
          assignment.task(), command, swarmline.engine.task.Refusal.UNKNOWN_ASSIGNMENT);
      return;
    }
    parts
        .entities()
        .tell(
            PartitionId.of(assignment.task(), pool.get().partitions()),
            new ForTask(assignment.task().number(), command));
  }

  // Settlements: stored, then in the ledger, then confirmed to the task, then forgotten

  private Effect<WorkerEvent, WorkerState> settle(WorkerState state, Settle settle) {
    boolean shown = settled(state, settle.assignment(), settle.settlement());
    if (shown) {
      demand.ended(settle);
    }
    return Effect().none();
  }

  private boolean settled(WorkerState state, AssignmentId assignment, Settlement settlement) {
    boolean news = desk.settle(assignment, settlement, clock.instant(), state);
    if (news) {
      recordSoon();
    } else if (desk.isApplied(assignment)) {
      confirm(List.of(assignment));
    }
    demand.freed(assignment.task().pool(), state);
    return news;
  }

  private Effect<WorkerEvent, WorkerState> forget(WorkerState state, Forget forget) {
    forget.assignments().forEach(assignment -> desk.forget(assignment, state));
    recordSoon();
    return Effect().none();
  }

  private void recordSoon() {
    if (desk.unrecorded() >= parts.settings().workerFlushAt()) {
      context.getSelf().tell(Flush.NOW);
    } else if (desk.unrecorded() > 0 && !timers.isTimerActive(Flush.NOW)) {
      timers.startSingleTimer(Flush.NOW, parts.settings().workerFlush());
    }
  }

  private Effect<WorkerEvent, WorkerState> flush(WorkerState state, Flush flush) {
    timers.cancel(Flush.NOW);
    if (desk.unrecorded() == 0) {
      return Effect().none();
    }
    WorkRecorded event = desk.record();
    return Effect()
        .persist(event)
        .thenRun(
            next -> {
              if (!event.settled().isEmpty()) {
                writeLedger(event.settled());
                demand.settled(event.settled());
              }
            });
  }

  private void writeLedger(List<Settled> settled) {
    List<LedgerEntry> entries =
        settled.stream()
            .map(
                one ->
                    new LedgerEntry(
                        id, one.sequence(), one.assignment(), one.settlement(), one.at()))
            .toList();
    List<AssignmentId> assignments = settled.stream().map(Settled::assignment).toList();
    context.pipeToSelf(
        parts.catalog().putLedger(entries),
        (done, failure) ->
            failure == null ? new LedgerWritten(assignments) : new LedgerFailed(assignments));
  }

  private Effect<WorkerEvent, WorkerState> ledgerWritten(WorkerState state, LedgerWritten written) {
    desk.applied(written.assignments());
    confirm(written.assignments());
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> ledgerFailed(WorkerState state, LedgerFailed failed) {
    context.getLog().error("ledger of {} could not be written, trying again", id);
    List<Settled> again =
        failed.assignments().stream()
            .map(state.remembered()::get)
            .filter(java.util.Objects::nonNull)
            .toList();
    context.scheduleOnce(TICK, context.getSelf(), new WriteLedger(again));
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> writeLedgerAgain(WorkerState state, WriteLedger again) {
    writeLedger(again.settled());
    return Effect().none();
  }

  private void confirm(List<AssignmentId> assignments) {
    Map<PartitionId, List<AssignmentId>> byPartition = new HashMap<>();
    for (AssignmentId assignment : assignments) {
      parts
          .directory()
          .find(assignment.task().pool())
          .ifPresent(
              pool ->
                  byPartition
                      .computeIfAbsent(
                          PartitionId.of(assignment.task(), pool.partitions()),
                          partition -> new ArrayList<>())
                      .add(assignment));
    }
    byPartition.forEach(
        (partition, some) -> parts.entities().tell(partition, new Applied(id, some)));
  }

  // The platform

  private Effect<WorkerEvent, WorkerState> describe(WorkerState state, Describe describe) {
    describe.replyTo().tell(demand.described(state, clock.instant()));
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> explain(WorkerState state, Explain explain) {
    demand.explain(explain, state);
    return Effect().none();
  }

  private Effect<WorkerEvent, WorkerState> setQualification(
      WorkerState state, SetQualification set) {
    if (set.value().equals(state.qualifications().get(set.name()))) {
      return Effect().none().thenRun(same -> set.replyTo().tell(new WorkerReply.Changed()));
    }
    return change(
        new WorkerEvent.QualificationSet(set.name(), set.value(), clock.instant()), set.replyTo());
  }

  private Effect<WorkerEvent, WorkerState> removeQualification(
      WorkerState state, RemoveQualification remove) {
    if (!state.qualifications().containsKey(remove.name())) {
      return Effect().none().thenRun(same -> remove.replyTo().tell(new WorkerReply.Changed()));
    }
    return change(
        new WorkerEvent.QualificationRemoved(remove.name(), clock.instant()), remove.replyTo());
  }

  private Effect<WorkerEvent, WorkerState> restrict(WorkerState state, Restrict restrict) {
    return change(
        new WorkerEvent.RestrictionSet(
            restrict.pool() == null ? null : restrict.pool().code(),
            restrict.reason(),
            restrict.until(),
            clock.instant()),
        restrict.replyTo());
  }

  private Effect<WorkerEvent, WorkerState> liftRestriction(
      WorkerState state, LiftRestriction lift) {
    return change(
        new WorkerEvent.RestrictionLifted(
            lift.pool() == null ? null : lift.pool().code(), clock.instant()),
        lift.replyTo());
  }

  private Effect<WorkerEvent, WorkerState> change(
      WorkerEvent event, ActorRef<WorkerReply> replyTo) {
    return Effect()
        .persist(event)
        .thenRun(
            next -> {
              replyTo.tell(new WorkerReply.Changed());
              demand.profileChanged(next);
            });
  }

  // The clock

  private Effect<WorkerEvent, WorkerState> tick(WorkerState state, Tick tick) {
    Instant now = clock.instant();
    demand.tick(state, now);
    demand.lost(now).forEach(this::giveBackLost);
    if (!demand.idle() || !desk.isClear() || !state.open().isEmpty()) {
      idleSince = null;
    } else if (idleSince == null) {
      idleSince = now;
    } else if (!now.isBefore(idleSince.plus(parts.settings().workerIdle()))) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
    return Effect().none();
  }

  /** The worker has been gone for longer than the pool waits. */
  private void giveBackLost(AssignmentId assignment) {
    toTask(
        assignment,
        new TaskCommand.Return(assignment.ordinal(), id.name(), "disconnected", "", null, null));
  }
}
