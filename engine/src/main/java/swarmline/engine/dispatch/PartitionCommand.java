package swarmline.engine.dispatch;

import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.consensus.crowd.SliceModel;
import swarmline.engine.consensus.crowd.WorkerQuality;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.partition.TaskSummary;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.worker.WorkerProfile;

/** What a slice of a pool can be asked or told. */
public sealed interface PartitionCommand extends EngineMessage {

  // From pools and the platform

  /**
   * @param revokeLeases whether live leases are to be taken back, where the pool was closed
   */
  record PoolChanged(PoolView pool, boolean revokeLeases) implements PartitionCommand {}

  record Publish(List<NewTask> tasks, ActorRef<Reply> replyTo) implements PartitionCommand {}

  record Count(ActorRef<Reply> replyTo) implements PartitionCommand {}

  /**
   * What the slice's model makes of its tasks now.
   *
   * @param from place among them, from 0
   */
  record ReadEstimates(int from, int limit, ActorRef<Reply> replyTo) implements PartitionCommand {}

  /** What the slice's model knows of a worker. */
  record ReadQuality(WorkerId worker, ActorRef<Reply> replyTo) implements PartitionCommand {}

  /** A command to one of the slice's tasks. */
  record ForTask(long number, TaskCommand command) implements PartitionCommand {}

  // From workers

  /**
   * What the worker has room for; takes the place of what it asked before, so that asking again is
   * harmless.
   *
   * @param want leases the worker has room for beyond those it knows of, at least 1
   * @param known live leases in this slice that the worker knows of; others are on their way
   * @param only number of the one task that is asked for; 0 for any
   * @param line what becomes of the leases that cannot be had now
   * @param request may be null
   */
  record Claim(
      WorkerId id,
      ActorRef<WorkerCommand> worker,
      WorkerProfile profile,
      int want,
      int known,
      long only,
      Line line,
      String request)
      implements PartitionCommand {}

  /** Where a worker goes that gets less than it asked for. */
  enum Line {
    /** Nowhere. */
    NONE,
    /** It waits, and is granted leases directly. */
    GRANT,
    /** It waits, and is told when there is something. */
    NUDGE
  }

  /** Leases that the worker should have heard of did not reach it. */
  record Missing(WorkerId id, ActorRef<WorkerCommand> worker) implements PartitionCommand {}

  /** The worker waits no longer. */
  record LeaveLine(WorkerId id) implements PartitionCommand {}

  /** The worker has stored the settlements of these assignments. */
  record Applied(WorkerId id, List<AssignmentId> assignments) implements PartitionCommand {}

  /**
   * A worker's answers in this slice count no longer, or again; it is told when all tasks have
   * stored that, however often it asks. What it asks last holds.
   */
  record SweepTasks(Sweep sweep) implements PartitionCommand {}

  /** Why this worker is or is not offered a task of this slice. */
  record Explain(WorkerId id, WorkerProfile profile, ActorRef<RulesAre> replyTo)
      implements PartitionCommand {}

  // From its tasks

  /**
   * A task is as given now.
   *
   * @param record to be stored, where the task has its outcome; else null
   */
  record TaskIs(TaskSummary summary, TaskRecord record) implements PartitionCommand {}

  /** A task refused a claim that the index thought it would grant. */
  record ClaimRefused(TaskSummary summary, TaskCommand.Claim claim, Refusal refusal)
      implements PartitionCommand {}

  /** An ended task may be reopened: its events say all that its record does. */
  record ReopenPrepared(TaskSummary summary, TaskCommand.Reopening command)
      implements PartitionCommand {}

  /** A reopening is over: the task is as given now. */
  record Reopened(TaskSummary summary) implements PartitionCommand {}

  /** A task has stored what a sweep asks of it, or has nothing to. */
  record TaskSwept(long number, Sweep sweep) implements PartitionCommand {}

  /** A task's actor has stopped. */
  record TaskStopped(long number) implements PartitionCommand {}

