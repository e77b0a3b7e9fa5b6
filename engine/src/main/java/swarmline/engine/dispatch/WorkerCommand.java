package swarmline.engine.dispatch;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.quality.Agreement;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.WorkerEvent.Settled;

/** What a worker can be asked or told. */
public sealed interface WorkerCommand extends EngineMessage {

  // From a session

  /**
   * The session is the worker's from now on; an older one is superseded.
   *
   * @param capacity assignments the worker can hold at once, at least 1
   * @param pools where work is taken from; empty for all the tenant has
   */
  record Connect(String re, ActorRef<SessionMessage> session, int capacity, List<PoolId> pools)
      implements WorkerCommand {}

  /** The session's connection is gone; stale where another took over. */
  record Disconnect(ActorRef<SessionMessage> session, boolean clean) implements WorkerCommand {}

  record Pause(String re, ActorRef<SessionMessage> session) implements WorkerCommand {}

  record Resume(String re, ActorRef<SessionMessage> session) implements WorkerCommand {}

  /**
   * @param answer JSON text as it came
   */
  record Answer(String re, AssignmentId assignment, String answer, ActorRef<SessionMessage> replyTo)
      implements WorkerCommand {}

  /**
   * @param reason may be null
   */
  record Return(String re, AssignmentId assignment, String reason, ActorRef<SessionMessage> replyTo)
      implements WorkerCommand {}

  record Skip(String re, AssignmentId assignment, ActorRef<SessionMessage> replyTo)
      implements WorkerCommand {}

  record Renew(String re, AssignmentId assignment, ActorRef<SessionMessage> replyTo)
      implements WorkerCommand {}

  // From the platform

  /**
   * Pull: up to {@code max} leases, waiting for the first one until {@code deadline}.
   *
   * @param pools where work is taken from; empty for all the tenant has
   * @param only the one task that is asked for; null for any
   * @param request the same request gets the same leases; may be null
   */
  record Pull(
      List<PoolId> pools,
      TaskId only,
      int max,
      Instant deadline,
      String request,
      ActorRef<WorkerReply> replyTo)
      implements WorkerCommand {}

  record Describe(ActorRef<WorkerReply> replyTo) implements WorkerCommand {}

  record SetQualification(String name, String value, ActorRef<WorkerReply> replyTo)
      implements WorkerCommand {}

  record RemoveQualification(String name, ActorRef<WorkerReply> replyTo) implements WorkerCommand {}

  /**
   * @param pool null for all pools
   * @param until null for ever
   */
  record Restrict(PoolId pool, String reason, Instant until, ActorRef<WorkerReply> replyTo)
      implements WorkerCommand {}

  /**
   * @param pool null for more than one
   * @param project all pools of which; null for one, or for all of the tenant's
   */
  record LiftRestriction(PoolId pool, String project, ActorRef<WorkerReply> replyTo)
      implements WorkerCommand {}

  /** What pools' rules did about the worker. */
  record ReadFirings(ActorRef<WorkerReply> replyTo) implements WorkerCommand {}

  /** What the worker's latest work in the pool shows. */
  record ReadRecentWork(PoolId pool, ActorRef<WorkerReply> replyTo) implements WorkerCommand {}

  /** Why this worker is or is not offered the pool's tasks. */
  record Explain(PoolId pool, ActorRef<WorkerReply> replyTo) implements WorkerCommand {}

  // From partitions and tasks

  /**
   * The lease is stored.
   *
   * @param fresh just granted; false where the worker is told again
   * @param request the pull that it was granted to; null where it is a session's
   */
  record Leased(SessionMessage.Held held, boolean fresh, String request) implements WorkerCommand {}

  /** A deadline moved. */
  record LeaseMoved(AssignmentId assignment, Instant expiresAt) implements WorkerCommand {}

  /**
   * Part of a claim cannot be met now; the worker waits in the partition's line if it asked to.
   *
   * @param coming leases on their way that the worker did not know of when it asked
   * @param why {@link Refusal#TRY_AGAIN} where one lease that was on its way came to nothing, since
   *     its task could not be read; the worker waits in no line then, and {@code coming} is 0
   */
  record NothingNow(PartitionId partition, int coming, Refusal why) implements WorkerCommand {}

  /** The partition has something for this worker, which is no longer in its line. */
  record WorkAvailable(PartitionId partition) implements WorkerCommand {}

  /**
   * The answer is stored and counted; the lease has ended.
   *
   * @param settlement null while the review is pending
   * @param seen what the assignment showed of the worker, with the settlement; null where the pool
   *     does not keep that
   */
  record AnswerStored(AssignmentId assignment, Settlement settlement, Observation seen)
      implements WorkerCommand {}

  /** The answer was refused; the lease is as live as it was. */
  record AnswerRefused(AssignmentId assignment) implements WorkerCommand {}

  /**
   * An assignment is settled; sent until {@code SettlementsApplied} confirms it.
   *
   * @param reason why it was revoked; else null
   * @param seen what the assignment showed of the worker; null where the pool does not keep that
   */
  record Settle(
      AssignmentId assignment, Settlement settlement, RevokeReason reason, Observation seen)
      implements WorkerCommand {}

  /** The settlements of these will never be sent again. */
  record Forget(List<AssignmentId> assignments) implements WorkerCommand {}

  /** Every task of the slice has stored what the sweep asks of it. */
  record Swept(PartitionId partition, Sweep sweep) implements WorkerCommand {}

  /** Tasks that the worker answered have their outcomes; told once, whether it is heard or not. */
  record OutcomesAre(List<Agreement> agreements) implements WorkerCommand {}

  record PoolChanged(PoolView pool) implements WorkerCommand {}

  // From itself

  /** Time to store what was recorded meanwhile. */
  enum Flush implements WorkerCommand {
    NOW
  }

  /** Time to look at the clock: waiting pulls, lost connections, warnings before deadlines. */
  enum Tick implements WorkerCommand {
    NOW
  }

  /**
   * The ledger rows of these are durable.
   *
   * @param fired the moment of the last firing of a rule that is in the feed with them; {@link
   *     Instant#MIN} for none
   */
  record LedgerWritten(List<AssignmentId> assignments, Instant fired) implements WorkerCommand {}

  /** The ledger rows of these could not be written. */
  record LedgerFailed(List<AssignmentId> assignments) implements WorkerCommand {}

  /** The ledger rows of these are to be written again. */
  record WriteLedger(List<Settled> settled) implements WorkerCommand {}
}
