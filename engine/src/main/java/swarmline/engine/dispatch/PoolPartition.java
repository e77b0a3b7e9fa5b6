package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.PartitionCommand.AnsweredRead;
import swarmline.engine.dispatch.PartitionCommand.Applied;
import swarmline.engine.dispatch.PartitionCommand.Claim;
import swarmline.engine.dispatch.PartitionCommand.ClaimRefused;
import swarmline.engine.dispatch.PartitionCommand.Count;
import swarmline.engine.dispatch.PartitionCommand.Counted;
import swarmline.engine.dispatch.PartitionCommand.DefinitionRead;
import swarmline.engine.dispatch.PartitionCommand.DefinitionsRead;
import swarmline.engine.dispatch.PartitionCommand.Explain;
import swarmline.engine.dispatch.PartitionCommand.ForTask;
import swarmline.engine.dispatch.PartitionCommand.LeaveLine;
import swarmline.engine.dispatch.PartitionCommand.Line;
import swarmline.engine.dispatch.PartitionCommand.Loaded;
import swarmline.engine.dispatch.PartitionCommand.Missing;
import swarmline.engine.dispatch.PartitionCommand.ModelLoaded;
import swarmline.engine.dispatch.PartitionCommand.PartitionRefused;
import swarmline.engine.dispatch.PartitionCommand.PoolChanged;
import swarmline.engine.dispatch.PartitionCommand.Publish;
import swarmline.engine.dispatch.PartitionCommand.Published;
import swarmline.engine.dispatch.PartitionCommand.ReadEstimates;
import swarmline.engine.dispatch.PartitionCommand.ReadQuality;
import swarmline.engine.dispatch.PartitionCommand.ReadyToReopen;
import swarmline.engine.dispatch.PartitionCommand.RecordsWritten;
import swarmline.engine.dispatch.PartitionCommand.ReopenPrepared;
import swarmline.engine.dispatch.PartitionCommand.Reopened;
import swarmline.engine.dispatch.PartitionCommand.SweepTasks;
import swarmline.engine.dispatch.PartitionCommand.TaskIs;
import swarmline.engine.dispatch.PartitionCommand.TaskStopped;
import swarmline.engine.dispatch.PartitionCommand.TaskSwept;
import swarmline.engine.dispatch.PartitionCommand.Tick;
import swarmline.engine.dispatch.WorkerCommand.Forget;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.dispatch.WorkerCommand.OutcomesAre;
import swarmline.engine.dispatch.WorkerCommand.WorkAvailable;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.TaskId;
import swarmline.engine.partition.DeadlineQueue;
import swarmline.engine.partition.Eligibility;
import swarmline.engine.partition.GoldTurns;
import swarmline.engine.partition.Holders;
import swarmline.engine.partition.IndexedTask;
import swarmline.engine.partition.OfferIndex;
import swarmline.engine.partition.SpotChecks;
import swarmline.engine.partition.TaskSummary;
import swarmline.engine.partition.WaitingLine;
import swarmline.engine.partition.WaitingLine.Served;
import swarmline.engine.pool.GoldPolicy;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.TrustPolicy;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;

/**
 * A slice of a pool: picks tasks for workers from its index, hands each claim to the task itself,
 * which decides, and keeps the line of workers that wait and the clock for its tasks. All it knows
 * is in memory and read from the catalog and its tasks when it starts.
 */
final class PoolPartition extends AbstractBehavior<PartitionCommand> {
  /** A task whose actor failed is started again after this. */
  private static final Duration RESTART_AFTER = Duration.ofSeconds(1);

  private final PartitionId partition;
  private final EngineParts parts;
  private final OfferIndex index;
  private final Holders holders = new Holders();
  private final WaitingLine<Claim> line = new WaitingLine<>();
  private final DeadlineQueue deadlines = new DeadlineQueue();
  private final TaskChildren tasks;
  private final RecordWriter records;
  private final PublishQueue publishing;
  private final DefinitionsAhead ahead;
  private final PartitionModel model;

  /** Tasks whose leases are not known yet after a start. */
  private final Set<Long> waking = new HashSet<>();

  private final java.util.Queue<PartitionCommand> untilAwake = new java.util.ArrayDeque<>();

  private final Reopenings reopenings = new Reopenings();
  private final Discounting discounting = new Discounting();
  private PoolView pool;

