package swarmline.engine.dispatch;

import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;

/** Entities that hear nothing and run nowhere; a test overrides what it expects. */
class NobodyIsTold implements Entities {
  @Override
  public void tell(PartitionId partition, PartitionCommand command) {
    throw new AssertionError("no slice is told " + command);
  }

  @Override
  public void tell(WorkerId worker, WorkerCommand command) {
    throw new AssertionError("no worker is told " + command);
  }

  @Override
  public void tell(PoolId pool, PoolCommand command) {
    throw new AssertionError("no pool is told " + command);
  }

  @Override
  public void here(PartitionId partition, ActorRef<PartitionCommand> at) {
    throw new AssertionError("nothing runs here");
  }

  @Override
  public void gone(PartitionId partition, ActorRef<PartitionCommand> from) {
    throw new AssertionError("nothing runs here");
  }

  @Override
  public void counted(PartitionId partition, PartitionCommand.Counted now) {}
}
