package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.japi.function.Function;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.TaskJournal;
import swarmline.engine.consensus.crowd.WorkerQuality;
import swarmline.engine.dispatch.PartitionCommand.ForTask;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Refusal;

/**
 * The engine as its callers see it. Thread-safe; nothing blocks. A stage fails with {@link
 * java.util.concurrent.TimeoutException} when an actor does not answer in time: whether the request
 * took effect is then unknown, and sending the same again is safe.
 */
public final class Engine {
  /** Half of what anybody may be kept waiting as a node leaves. */
  private static final Duration ASKED_AGAIN_EVERY = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final ClusterSharding sharding;
  private final Cluster cluster;
  private final Catalog catalog;
  private final TaskJournal journal;
  private final PoolDirectory directory;
  private final ShardedEntities entities;
  private final Duration timeout;
  private final CompletionStage<Done> started;

  private Engine(
      ActorSystem<?> system,
      Catalog catalog,
      TaskJournal journal,
      EngineSettings settings,
      InstantSource clock) {
    this.system = system;
    this.sharding = ClusterSharding.get(system);
    this.cluster = Cluster.get(system);
    this.catalog = catalog;
    this.journal = journal;
    this.directory = new PoolDirectory();
    this.timeout = settings.askTimeout();
    this.entities = new ShardedEntities(sharding);
    EntityJournal.Opening journals = PluginJournal.of(system);
    var parts =
        new EngineParts(
            catalog,
            journal,
            directory,
            entities,
            (start, partition) ->
                TaskEntity.create(start, journals, partition, entities, settings, clock),
            journals,
            settings,
            clock);
    this.started = EngineStart.of(system, sharding, parts);
  }

  /**
   * Starts the engine's entities on this node and loads every pool.
   *
   * @param clock steady: a jump of the wall clock does not show in it
   */
  public static Engine start(
      ActorSystem<?> system,
      Catalog catalog,
      TaskJournal journal,
      EngineSettings settings,
      InstantSource clock) {
    return new Engine(system, catalog, journal, settings, clock);
  }

  /** Completes when every partition has loaded its tasks and enforces their leases. */
  public CompletionStage<Done> started() {
    return started;
  }

  /** Every pool as this node knows it. */
  public PoolDirectory pools() {
    return directory;
  }

  public Catalog catalog() {
    return catalog;
  }

  public TaskJournal journal() {
    return journal;
  }

  /** Who is in the cluster, and what lives where. */
  public CompletionStage<ClusterMap> cluster() {
    return ClusterMap.of(system, sharding);
  }

  // Pools

  /**
   * Creates a pool in draft; a pool of this id that has the same spec is answered as it is.
   *
   * @param secret random, by which golds' places and spot checks are drawn; never to be shown
   */
  public CompletionStage<PoolCommand.Reply> createPool(
      PoolId pool, PoolSpec spec, int partitions, long secret) {
    return askPool(pool, replyTo -> new PoolCommand.Create(spec, partitions, secret, replyTo));
  }

  public CompletionStage<PoolCommand.Reply> changeSpec(PoolId pool, PoolSpec spec) {
    return askPool(pool, replyTo -> new PoolCommand.ChangeSpec(spec, replyTo));
  }

  /**
   * @param revokeLeases when closing: whether live leases are revoked instead of going on
   */
  public CompletionStage<PoolCommand.Reply> setStatus(
      PoolId pool, PoolStatus status, boolean revokeLeases) {
    return askPool(pool, replyTo -> new PoolCommand.SetStatus(status, revokeLeases, replyTo));
  }

  /**
   * How much the partitions that run on this node hold, a second ago or less; of one that has just
   * started, nothing.
   */
  public PartitionCommand.Counted counted() {
    return entities.counted();
  }

  /** Live counts of a pool, over all its partitions. */
  public CompletionStage<PartitionCommand.Counted> count(PoolView pool) {
    CompletionStage<PartitionCommand.Counted> sum =
        CompletableFuture.completedStage(PartitionCommand.Counted.NOTHING);
    for (PartitionId partition : pool.slices()) {
      sum = sum.thenCombine(countOf(partition), PartitionCommand.Counted::plus);
    }
    return sum;
  }

  /**
   * What a slice's model makes of its tasks now, a part at a time, or why there is none.
   *
   * @param from place among them, from 0
   */
  public CompletionStage<PartitionCommand.Reply> estimates(
      PartitionId partition, int from, int limit) {
    return askPartition(
        partition, replyTo -> new PartitionCommand.ReadEstimates(from, limit, replyTo));
  }

