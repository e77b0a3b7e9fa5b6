package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import swarmline.engine.catalog.FeedEntries;
import swarmline.engine.catalog.FeedEntry;
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
import swarmline.engine.dispatch.WorkerCommand.OutcomesAre;
import swarmline.engine.dispatch.WorkerCommand.Pause;
import swarmline.engine.dispatch.WorkerCommand.PoolChanged;
import swarmline.engine.dispatch.WorkerCommand.Pull;
import swarmline.engine.dispatch.WorkerCommand.ReadFirings;
import swarmline.engine.dispatch.WorkerCommand.ReadRecentWork;
import swarmline.engine.dispatch.WorkerCommand.RemoveQualification;
import swarmline.engine.dispatch.WorkerCommand.Renew;
import swarmline.engine.dispatch.WorkerCommand.Restrict;
import swarmline.engine.dispatch.WorkerCommand.Resume;
import swarmline.engine.dispatch.WorkerCommand.Return;
import swarmline.engine.dispatch.WorkerCommand.SetQualification;
import swarmline.engine.dispatch.WorkerCommand.Settle;
import swarmline.engine.dispatch.WorkerCommand.Skip;
import swarmline.engine.dispatch.WorkerCommand.Swept;
import swarmline.engine.dispatch.WorkerCommand.Tick;
import swarmline.engine.dispatch.WorkerCommand.WorkAvailable;
import swarmline.engine.dispatch.WorkerCommand.WriteLedger;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.quality.Observation;
import swarmline.engine.quality.RecentWork;
import swarmline.engine.quality.Standing;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.Desk;
import swarmline.engine.worker.Firings;
import swarmline.engine.worker.WorkerEvent;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;
import swarmline.engine.worker.WorkerSnapshot;
import swarmline.engine.worker.WorkerState;

/**
 * One worker as an actor: its session, what it holds, what it has earned. A lease is passed on as
 * soon as its task has stored it; the worker's own record is written a little later, many at once,
 * and only that makes a settlement final.
 */
final class WorkerEntity extends JournaledEntity<WorkerCommand, WorkerEvent, WorkerState> {
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final CommandHandlers<WorkerEntity, WorkerCommand> HANDLERS =
      new CommandHandlers<WorkerEntity, WorkerCommand>()
          .on(Answer.class, WorkerEntity::answer)
          .on(Leased.class, WorkerEntity::leased)
          .on(AnswerStored.class, WorkerEntity::answerStored)
          .on(Flush.class, WorkerEntity::flush)
          .on(LedgerWritten.class, WorkerEntity::ledgerWritten)
          .on(Forget.class, WorkerEntity::forget)
          .on(Settle.class, WorkerEntity::settle)
          .on(NothingNow.class, WorkerEntity::nothingNow)
          .on(WorkAvailable.class, WorkerEntity::workAvailable)
          .on(AnswerRefused.class, WorkerEntity::answerRefused)
          .on(LeaseMoved.class, WorkerEntity::leaseMoved)
          .on(Tick.class, WorkerEntity::tick)
          .on(Connect.class, WorkerEntity::connect)
          .on(Disconnect.class, WorkerEntity::disconnect)
          .on(Pause.class, WorkerEntity::pause)
          .on(Resume.class, WorkerEntity::resume)
          .on(Return.class, WorkerEntity::giveBack)
          .on(Skip.class, WorkerEntity::skip)
          .on(Renew.class, WorkerEntity::renew)
          .on(Pull.class, WorkerEntity::pull)
          .on(PoolChanged.class, WorkerEntity::poolChanged)
          .on(Swept.class, WorkerEntity::swept)
          .on(OutcomesAre.class, WorkerEntity::outcomesAre)
          .on(LedgerFailed.class, WorkerEntity::ledgerFailed)
          .on(WriteLedger.class, WorkerEntity::writeLedgerAgain)
          .on(Describe.class, WorkerEntity::describe)
          .on(Explain.class, WorkerEntity::explain)
          .on(ReadFirings.class, WorkerEntity::readFirings)
          .on(ReadRecentWork.class, WorkerEntity::readRecentWork)
          .on(SetQualification.class, WorkerEntity::setQualification)
          .on(RemoveQualification.class, WorkerEntity::removeQualification)
          .on(Restrict.class, WorkerEntity::restrict)
          .on(LiftRestriction.class, WorkerEntity::liftRestriction);

  private final WorkerId id;
  private final EngineParts parts;
  private final InstantSource clock;
  private final ActorRef<WorkerCommand> self;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Desk<Held> desk = new Desk<>();
  private final WorkerDemand demand;
  private final Replacing replacing;
  private boolean flushing;

