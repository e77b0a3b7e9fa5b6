package swarmline.engine.dispatch;

import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;

/** Sends to entities by their ids, wherever they live. At most once: what matters is sent again. */
interface Entities {
  void tell(WorkerId worker, WorkerCommand command);

  void tell(PartitionId partition, PartitionCommand command);

  void tell(PoolId pool, PoolCommand command);

  /** The partition runs on this node, until it is {@link #gone}: it can be told directly. */
  void here(PartitionId partition, ActorRef<PartitionCommand> at);

  void gone(PartitionId partition, ActorRef<PartitionCommand> from);

  /** The partition, which runs on this node, holds that much; said now and then. */
  void counted(PartitionId partition, PartitionCommand.Counted now);
}