  /**
   * What a pool's model knows of a worker, over all its slices: a {@code QualityIs}, or why there
   * is no model.
   */
  public CompletionStage<PartitionCommand.Reply> quality(PoolView pool, WorkerId worker) {
    CompletionStage<PartitionCommand.Reply> sum =
        CompletableFuture.completedStage(new PartitionCommand.QualityIs(WorkerQuality.UNKNOWN));
    for (PartitionId partition : pool.slices()) {
      sum =
          sum.thenCombine(
              askPartition(partition, replyTo -> new PartitionCommand.ReadQuality(worker, replyTo)),
              Engine::together);
    }
    return sum;
  }

  private static PartitionCommand.Reply together(
      PartitionCommand.Reply one, PartitionCommand.Reply other) {
    if (one instanceof PartitionCommand.QualityIs first
        && other instanceof PartitionCommand.QualityIs second) {
      return new PartitionCommand.QualityIs(first.quality().plus(second.quality()));
    }
    return one instanceof PartitionCommand.PartitionRefused ? one : other;
  }

  private CompletionStage<PartitionCommand.Counted> countOf(PartitionId partition) {
    return askPartition(partition, PartitionCommand.Count::new)
        .thenApply(reply -> (PartitionCommand.Counted) reply);
  }

  // Tasks

  /**
   * Stores tasks and makes them offerable.
   *
   * @return for each task in order its number, negated where its key was known before; or why not
   */
  public CompletionStage<PartitionCommand.Reply> publish(PoolView pool, List<NewTask> tasks) {
    if (pool.partitions() == 1) {
      return publish(new PartitionId(pool.id(), 0, 1), tasks);
    }
    return new PublishSplit(pool, tasks).publish(this::publish);
  }

  /** Of tasks without keys nobody could say whether they are stored, so they are sent once. */
  private CompletionStage<PartitionCommand.Reply> publish(
      PartitionId partition, List<NewTask> tasks) {
    Function<ActorRef<PartitionCommand.Reply>, PartitionCommand> command =
        replyTo -> new PartitionCommand.Publish(tasks, replyTo);
    return tasks.stream().allMatch(task -> task.key() != null)
        ? askPartition(partition, command)
        : askPartition(partition, command, timeout);
  }

  /** A task with its definition and what its stored events or its record say of it. */
  public CompletionStage<Optional<TaskInspection>> inspect(TaskId task) {
    return TaskInspection.read(catalog, journal, task);
  }

  public CompletionStage<TaskReply> setRedundancy(TaskId task, int redundancy) {
    return askTask(task, replyTo -> new TaskCommand.SetRedundancy(redundancy, replyTo));
  }

  public CompletionStage<TaskReply> setPriority(TaskId task, int priority) {
    return askTask(task, replyTo -> new TaskCommand.SetPriority(priority, replyTo));
  }

  public CompletionStage<TaskReply> cancel(TaskId task) {
    return askTask(task, replyTo -> new TaskCommand.End(OutcomeKind.CANCELLED, replyTo));
  }

  /**
   * @param redundancy null for as many as before, at least one more than there are answers
   */
  public CompletionStage<TaskReply> reopen(TaskId task, Integer redundancy) {
    return askWithHistory(task, replyTo -> new TaskCommand.Reopen(redundancy, replyTo));
  }

  /**
   * Another truth for a gold; what the old one made of answers, pay and outcome is put right.
   *
   * @param answer JSON text
   */
  public CompletionStage<TaskReply> correctGold(TaskId task, String answer) {
    return askWithHistory(task, replyTo -> new TaskCommand.CorrectGold(answer, replyTo));
  }

  /** Once: reopening what this very request has opened is refused. */
  private CompletionStage<TaskReply> askWithHistory(
      TaskId task, Function<ActorRef<TaskReply>, TaskCommand> command) {
    return catalog
        .record(task)
        .thenCombine(
            journal.events(task), (record, events) -> record.isPresent() && events.isEmpty())
        .thenCompose(
            tooOld ->
                tooOld
                    ? CompletableFuture.completedStage(
                        new TaskReply.TaskRefused(Refusal.TASK_TOO_OLD))
                    : askTask(task, command, timeout));
  }

  // Assignments, for a platform that speaks for their holders

  /**
   * @param worker null for whoever holds the lease
   * @param answer JSON text
   */
  public CompletionStage<TaskReply> answer(AssignmentId assignment, String worker, String answer) {
    return askTask(
        assignment.task(),
        replyTo ->
            new TaskCommand.Submit(assignment.ordinal(), worker, answer, "", null, null, replyTo));
  }

  public CompletionStage<TaskReply> renew(AssignmentId assignment, String worker) {
    return askTask(
        assignment.task(),
        replyTo -> new TaskCommand.Renew(assignment.ordinal(), worker, "", null, replyTo));
  }