  /** The last firing of a rule that is known to be in the feed. */
  private Instant announced = Instant.MIN;

  private Instant idleSince;

  static Behavior<WorkerCommand> create(
      WorkerId id, ActorRef<ClusterSharding.ShardCommand> shard, EngineParts parts) {
    return Behaviors.<Object>setup(
            context -> {
              EntityJournal journal = parts.journals().of(PersistenceIds.of(id), context.getSelf());
              return new WorkerEntity(id, context, journal, shard, parts);
            })
        .narrow();
  }

  private WorkerEntity(
      WorkerId id,
      ActorContext<Object> context,
      EntityJournal journal,
      ActorRef<ClusterSharding.ShardCommand> shard,
      EngineParts parts) {
    super(context, journal, WorkerState.unknown());
    this.id = id;
    this.parts = parts;
    this.clock = parts.clock();
    this.self = context.getSelf().narrow();
    this.shard = shard;
    this.demand = new WorkerDemand(id, context, parts, desk);
    this.replacing = new Replacing(id, parts);
    recover(true);
  }

  @Override
  void onCommand(WorkerState state, WorkerCommand command) {
    HANDLERS.handle(this, command);
  }

  @Override
  WorkerState after(WorkerState before, WorkerEvent event) {
    return WorkerState.after(before, event);
  }

  @Override
  WorkerState of(Object snapshot) {
    return ((WorkerSnapshot) snapshot).state();
  }

  /** What was under way when this worker was last in memory is asked after. */
  @Override
  void recovered(WorkerState state) {
    parts.directory().follow(id.tenant(), self);
    state.open().keySet().forEach(this::remind);
    if (!state.remembered().isEmpty() || state.pendingFrom() != null) {
      writeLedger(new ArrayList<>(state.remembered().values()));
    }
    later(TICK, Tick.NOW);
  }

  @Override
  void stopped() {
    demand.close();
  }

  private void later(Duration delay, WorkerCommand command) {
    context().scheduleOnce(delay, context().getSelf(), command);
  }

  private void store(WorkerEvent event, Consumer<WorkerState> then) {
    store(List.of(event), then);
  }

  /** Events, and now and then a snapshot that makes them superfluous. */
  private void store(List<WorkerEvent> events, Consumer<WorkerState> then) {
    persist(
        events,
        state -> {
          int every = parts.settings().workerSnapshotEvery();
          if (sequence() % every < events.size()) {
            snapshot(WorkerSnapshot.of(state), sequence() - every + 1);
          }
          then.accept(state);
        });
  }

  private void remind(AssignmentId assignment) {
    toTask(assignment, new TaskCommand.Remind(id, self));
  }

  // Sessions

  private void connect(Connect connect) {
    demand.connect(connect, state(), state().open().keySet());
  }

  private void disconnect(Disconnect gone) {
    demand.disconnect(gone.session(), clock.instant());
  }

  private void pause(Pause pause) {
    demand.pause();
    pause.session().tell(new SessionMessage.Accepted(pause.re(), null, null));
  }

  private void resume(Resume resume) {
    resume.session().tell(new SessionMessage.Accepted(resume.re(), null, null));
    demand.resume(state());
  }

  private void pull(Pull pull) {
    demand.pull(pull, state());
  }

  private void poolChanged(PoolChanged changed) {
    demand.poolsChanged(state());
  }

  private void nothingNow(NothingNow nothing) {
    demand.nothing(nothing, state());
  }

  private void workAvailable(WorkAvailable available) {
    demand.available(available.partition(), state());
  }

  // Assignments

  private void leased(Leased leased) {
    Held held = leased.held();
    boolean news = desk.take(held.assignment(), held, held.expiresAt(), state());
    if (!news) {
      return;
    }
    if (!demand.leased(held, leased.fresh(), leased.request(), state())) {
      // Granted as the worker was going: nobody has seen it, so the place is given back at once.
      toTask(
          held.assignment(),
          new TaskCommand.Return(
              held.assignment().ordinal(), id.name(), "not delivered", "", null, null));
    }
    recordSoon();
  }