  static Behavior<PartitionCommand> create(
      ActorContext<PartitionCommand> context,
      PartitionId partition,
      EngineParts parts,
      PoolView pool,
      Loaded loaded) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Tick.NOW, parts.settings().tick());
          return new PoolPartition(context, partition, parts, pool, loaded);
        });
  }

  private PoolPartition(
      ActorContext<PartitionCommand> context,
      PartitionId partition,
      EngineParts parts,
      PoolView pool,
      Loaded loaded) {
    super(context);
    this.partition = partition;
    this.parts = parts;
    this.pool = pool;
    this.index = new OfferIndex(pool.spec().order(), pool.spec().redundancy().answers());
    order();
    this.records = new RecordWriter(context, partition, parts);
    this.ahead = new DefinitionsAhead(context, partition.pool(), parts.catalog());
    this.tasks = new TaskChildren(context, partition, parts, records, ahead, this::tell);
    this.publishing = new PublishQueue(context, partition, parts, loaded.lastPosition());
    this.model = new PartitionModel(context, partition, parts, index);
    load(loaded.open());
    model.policy(pool);
    parts.entities().here(partition, context.getSelf());
  }

  private void load(List<OpenTask> open) {
    for (OpenTask task : open) {
      index.add(task);
      if (task.touched()) {
        waking.add(task.number());
      }
    }
    waking.forEach(number -> tell(number, TaskCommand.Look.NOW));
    if (pool.status() == PoolStatus.ARCHIVED) {
      expireAll();
    }
  }

  @Override
  public Receive<PartitionCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(TaskIs.class, this::taskIs)
        .onMessage(ForTask.class, this::forTask)
        .onMessage(Claim.class, this::claim)
        .onMessage(Applied.class, this::applied)
        .onMessage(RecordsWritten.class, this::recordsWritten)
        .onMessage(TaskStopped.class, this::taskStopped)
        .onMessage(DefinitionRead.class, this::definitionRead)
        .onMessage(DefinitionsRead.class, this::definitionsRead)
        .onMessage(Tick.class, this::tick)
        .onMessage(ClaimRefused.class, this::claimRefused)
        .onMessage(Publish.class, this::publish)
        .onMessage(Published.class, this::published)
        .onMessage(LeaveLine.class, this::leaveLine)
        .onMessage(Missing.class, this::missing)
        .onMessage(PoolChanged.class, this::poolChanged)
        .onMessage(ReopenPrepared.class, this::reopenPrepared)
        .onMessage(ReadyToReopen.class, this::readyToReopen)
        .onMessage(Reopened.class, this::reopened)
        .onMessage(SweepTasks.class, this::sweepTasks)
        .onMessage(TaskSwept.class, this::taskSwept)
        .onMessage(AnsweredRead.class, this::answeredRead)
        .onMessage(Count.class, this::count)
        .onMessage(Explain.class, this::explain)
        .onMessage(ReadEstimates.class, this::readEstimates)
        .onMessage(ReadQuality.class, this::readQuality)
        .onMessage(ModelLoaded.class, this::modelLoaded)
        .onMessage(Loaded.class, late -> this)
        .onSignal(PostStop.class, this::stopped)
        .build();
  }

  private Behavior<PartitionCommand> stopped(PostStop stop) {
    parts.entities().gone(partition, getContext().getSelf());
    parts.catalog().leave(partition);
    return this;
  }

  // Claims

  /** Whether all leases are known, and the model where there is to be one: work may be granted. */
  private boolean awake() {
    return waking.isEmpty() && !model.loading();
  }

  private Behavior<PartitionCommand> claim(Claim claim) {
    if (!awake()) {
      untilAwake.add(claim);
      return this;
    }
    if (claim.request() != null) {
      remind(claim);
    }
    if (claim.only() != 0) {
      claimOne(claim);
      return this;
    }
    Refusal why = offer(claim);
    if (why == null) {
      line.leave(claim.id().name());
      return this;
    }
    boolean waits = claim.line() != Line.NONE && passes(why);
    if (waits) {
      line.join(claim.id().name(), claim);
    }
    claim.worker().tell(new NothingNow(partition, coming(claim), why));
    return this;
  }

  /** Whether waiting in the line helps. */
  private static boolean passes(Refusal why) {
    return why == Refusal.NOTHING_TO_OFFER || why == Refusal.POOL_HOLDS_ENOUGH;
  }

  /** Leases of the worker that it did not know of when it asked. */
  private int coming(Claim claim) {
    return Math.max(0, holders.count(claim.id().name()) - claim.known());
  }

  /**
   * Hands claims to tasks until the worker has what it has room for. What it knows of may have
   * ended meanwhile, so what is handed out here is counted, not looked up again.
   *
   * @return why it gets no more; null where it gets all
   */
  private Refusal offer(Claim claim) {
    String worker = claim.id().name();
    for (int room = claim.want() - coming(claim); room > 0; room--) {
      Eligibility eligibility = eligibility(claim, true);
      Optional<Refusal> refusal = eligibility.refusal();
      if (refusal.isPresent()) {
        return refusal.get();
      }
      Optional<IndexedTask> task = next(worker, eligibility);
      if (task.isEmpty()) {
        return Refusal.NOTHING_TO_OFFER;
      }
      send(claim, task.get());
    }
    return null;
  }

  /** The first task in order that would have the worker, or a gold in its place. */
  private Optional<IndexedTask> next(String worker, Eligibility eligibility) {
    Optional<IndexedTask> first = index.first(worker);
    GoldPolicy gold = pool.spec().gold();
    if (first.isEmpty() || !gold.apart()) {
      return first;
    }
    return new GoldTurns(gold.every(), pool.drawnBy()).isGold(worker, eligibility.doneAndHeld())
        ? index.firstGold(worker).or(() -> first)
        : first;
  }

  /** Tasks are offered as the pool's policy has it now. */
  private void order() {
    PoolSpec spec = pool.spec();
    int answers = spec.redundancy().answers();
    int goldAnswers = spec.gold().mixes() ? spec.gold().answers() : answers;
    index.policy(spec.order(), answers, goldAnswers, spec.gold().apart());
  }

  private Eligibility eligibility(Claim claim, boolean taskForWorker) {
    return new Eligibility(
        pool,
        claim.profile(),
        holders.count(claim.id().name()),
        holders.all(),
        atOnce(),
        model.accuracy(pool, claim.id().name()),
        taskForWorker,
        parts.clock().instant());
  }

  private int atOnce() {
    return pool.spec().limits().atOnceOf(partition.index(), partition.count());
  }

  private void send(Claim claim, IndexedTask task) {
    holders.plus(claim.id().name(), task.number());
    index.claimSent(task, claim.id().name());
    tell(
        task.number(),
        new TaskCommand.Claim(
            claim.id(),
            claim.worker(),
            claim.request(),
            claim.only() != 0,
            trust(claim, task.number())));
    ahead.refill(index);
  }

  /** How likely a trusted worker is to be right, where others need not be asked too; else null. */
  private Double trust(Claim claim, long task) {
    TrustPolicy policy = pool.spec().redundancy().trusted();
    Double trust = claim.profile().trust();
    return policy == null
            || trust == null
            || new SpotChecks(policy.spotChecks(), pool.drawnBy())
                .isChecked(claim.id().name(), task)
        ? null
        : trust;
  }

  private void claimOne(Claim claim) {
    Optional<IndexedTask> task = index.find(claim.only());
    Optional<Refusal> refusal =
        task.filter(known -> !known.ended()).isEmpty()
            ? Optional.of(
                publishing.numbered(claim.only()) ? Refusal.TASK_ENDED : Refusal.UNKNOWN_TASK)
            : eligibility(claim, true).refusal();
    boolean holdsIt = holders.of(claim.id().name()).contains(claim.only());
    if (refusal.isPresent() && !holdsIt) {
      claim.worker().tell(new NothingNow(partition, 0, refusal.get()));
    } else if (holdsIt) {
      tell(claim.only(), new TaskCommand.Remind(claim.id(), claim.worker()));
    } else {
      send(claim, task.orElseThrow());
    }
  }

  /** The same request finds the leases that it got before. */
  private void remind(Claim claim) {
    for (long number : List.copyOf(holders.of(claim.id().name()))) {
      boolean same =
          index
              .find(number)
              .filter(
                  task ->
                      task.live().stream()
                          .anyMatch(lease -> claim.request().equals(lease.request())))
              .isPresent();
      if (same) {
        tell(number, new TaskCommand.Remind(claim.id(), claim.worker()));
      }
    }
  }

  private Behavior<PartitionCommand> missing(Missing missing) {
    List.copyOf(holders.of(missing.id().name()))
        .forEach(number -> tell(number, new TaskCommand.Remind(missing.id(), missing.worker())));
    return this;
  }

  private Behavior<PartitionCommand> claimRefused(ClaimRefused refused) {
    TaskCommand.Claim claim = refused.claim();
    change(refused.summary(), task -> index.claimAnswered(task, claim.id().name()));
    if (claim.only()) {
      claim.worker().tell(new NothingNow(partition, 0, refused.refusal()));
    } else {
      // The index was wrong and is right now; the worker asks again with all that it has room for.
      claim.worker().tell(new WorkAvailable(partition));
    }
    return this;
  }

  private Behavior<PartitionCommand> leaveLine(LeaveLine leave) {
    line.leave(leave.id().name());
    return this;
  }

  /** Whatever can be given to those who wait is given, first come first served. */
  private void serveLine() {
    if (line.isEmpty() || pool.status() != PoolStatus.OPEN || !awake()) {
      return;
    }
    line.serve(
        (worker, claim) -> {
          if (index.offerable() == 0) {
            return Served.STAYS_LAST;
          }
          Refusal why = claim.line() == Line.NUDGE ? nudge(claim) : offer(claim);
          if (why == null) {
            return Served.LEAVES;
          }
          if (why == Refusal.POOL_HOLDS_ENOUGH) {
            return Served.STAYS_LAST;
          }
          if (passes(why)) {
            return Served.STAYS;
          }
          claim.worker().tell(new NothingNow(partition, coming(claim), why));
          return Served.LEAVES;
        });
  }

  private Refusal nudge(Claim claim) {
    Optional<Refusal> refusal =
        eligibility(claim, index.first(claim.id().name()).isPresent()).refusal();
    if (refusal.isEmpty()) {
      claim.worker().tell(new WorkAvailable(partition));
    }
    return refusal.orElse(null);
  }

  // Tasks

  private Behavior<PartitionCommand> forTask(ForTask forTask) {
    if (forTask.command() instanceof TaskCommand.Reopening reopening) {
      reopen(forTask.number(), reopening);
      return this;
    }
    if (forTask.command() instanceof TaskCommand.Submit submit) {
      index.find(forTask.number()).ifPresent(task -> answerSent(task, submit.ordinal()));
    }
    tell(forTask.number(), forTask.command());
    return this;
  }

  /** The lease no longer counts against limits, so that the next claim need not wait for it. */
  private void answerSent(IndexedTask task, int ordinal) {
    holders.withdraw(task);
    index.answerSent(task, ordinal);
    holders.enter(task);
  }

  private void reopen(long number, TaskCommand.Reopening reopening) {
    if (!publishing.numbered(number)) {
      TaskRefusals.refuse(idOf(number), reopening, Refusal.UNKNOWN_TASK);
    } else if (pool.status() == PoolStatus.ARCHIVED) {
      TaskRefusals.refuse(idOf(number), reopening, Refusal.POOL_ARCHIVED);
    } else if (!reopenings.asked(number)) {
      TaskRefusals.refuse(idOf(number), reopening, Refusal.TRY_AGAIN);
    } else {
      tell(number, reopening);
      if (!tasks.running(number)) {
        reopenings.over(number);
      }
    }
  }

  private Behavior<PartitionCommand> reopenPrepared(ReopenPrepared prepared) {
    TaskId task = idOf(prepared.summary().number());
    reopenings.opening(task.number());
    records.drop(task);
    getContext()
        .pipeToSelf(
            parts.catalog().reopen(task),
            (done, failure) -> new ReadyToReopen(prepared.summary(), prepared.command(), failure));
    return this;
  }

  /**
   * What the catalog has as open, the index has, as ended where it is: a worker may then forget no
   * settlement of it before its record is stored.
   */
  private Behavior<PartitionCommand> readyToReopen(ReadyToReopen ready) {
    long number = ready.summary().number();
    if (ready.failure() != null) {
      TaskRefusals.refuse(idOf(number), ready.command(), Refusal.TRY_AGAIN);
      goOn(number);
      return this;
    }
    if (index.find(number).isEmpty()) {
      index.update(index.add(openAgain(ready.summary())), ready.summary());
    }
    reopenings.told(number);
    tell(number, new TaskCommand.ReopenNow(ready.command()));
    return this;
  }

  private Behavior<PartitionCommand> reopened(Reopened reopened) {
    TaskSummary summary = reopened.summary();
    consider(summary);
    change(summary, task -> {});
    goOn(summary.number());
    discounting.waitingFor(summary.number()).forEach(sweep -> ask(summary.number(), sweep));
    if (pool.status() == PoolStatus.ARCHIVED) {
      expireAll();
    }
    return this;
  }

  /** Its record may be written again, and is asked for, since it may have been left out. */
  private void goOn(long number) {
    if (reopenings.over(number)) {
      deadlines.set(number, parts.clock().instant());
    }
  }

  private void tell(long number, TaskCommand command) {
    Optional<IndexedTask> task = index.find(number);
    if (task.isPresent()) {
      tasks.tell(number, task.get().touched(), command, pool);
      index.touch(task.get());
    } else {
      tasks.tellFinal(number, command, pool);
    }
  }

  private Behavior<PartitionCommand> definitionRead(DefinitionRead read) {
    tasks.started(read, pool);
    if (!tasks.running(read.number())) {
      reopenings.over(read.number());
    }
    if (read.failure() != null) {
      TaskId task = idOf(read.number());
      getContext().getLog().error("{} could not be read: {}", task, read.failure().toString());
      failed(read.number());
    } else if (read.definition() == null) {
      index.remove(read.number());
      woken(read.number());
    }
    return this;
  }

  private Behavior<PartitionCommand> definitionsRead(DefinitionsRead read) {
    ahead.read(read);
    return this;
  }

  private Behavior<PartitionCommand> taskIs(TaskIs is) {
    TaskSummary summary = is.summary();
    consider(summary);
    change(summary, task -> {});
    if (is.record() != null && !reopenings.underWay(summary.number())) {
      records.add(is.record());
      model.ended(is.record());
    }
    woken(summary.number());
    model.learn();
    return this;
  }

  /** The task hears what its answers come to before it hears of any claim that follows. */
  private void consider(TaskSummary summary) {
    model.estimate(summary).ifPresent(now -> tell(summary.number(), new TaskCommand.Consider(now)));
  }

  private Behavior<PartitionCommand> modelLoaded(ModelLoaded loaded) {
    if (model.loaded(loaded, pool)) {
      eachTouched(number -> tell(number, TaskCommand.Look.NOW));
      grantAgain();
    }
    return this;
  }

  private interface Change {
    void to(IndexedTask task);
  }

  private void change(TaskSummary summary, Change first) {
    Optional<IndexedTask> known = index.find(summary.number());
    if (known.isEmpty() && summary.ended()) {
      deadlines.set(summary.number(), summary.nextLook());
      tasks.noteIdle(summary.number());
      return;
    }
    IndexedTask task = known.orElseGet(() -> index.add(openAgain(summary)));
    holders.withdraw(task);
    first.to(task);
    index.update(task, summary);
    holders.enter(task);
    deadlines.set(summary.number(), summary.nextLook());
    if (summary.idle() && !summary.ended()) {
      tasks.noteIdle(summary.number());
    } else {
      tasks.noteBusy(summary.number());
    }
    if (index.offers(task) || pool.spec().limits().atOnce() > 0) {
      serveLine();
    }
  }

  private OpenTask openAgain(TaskSummary summary) {
    return new OpenTask(
        summary.number(),
        summary.priority(),
        summary.redundancy(),
        summary.reservedFor(),
        summary.unavailableFor(),
        true,
        summary.gold());
  }

  private void woken(long number) {
    if (waking.remove(number) && waking.isEmpty()) {
      discounting.wanted().forEach(this::sweep);
      grantAgain();
    }
  }

  private void grantAgain() {
    takeUp();
    serveLine();
  }

  /** What waited until work may be granted comes now. */
  private void takeUp() {
    List<PartitionCommand> kept = List.copyOf(untilAwake);
    untilAwake.clear();
    kept.forEach(getContext().getSelf()::tell);
  }

  private Behavior<PartitionCommand> taskStopped(TaskStopped stopped) {
    boolean crashed = !tasks.stopping(stopped.number());
    List<TaskCommand> waited = tasks.stopped(stopped.number());
    if (crashed) {
      failed(stopped.number());
    }
    waited.forEach(command -> tell(stopped.number(), command));
    return this;
  }

  /** A task cannot say how it is: it is asked again soon, and does not hold up the others. */
  private void failed(long number) {
    index
        .find(number)
        .ifPresent(
            task -> {
              holders.withdraw(task);
              index.failed(task);
              holders.enter(task);
            });
    deadlines.set(number, parts.clock().instant().plus(RESTART_AFTER));
    reopenings.failed(number);
    woken(number);
  }

  private Behavior<PartitionCommand> applied(Applied applied) {
    for (AssignmentId assignment : applied.assignments()) {
      long number = assignment.task().number();
      if (index.find(number).isPresent() || tasks.running(number)) {
        tell(number, new TaskCommand.Applied(List.of(assignment.ordinal())));
      } else {
        parts.entities().tell(applied.id(), new Forget(List.of(assignment)));
      }
    }
    return this;
  }

  // Workers whose answers are replaced, or count again

  private Behavior<PartitionCommand> sweepTasks(SweepTasks asked) {
    discounting.want(asked.sweep());
    if (waking.isEmpty()) {
      sweep(asked.sweep());
    }
    return this;
  }

  private void sweep(Sweep sweep) {
    if (discounting.underWay(sweep)) {
      goOn(sweep);
    } else if (pool.spec().consensus().revises()) {
      getContext()
          .pipeToSelf(
              AnsweredTasks.of(sweep.worker(), partition, parts.catalog()),
              (tasks, failure) -> new AnsweredRead(sweep, tasks, failure));
    } else {
      begin(sweep, index.touchedBy(sweep.worker().name()));
    }
  }

  /**
   * Outcomes are revised too: those that rest on answers of the worker. The ledger has what the
   * worker confirmed, and where it has not, the task is not final.
   */
  private Behavior<PartitionCommand> answeredRead(AnsweredRead read) {
    if (read.failure() != null) {
      getContext().getLog().error("ledger not read: {}", read.failure().toString());
    } else {
      Set<Long> concerned = new LinkedHashSet<>(index.notFinalOf(read.sweep().worker().name()));
      concerned.addAll(read.tasks());
      begin(read.sweep(), concerned);
    }
    return this;
  }

  private void begin(Sweep sweep, Collection<Long> concerned) {
    if (discounting.begin(sweep, concerned)) {
      goOn(sweep);
    }
  }

  private void goOn(Sweep sweep) {
    List<Long> ask = discounting.toAsk(sweep);
    ask.forEach(number -> ask(number, sweep));
    if (ask.isEmpty()) {
      swept(sweep);
    }
  }

  private void ask(long number, Sweep sweep) {
    ActorRef<PartitionCommand> self = getContext().getSelf();
    reopen(
        number,
        sweep.restores()
            ? new TaskCommand.Restore(sweep, self)
            : new TaskCommand.Discount(sweep, self));
  }

  private Behavior<PartitionCommand> taskSwept(TaskSwept task) {
    discounting.stored(task.sweep(), task.number()).ifPresent(next -> ask(next, task.sweep()));
    if (discounting.over(task.sweep())) {
      swept(task.sweep());
    }
    return this;
  }

  private void swept(Sweep sweep) {
    parts.entities().tell(sweep.worker(), new WorkerCommand.Swept(partition, sweep));
  }

  // Records

  private Behavior<PartitionCommand> recordsWritten(RecordsWritten written) {
    if (written.failure() != null) {
      getContext().getLog().error("records not written: {}", written.failure().toString());
      records.failed(written.records().stream().filter(this::stillEnded).toList());
      return this;
    }
    for (TaskRecord record : written.records()) {
      long number = record.task().number();
      if (record.settled() && stillEnded(record)) {
        index.find(number).ifPresent(holders::withdraw);
        index.remove(number);
        deadlines.set(number, null);
        tasks.stop(number);
      }
    }
    RecordWriter.settled(written.records())
        .forEach((worker, ids) -> parts.entities().tell(worker, new Forget(ids)));
    if (pool.spec().observes()) {
      List<TaskRecord> ended = written.records().stream().filter(this::stillEnded).toList();
      RecordWriter.agreements(pool.spec(), ended)
          .forEach((worker, some) -> parts.entities().tell(worker, new OutcomesAre(some)));
    }
    records.written();
    if (pool.status() == PoolStatus.ARCHIVED) {
      expireAll();
    }
    return this;
  }

  /**
   * Whether the task has not been reopened since; one that is only asked whether it may be has not.
   */
  private boolean stillEnded(TaskRecord record) {
    long number = record.task().number();
    return index.find(number).filter(task -> !task.ended()).isEmpty() && !reopenings.opens(number);
  }

  // Publishing

  private Behavior<PartitionCommand> publish(Publish publish) {
    if (pool.takesTasks()) {
      publishing.add(publish);
    } else {
      publish
          .replyTo()
          .tell(
              new PartitionRefused(
                  pool.status() == PoolStatus.ARCHIVED
                      ? Refusal.POOL_ARCHIVED
                      : Refusal.POOL_TAKES_NO_TASKS));
    }
    return this;
  }

  private Behavior<PartitionCommand> published(Published published) {
    publishing.stored(published, index);
    serveLine();
    return this;
  }

  // The pool

  private Behavior<PartitionCommand> poolChanged(PoolChanged changed) {
    if (changed.pool().version() <= pool.version()) {
      return this;
    }
    boolean newPolicy = !changed.pool().spec().equals(pool.spec());
    pool = changed.pool();
    order();
    model.policy(pool);
    if (awake()) {
      takeUp();
    }
    if (newPolicy) {
      var policyChanged = new TaskCommand.PolicyChanged(pool.spec());
      eachTouched(number -> tell(number, policyChanged));
      // A final one is not in the index, and may be about to be open again.
      tasks.numbers().stream()
          .filter(number -> index.find(number).isEmpty())
          .forEach(number -> tell(number, policyChanged));
      if (model.ready()) {
        eachTouched(number -> tell(number, TaskCommand.Look.NOW));
      }
    }
    if (changed.revokeLeases()) {
      eachTouched(number -> tell(number, new TaskCommand.Revoke(0, RevokeReason.POOL_CLOSED)));
    }
    if (pool.status() == PoolStatus.ARCHIVED) {
      expireAll();
    }
    serveLine();
    return this;
  }

  private void eachTouched(java.util.function.LongConsumer each) {
    index.touched().forEach(each::accept);
  }

  /** The pool is archived: whatever has no outcome yet expires, a batch at a time. */
  private void expireAll() {
    Instant now = parts.clock().instant();
    for (long number : index.open(parts.settings().recordsAtOnce())) {
      if (index.find(number).orElseThrow().touched()) {
        tell(number, new TaskCommand.End(OutcomeKind.EXPIRED, null));
      } else {
        index.expire(number);
        records.add(
            new TaskRecord(
                idOf(number),
                null,
                OutcomeKind.EXPIRED,
                null,
                0,
                "pool-archived",
                0,
                now,
                List.of(),
                true,
                null,
                List.of()));
      }
    }
  }

  private Behavior<PartitionCommand> count(Count count) {
    if (!waking.isEmpty()) {
      untilAwake.add(count);
      return this;
    }
    count
        .replyTo()
        .tell(
            new Counted(
                index.size(), holders.all(), line.size(), index.offerable(), tasks.running()));
    return this;
  }

  private Behavior<PartitionCommand> explain(Explain explain) {
    String worker = explain.id().name();
    var eligibility =
        new Eligibility(
            pool,
            explain.profile(),
            holders.count(worker),
            holders.all(),
            atOnce(),
            model.accuracy(pool, worker),
            index.first(worker).isPresent(),
            parts.clock().instant());
    explain.replyTo().tell(new PartitionCommand.RulesAre(partition, Explanations.of(eligibility)));
    return this;
  }

  private Behavior<PartitionCommand> readQuality(ReadQuality read) {
    read.replyTo().tell(model.quality(read.worker().name()));
    return this;
  }

  private Behavior<PartitionCommand> readEstimates(ReadEstimates read) {
    read.replyTo().tell(model.estimates(read.from(), read.limit()));
    return this;
  }

  // The clock

  private Behavior<PartitionCommand> tick(Tick tick) {
    for (long number : deadlines.due(parts.clock().instant())) {
      tell(number, TaskCommand.Look.NOW);
    }
    records.write();
    model.tick(pool);
    model
        .revised(pool)
        .forEach((number, estimate) -> reopen(number, new TaskCommand.Reweigh(estimate)));
    return this;
  }

  private TaskId idOf(long number) {
    return new TaskId(partition.pool(), number);
  }
}