  // From itself

  /**
   * What the catalog holds of this slice was read.
   *
   * @param failure null where all is well
   */
  record Loaded(long lastPosition, List<OpenTask> open, Throwable failure)
      implements PartitionCommand, SelfMessage {}

  /**
   * A task's definition was read, so that its actor can start.
   *
   * @param definition null where there is no such task
   * @param touched whether anything may be stored of the task
   * @param settled turns, from the first, whose settlements are known to be stored by their workers
   * @param tooOld whether the task is final and its journal past its retention
   */
  record DefinitionRead(
      long number,
      TaskDefinition definition,
      boolean touched,
      int settled,
      boolean tooOld,
      Throwable failure)
      implements PartitionCommand, SelfMessage {

    /** Whether no actor can start from it: there is no such task, or it is not to be had. */
    boolean refuses() {
      return definition == null || tooOld;
    }
  }

  /**
   * Definitions were read before anyone asked for them.
   *
   * @param definitions null where that failed
   * @param failure null where all is well
   */
  record DefinitionsRead(List<TaskDefinition> definitions, Throwable failure)
      implements PartitionCommand, SelfMessage {}

  /**
   * The slice's crowd model was made anew.
   *
   * @param attempt which load this was
   * @param loaded null where that failed
   * @param failure null where all is well
   */
  record ModelLoaded(int attempt, ModelLoading.Loaded loaded, Throwable failure)
      implements PartitionCommand, SelfMessage {}

  /** The tasks of the slice that a worker answered were read from its ledger, or were not. */
  record AnsweredRead(Sweep sweep, Set<Long> tasks, Throwable failure)
      implements PartitionCommand, SelfMessage {}

  /** The catalog has the task as open again, or has not. */
  record ReadyToReopen(TaskSummary summary, TaskCommand.Reopening command, Throwable failure)
      implements PartitionCommand, SelfMessage {}

  /**
   * Batches of tasks were stored together, or were not.
   *
   * @param numbers of all their tasks in order; those of new ones are positive
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a thousand numbers in a batch
  record Published(List<Publish> batches, long[] numbers, Throwable failure)
      implements PartitionCommand, SelfMessage {}

  record RecordsWritten(List<TaskRecord> records, Throwable failure)
      implements PartitionCommand, SelfMessage {}

  /** Time to look at the deadlines. */
  enum Tick implements PartitionCommand {
    NOW
  }

  /** What a partition answers. */
  sealed interface Reply extends EngineMessage {}

  /**
   * @param numbers for each task in order its number, negated where its key was known before
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a thousand numbers in a batch
  record PublishedAs(long[] numbers) implements Reply {}

  /**
   * Counts of one slice or of a whole pool.
   *
   * @param open tasks without outcome
   * @param leased live leases
   * @param waiting workers in line
   * @param offerable tasks with a free slot
   * @param inMemory tasks that have an actor now
   */
  record Counted(long open, long leased, long waiting, long offerable, long inMemory)
      implements Reply {
    public static final Counted NOTHING = new Counted(0, 0, 0, 0, 0);

    public Counted plus(Counted other) {
      return new Counted(
          open + other.open,
          leased + other.leased,
          waiting + other.waiting,
          offerable + other.offerable,
          inMemory + other.inMemory);
    }

    Counted minus(Counted other) {
      return new Counted(
          open - other.open,
          leased - other.leased,
          waiting - other.waiting,
          offerable - other.offerable,
          inMemory - other.inMemory);
    }
  }

  /**
   * @param next place of the following part; -1 where there is none
   */
  record EstimatesAre(List<SliceModel.TaskEstimate> estimates, int next) implements Reply {}

  record QualityIs(WorkerQuality quality) implements Reply {}

  /** Each rule that the slice looks at, in order. */
  record RulesAre(PartitionId partition, List<WorkerReply.Rule> rules) implements Reply {}

  record PartitionRefused(Refusal refusal) implements Reply {}
}