  private void answer(Answer answer) {
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
            self,
            null));
    demand.freeing();
    demand.freed(assignment.task().pool(), state());
  }

  private void answerStored(AnswerStored stored) {
    if (stored.settlement() == null) {
      desk.submitted(stored.assignment(), clock.instant(), state());
      demand.freed(stored.assignment().task().pool(), state());
      recordSoon();
    } else {
      settled(stored.assignment(), stored.settlement(), stored.seen());
    }
  }

  private void answerRefused(AnswerRefused refused) {
    desk.answerRefused(refused.assignment());
  }

  private void leaseMoved(LeaseMoved moved) {
    Held held = desk.held().get(moved.assignment());
    if (held != null) {
      desk.move(
          moved.assignment(),
          new Held(moved.assignment(), held.payload(), moved.expiresAt()),
          moved.expiresAt());
      recordSoon();
    }
  }

  private void giveBack(Return back) {
    demand.freeing();
    toTask(
        back.assignment(),
        new TaskCommand.Return(
            back.assignment().ordinal(),
            id.name(),
            back.reason(),
            back.re(),
            back.replyTo(),
            null));
  }

  private void skip(Skip skip) {
    demand.freeing();
    toTask(
        skip.assignment(),
        new TaskCommand.Skip(
            skip.assignment().ordinal(), id.name(), skip.re(), skip.replyTo(), null));
  }

  private void renew(Renew renew) {
    toTask(
        renew.assignment(),
        new TaskCommand.Renew(
            renew.assignment().ordinal(), id.name(), renew.re(), renew.replyTo(), null));
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

  private void settle(Settle settle) {
    boolean shown = settled(settle.assignment(), settle.settlement(), settle.seen());
    if (shown) {
      demand.ended(settle);
    }
  }

  private boolean settled(AssignmentId assignment, Settlement settlement, Observation seen) {
    boolean news = desk.settle(assignment, settlement, seen, clock.instant(), state());
    if (news) {
      recordSoon();
    } else if (desk.isApplied(assignment)) {
      confirm(List.of(assignment));
    }
    demand.freed(assignment.task().pool(), state());
    return news;
  }

  private void forget(Forget forget) {
    forget.assignments().forEach(assignment -> desk.forget(assignment, state()));
    recordSoon();
  }

  private void outcomesAre(OutcomesAre are) {
    desk.learn(are.agreements(), state());
    recordSoon();
  }

  /**
   * Settlements are recorded soon. Nobody waits for the rest: it goes with them, or at the next
   * tick, and what a crash takes of it the tasks say again.
   */
  private void recordSoon() {
    if (desk.unrecorded() >= parts.settings().workerFlushAt()) {
      self.tell(Flush.NOW);
    } else if (desk.unrecordedSettlements() && !flushing) {
      flushing = true;
      later(parts.settings().workerFlush(), Flush.NOW);
    }
  }

  private void flush(Flush flush) {
    flushing = false;
    if (desk.unrecorded() == 0) {
      return;
    }
    WorkRecorded work = desk.record();
    List<WorkerEvent> fired = firings(work);
    List<WorkerEvent> events = new ArrayList<>(1 + fired.size());
    events.add(work);
    events.addAll(fired);
    store(
        events,
        next -> {
          if (!work.settled().isEmpty() || !fired.isEmpty()) {
            writeLedger(work.settled());
            demand.settled(work.settled());
          }
          if (!fired.isEmpty()) {
            demand.profileChanged(next);
          }
        });
  }

  /** What the pools' rules make of work that is about to be recorded. */
  private List<WorkerEvent> firings(WorkRecorded work) {
    boolean shows = work.settled().stream().anyMatch(settled -> settled.seen() != null);
    if (!shows && work.agreements() == null) {
      return List.of();
    }
    return Firings.of(
        work,
        WorkerState.after(state(), work),
        code -> parts.directory().find(new PoolId(id.tenant(), code)).map(PoolView::spec),
        clock.instant());
  }

  /**
   * From when on what rules made of the worker is to be seen to: of these, of what was settled
   * after them, and of all else that is not known to have come to pass.
   */
  private Instant firedFrom(List<Settled> settled) {
    Instant pending = state().pendingFrom() == null ? Instant.MAX : state().pendingFrom();
    Instant first = settled.stream().map(Settled::at).min(Instant::compareTo).orElse(pending);
    return first.isBefore(pending) ? first : pending;
  }

  /** The feed first: what is in the ledger is confirmed, and then nobody sends it again. */
  private void writeLedger(List<Settled> settled) {
    Instant from = firedFrom(settled);
    List<RuleFired> fired = state().firedSince(from);
    List<FeedEntry> said =
        fired.stream().flatMap(one -> FeedEntries.fired(id, one, from).stream()).toList();
    Instant last =
        fired.stream().map(RuleFired::latest).max(Instant::compareTo).orElse(Instant.MIN);
    replacing.follow(state(), from);
    List<LedgerEntry> entries =
        settled.stream()
            .map(
                one ->
                    new LedgerEntry(
                        id, one.sequence(), one.assignment(), one.settlement(), one.at()))
            .toList();
    List<AssignmentId> assignments = settled.stream().map(Settled::assignment).toList();
    CompletionStage<Done> written =
        said.isEmpty()
            ? parts.catalog().putLedger(entries)
            : parts.catalog().putFeed(said).thenCompose(done -> parts.catalog().putLedger(entries));
    context()
        .pipeToSelf(
            written,
            (done, failure) ->
                failure == null
                    ? new LedgerWritten(assignments, last)
                    : new LedgerFailed(assignments));
  }

  private void ledgerWritten(LedgerWritten written) {
    announced = written.fired().isAfter(announced) ? written.fired() : announced;
    noteCarriedOut();
    if (replacing.underWay()) {
      replacing.hold(written.assignments());
    } else {
      applied(written.assignments());
    }
  }

  private void swept(Swept from) {
    applied(replacing.heard(from, state()));
    noteCarriedOut();
  }

  /** What rules made of the worker is in the feed, and slices are through with it: it is over. */
  private void noteCarriedOut() {
    Instant pending = state().pendingFrom();
    if (pending != null && !replacing.underWay() && !announced.isBefore(pending)) {
      desk.carriedOut(announced);
    }
  }

  private void applied(List<AssignmentId> assignments) {
    desk.applied(assignments);
    confirm(assignments);
  }

  private void ledgerFailed(LedgerFailed failed) {
    context().getLog().error("ledger of {} could not be written, trying again", id);
    List<Settled> again =
        failed.assignments().stream()
            .map(state().remembered()::get)
            .filter(java.util.Objects::nonNull)
            .toList();
    later(TICK, new WriteLedger(again));
  }

  private void writeLedgerAgain(WriteLedger again) {
    writeLedger(again.settled());
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

  private void describe(Describe describe) {
    describe.replyTo().tell(demand.described(state(), clock.instant()));
  }

  private void explain(Explain explain) {
    demand.explain(explain, state());
  }

  private void readFirings(ReadFirings read) {
    read.replyTo().tell(new WorkerReply.FiredAre(state().firings()));
  }

  private void readRecentWork(ReadRecentWork read) {
    Standing standing = state().standings().getOrDefault(read.pool().code(), Standing.NEW);
    read.replyTo().tell(new WorkerReply.RecentWorkIs(RecentWork.of(standing)));
  }

  private void setQualification(SetQualification set) {
    if (set.value().equals(state().qualifications().get(set.name()))) {
      set.replyTo().tell(new WorkerReply.Changed());
      return;
    }
    change(
        new WorkerEvent.QualificationSet(set.name(), set.value(), clock.instant()), set.replyTo());
  }

  private void removeQualification(RemoveQualification remove) {
    if (!state().qualifications().containsKey(remove.name())) {
      remove.replyTo().tell(new WorkerReply.Changed());
      return;
    }
    change(new WorkerEvent.QualificationRemoved(remove.name(), clock.instant()), remove.replyTo());
  }

  private void restrict(Restrict restrict) {
    change(
        new WorkerEvent.RestrictionSet(
            restrict.pool() == null ? null : restrict.pool().code(),
            restrict.reason(),
            restrict.until(),
            clock.instant()),
        restrict.replyTo());
  }

  private void liftRestriction(LiftRestriction lift) {
    change(
        new WorkerEvent.RestrictionLifted(
            lift.pool() == null ? null : lift.pool().code(), clock.instant(), lift.project()),
        lift.replyTo());
  }

  private void change(WorkerEvent event, ActorRef<WorkerReply> replyTo) {
    store(
        event,
        next -> {
          replyTo.tell(new WorkerReply.Changed());
          demand.profileChanged(next);
        });
  }

  // The clock

  private void tick(Tick tick) {
    later(TICK, Tick.NOW);
    Instant now = clock.instant();
    if (!flushing) {
      flush(Flush.NOW);
    }
    demand.tick(state(), now);
    replacing.tick(now);
    demand.lost(now).forEach(this::giveBackLost);
    boolean busy = !desk.isClear() || replacing.underWay();
    if (!demand.idle() || busy || !state().open().isEmpty()) {
      idleSince = null;
    } else if (idleSince == null) {
      idleSince = now;
    } else if (!now.isBefore(idleSince.plus(parts.settings().workerIdle()))) {
      shard.tell(new ClusterSharding.Passivate<>(self));
    }
  }

  /** The worker has been gone for longer than the pool waits. */
  private void giveBackLost(AssignmentId assignment) {
    toTask(
        assignment,
        new TaskCommand.Return(assignment.ordinal(), id.name(), "disconnected", "", null, null));
  }
}