  public CompletionStage<TaskReply> giveBack(
      AssignmentId assignment, String worker, String reason) {
    return askTask(
        assignment.task(),
        replyTo -> new TaskCommand.Return(assignment.ordinal(), worker, reason, "", null, replyTo));
  }

  public CompletionStage<TaskReply> skip(AssignmentId assignment, String worker) {
    return askTask(
        assignment.task(),
        replyTo -> new TaskCommand.Skip(assignment.ordinal(), worker, "", null, replyTo));
  }

  public CompletionStage<TaskReply> review(AssignmentId assignment, boolean approve) {
    return askTask(
        assignment.task(),
        replyTo -> new TaskCommand.Review(assignment.ordinal(), approve, replyTo));
  }

  // Workers

  /** Sends a worker what needs no answer, or is answered to a session. */
  public void tell(WorkerId worker, WorkerCommand command) {
    sharding.entityRefFor(EntityTypes.WORKER, EntityTypes.idOf(worker)).tell(command);
  }

  public CompletionStage<WorkerReply> ask(
      WorkerId worker, Function<ActorRef<WorkerReply>, WorkerCommand> command) {
    return ask(worker, command, timeout);
  }

  /**
   * Up to {@code max} leases for a worker, waiting for the first one.
   *
   * @param pools where work is taken from; empty for all the tenant has
   * @param only the one task that is asked for; null for any
   * @param now by the engine's clock
   * @param request the same request gets the same leases; may be null
   */
  public CompletionStage<WorkerReply> pull(
      WorkerId worker,
      List<PoolId> pools,
      TaskId only,
      int max,
      Instant now,
      Duration wait,
      String request) {
    return ask(
        worker,
        replyTo -> new WorkerCommand.Pull(pools, only, max, now.plus(wait), request, replyTo),
        timeout.plus(wait));
  }

  private CompletionStage<WorkerReply> ask(
      WorkerId worker, Function<ActorRef<WorkerReply>, WorkerCommand> command, Duration within) {
    return sharding.entityRefFor(EntityTypes.WORKER, EntityTypes.idOf(worker)).ask(command, within);
  }

  /** Whatever a pool says of itself this node knows from then on, wherever the pool is. */
  private CompletionStage<PoolCommand.Reply> askPool(
      PoolId pool, Function<ActorRef<PoolCommand.Reply>, PoolCommand> command) {
    return askAgain(
            within ->
                sharding
                    .entityRefFor(EntityTypes.POOL, EntityTypes.idOf(pool))
                    .ask(command, within))
        .thenApply(
            reply -> {
              if (reply instanceof PoolCommand.PoolIs is) {
                directory.heard(is.pool());
              }
              return reply;
            });
  }

  private CompletionStage<PartitionCommand.Reply> askPartition(
      PartitionId partition, Function<ActorRef<PartitionCommand.Reply>, PartitionCommand> command) {
    return askAgain(within -> askPartition(partition, command, within));
  }

  private CompletionStage<PartitionCommand.Reply> askPartition(
      PartitionId partition,
      Function<ActorRef<PartitionCommand.Reply>, PartitionCommand> command,
      Duration within) {
    return sharding
        .entityRefFor(EntityTypes.PARTITION, EntityTypes.idOf(partition))
        .ask(command, within);
  }

  private boolean alone() {
    return cluster.state().members().size() == 1;
  }

  /** A node that is alone loses nothing on the way: who is slow there is busy. */
  private <R> CompletionStage<R> askAgain(
      java.util.function.Function<Duration, CompletionStage<R>> ask) {
    return alone() ? ask.apply(timeout) : AskedAgain.until(system, ASKED_AGAIN_EVERY, timeout, ask);
  }

  private CompletionStage<TaskReply> askTask(
      TaskId task, Function<ActorRef<TaskReply>, TaskCommand> command) {
    return askAgain(within -> askTask(task, command, within));
  }

  private CompletionStage<TaskReply> askTask(
      TaskId task, Function<ActorRef<TaskReply>, TaskCommand> command, Duration within) {
    Optional<PoolView> pool = directory.find(task.pool());
    if (pool.isEmpty()) {
      return CompletableFuture.completedStage(new TaskReply.TaskRefused(Refusal.UNKNOWN_TASK));
    }
    var partition = PartitionId.of(task, pool.get().partitions());
    return sharding
        .entityRefFor(EntityTypes.PARTITION, EntityTypes.idOf(partition))
        .ask(replyTo -> new ForTask(task.number(), command.apply(replyTo)), within);
  }
}
