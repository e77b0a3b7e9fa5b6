package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
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
import swarmline.engine.dispatch.WorkerCommand.OutcomesAre;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.TaskId;
import swarmline.engine.partition.IndexedTask;
import swarmline.engine.partition.OfferIndex;
import swarmline.engine.partition.TaskSummary;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
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

  /** How old what is known of the slice's counts elsewhere may be. */
  private static final Duration COUNTED_EVERY = Duration.ofSeconds(1);

  private final PartitionId partition;
  private final EngineParts parts;
  private final Slice slice;
  private final OfferIndex index;
  private final TaskChildren tasks;
  private final RecordWriter records;
  private final PublishQueue publishing;
  private final DefinitionsAhead ahead;
  private final PartitionModel model;
  private final Offering offering;
  private final Reopener reopener;
  private final Sweeping sweeping;

  /** Tasks whose leases are not known yet after a start. */
  private final Set<Long> waking = new HashSet<>();

  private final Queue<PartitionCommand> untilAwake = new ArrayDeque<>();

  /** What was last said of how much there is, and when to say it again. */
  private Counted counted = Counted.NOTHING;

  private Instant countAt = Instant.MIN;

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
    this.slice = new Slice(partition, pool);
    this.index = slice.index();
    this.records = new RecordWriter(context, partition, parts);
    this.ahead = new DefinitionsAhead(context, partition.pool(), parts.catalog());
    this.tasks = new TaskChildren(context, slice, parts, records, ahead, this::refuse);
    this.publishing = new PublishQueue(context, partition, parts, loaded.lastPosition());
    this.model = new PartitionModel(context, partition, parts, index);
    this.offering = new Offering(slice, tasks, ahead, publishing, model, parts.clock());
    this.reopener = new Reopener(context, slice, parts, tasks, records, publishing);
    this.sweeping = new Sweeping(context, slice, parts, reopener);
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
    waking.forEach(number -> tasks.tell(number, TaskCommand.Look.NOW));
    if (slice.pool().status() == PoolStatus.ARCHIVED) {
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
    if (awake()) {
      offering.claim(claim);
    } else {
      untilAwake.add(claim);
    }
    return this;
  }

  private Behavior<PartitionCommand> missing(Missing missing) {
    offering.missing(missing);
    return this;
  }

  private Behavior<PartitionCommand> claimRefused(ClaimRefused refused) {
    TaskCommand.Claim claim = refused.claim();
    change(refused.summary(), task -> index.claimAnswered(task, claim.id().name()));
    offering.refused(claim, refused.refusal());
    return this;
  }

  /** No actor of the task can take the command. */
  private void refuse(long number, TaskCommand command, Refusal why) {
    if (command instanceof TaskCommand.Claim claim) {
      offering.unreadable(claim, why);
    } else {
      TaskRefusals.refuse(slice.idOf(number), command, why);
    }
  }

  private Behavior<PartitionCommand> leaveLine(LeaveLine leave) {
    offering.leave(leave.id().name());
    return this;
  }

  private void serveLine() {
    if (awake()) {
      offering.serveLine();
    }
  }

  // Tasks

  private Behavior<PartitionCommand> forTask(ForTask forTask) {
    if (forTask.command() instanceof TaskCommand.Reopening reopening) {
      reopener.reopen(forTask.number(), reopening);
      return this;
    }
    if (forTask.command() instanceof TaskCommand.Submit submit) {
      index.find(forTask.number()).ifPresent(task -> answerSent(task, submit.ordinal()));
    }
    tasks.tell(forTask.number(), forTask.command());
    return this;
  }

  /** The lease no longer counts against limits, so that the next claim need not wait for it. */
  private void answerSent(IndexedTask task, int ordinal) {
    slice.holders().withdraw(task);
    index.answerSent(task, ordinal);
    slice.holders().enter(task);
  }

  private Behavior<PartitionCommand> reopenPrepared(ReopenPrepared prepared) {
    reopener.prepared(prepared);
    return this;
  }

  private Behavior<PartitionCommand> readyToReopen(ReadyToReopen ready) {
    reopener.ready(ready);
    return this;
  }

  private Behavior<PartitionCommand> reopened(Reopened reopened) {
    TaskSummary summary = reopened.summary();
    consider(summary);
    change(summary, task -> {});
    reopener.over(summary.number());
    sweeping.askAgain(summary.number());
    if (slice.pool().status() == PoolStatus.ARCHIVED) {
      expireAll();
    }
    return this;
  }

  private Behavior<PartitionCommand> definitionRead(DefinitionRead read) {
    tasks.started(read);
    reopener.goneUnless(tasks.running(read.number()), read.number());
    if (read.failure() != null) {
      TaskId task = slice.idOf(read.number());
      getContext().getLog().error("{} could not be read: {}", task, read.failure().toString());
      if (!read.touched()) {
        index.find(read.number()).ifPresent(index::touchFailed);
      }
      failed(read.number());
    } else if (read.definition() == null) {
      index.find(read.number()).ifPresent(slice.holders()::withdraw);
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
    if (is.record() != null && !reopener.underWay(summary.number())) {
      records.add(is.record());
      model.ended(is.record());
    }
    woken(summary.number());
    model.learn();
    return this;
  }

  /** The task hears what its answers come to before it hears of any claim that follows. */
  private void consider(TaskSummary summary) {
    model
        .estimate(summary)
        .ifPresent(now -> tasks.tell(summary.number(), new TaskCommand.Consider(now)));
  }

  private Behavior<PartitionCommand> modelLoaded(ModelLoaded loaded) {
    if (model.loaded(loaded, slice.pool())) {
      eachTouched(number -> tasks.tell(number, TaskCommand.Look.NOW));
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
      slice.deadlines().set(summary.number(), summary.nextLook());
      tasks.noteIdle(summary.number());
      return;
    }
    IndexedTask task = known.orElseGet(() -> index.add(summary.asOpen()));
    slice.holders().withdraw(task);
    first.to(task);
    index.update(task, summary);
    slice.holders().enter(task);
    slice.deadlines().set(summary.number(), summary.nextLook());
    if (summary.idle() && !summary.ended()) {
      tasks.noteIdle(summary.number());
    } else {
      tasks.noteBusy(summary.number());
    }
    if (index.offers(task) || slice.pool().spec().limits().atOnce() > 0) {
      serveLine();
    }
  }

  private void woken(long number) {
    if (waking.remove(number) && waking.isEmpty()) {
      sweeping.begin();
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
    waited.forEach(command -> tasks.tell(stopped.number(), command));
    return this;
  }

  /** A task cannot say how it is: it is asked again soon, and does not hold up the others. */
  private void failed(long number) {
    index
        .find(number)
        .ifPresent(
            task -> {
              slice.holders().withdraw(task);
              index.failed(task);
              slice.holders().enter(task);
            });
    slice.deadlines().set(number, parts.clock().instant().plus(RESTART_AFTER));
    reopener.failed(number);
    woken(number);
  }

  private Behavior<PartitionCommand> applied(Applied applied) {
    for (AssignmentId assignment : applied.assignments()) {
      long number = assignment.task().number();
      if (index.find(number).isPresent() || tasks.running(number)) {
        tasks.tell(number, new TaskCommand.Applied(List.of(assignment.ordinal())));
      } else {
        parts.entities().tell(applied.id(), new Forget(List.of(assignment)));
      }
    }
    return this;
  }

  // Workers whose answers are replaced, or count again

  private Behavior<PartitionCommand> sweepTasks(SweepTasks asked) {
    sweeping.want(asked.sweep(), waking.isEmpty());
    return this;
  }

  private Behavior<PartitionCommand> answeredRead(AnsweredRead read) {
    sweeping.read(read);
    return this;
  }

  private Behavior<PartitionCommand> taskSwept(TaskSwept task) {
    sweeping.swept(task);
    return this;
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
        index.find(number).ifPresent(slice.holders()::withdraw);
        index.remove(number);
        slice.deadlines().set(number, null);
        tasks.stop(number);
      }
    }
    RecordWriter.settled(written.records())
        .forEach((worker, ids) -> parts.entities().tell(worker, new Forget(ids)));
    if (slice.pool().spec().observes()) {
      List<TaskRecord> ended = written.records().stream().filter(this::stillEnded).toList();
      RecordWriter.agreements(slice.pool().spec(), ended)
          .forEach((worker, some) -> parts.entities().tell(worker, new OutcomesAre(some)));
    }
    records.written();
    if (slice.pool().status() == PoolStatus.ARCHIVED) {
      expireAll();
    }
    return this;
  }

  /**
   * Whether the task has not been reopened since; one that is only asked whether it may be has not.
   */
  private boolean stillEnded(TaskRecord record) {
    long number = record.task().number();
    return index.find(number).filter(task -> !task.ended()).isEmpty() && !reopener.opens(number);
  }

  // Publishing

  private Behavior<PartitionCommand> publish(Publish publish) {
    if (slice.pool().takesTasks()) {
      publishing.add(publish);
    } else {
      publish
          .replyTo()
          .tell(
              new PartitionRefused(
                  slice.pool().status() == PoolStatus.ARCHIVED
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
    PoolView pool = changed.pool();
    if (pool.version() <= slice.pool().version()) {
      return this;
    }
    boolean newPolicy = !pool.spec().equals(slice.pool().spec());
    slice.pool(pool);
    model.policy(pool);
    if (awake()) {
      takeUp();
    }
    if (newPolicy) {
      var policyChanged = new TaskCommand.PolicyChanged(pool.spec());
      eachTouched(number -> tasks.tell(number, policyChanged));
      // A final one is not in the index, and may be about to be open again.
      tasks.numbers().stream()
          .filter(number -> index.find(number).isEmpty())
          .forEach(number -> tasks.tell(number, policyChanged));
      if (model.ready()) {
        eachTouched(number -> tasks.tell(number, TaskCommand.Look.NOW));
      }
    }
    if (changed.revokeLeases()) {
      eachTouched(
          number -> tasks.tell(number, new TaskCommand.Revoke(0, RevokeReason.POOL_CLOSED)));
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
        tasks.tell(number, new TaskCommand.End(OutcomeKind.EXPIRED, null));
      } else {
        index.expire(number);
        records.add(
            new TaskRecord(
                slice.idOf(number),
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
    count.replyTo().tell(counted());
    return this;
  }

  private Counted counted() {
    return new Counted(
        index.size(),
        slice.holders().all(),
        offering.waiting(),
        index.offerable(),
        tasks.running());
  }

  /** Says how much there is, where that has changed and is known. */
  private void sayCounts(Instant now) {
    if (now.isBefore(countAt) || !waking.isEmpty()) {
      return;
    }
    countAt = now.plus(COUNTED_EVERY);
    Counted next = counted();
    if (!next.equals(counted)) {
      counted = next;
      parts.entities().counted(partition, next);
    }
  }

  private Behavior<PartitionCommand> explain(Explain explain) {
    explain.replyTo().tell(offering.explain(explain));
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
    Instant now = parts.clock().instant();
    for (long number : slice.deadlines().due(now)) {
      tasks.tell(number, TaskCommand.Look.NOW);
    }
    sayCounts(now);
    records.write();
    model.tick(slice.pool());
    model
        .revised(slice.pool())
        .forEach((number, estimate) -> reopener.reopen(number, new TaskCommand.Reweigh(estimate)));
    return this;
  }
}
