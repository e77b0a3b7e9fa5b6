package swarmline.engine.dispatch;

import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;

/** What a pool can be asked. */
public sealed interface PoolCommand extends EngineMessage {

  /**
   * @param secret what is drawn in the pool is drawn by it
   */
  record Create(PoolSpec spec, int partitions, long secret, ActorRef<Reply> replyTo)
      implements PoolCommand {}

  record ChangeSpec(PoolSpec spec, ActorRef<Reply> replyTo) implements PoolCommand {}

  /**
   * @param revokeLeases when closing: whether live leases are revoked
   */
  record SetStatus(PoolStatus status, boolean revokeLeases, ActorRef<Reply> replyTo)
      implements PoolCommand {}

  record Get(ActorRef<Reply> replyTo) implements PoolCommand {}

  /** Time to look at the clock: the pool may open or close by itself. */
  enum Look implements PoolCommand {
    NOW
  }

  /**
   * The pool's row in the catalog was written, or was not.
   *
   * @param replyTo who waits for it; may be null
   * @param failure null where all is well
   */
  record RowWritten(PoolView pool, ActorRef<Reply> replyTo, Throwable failure)
      implements PoolCommand, SelfMessage {}

  /** The other nodes know of the pool as it was written, or are late. */
  record OthersHeard(PoolView pool, ActorRef<Reply> replyTo) implements PoolCommand, SelfMessage {}

  /** The row could not be written before. */
  enum WriteAgain implements PoolCommand {
    NOW
  }

  /** What a pool answers. */
  sealed interface Reply extends EngineMessage {}

  record PoolIs(PoolView pool) implements Reply {}

  record PoolRefused(Refusal refusal) implements Reply {}
}
