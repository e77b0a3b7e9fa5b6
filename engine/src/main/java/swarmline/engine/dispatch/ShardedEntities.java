package swarmline.engine.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import swarmline.engine.dispatch.PartitionCommand.Counted;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;

/** The entities of a cluster, of one node or of many. */
final class ShardedEntities implements Entities {
  private final ClusterSharding sharding;

  /** Partitions of this node: most messages are for them, and sharding would pass each on twice. */
  private final Map<PartitionId, ActorRef<PartitionCommand>> here = new ConcurrentHashMap<>();

  private final NodeCounts counts = new NodeCounts();

  ShardedEntities(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  @Override
  public void tell(WorkerId worker, WorkerCommand command) {
    sharding.entityRefFor(EntityTypes.WORKER, EntityTypes.idOf(worker)).tell(command);
  }

  @Override
  public void tell(PartitionId partition, PartitionCommand command) {
    ActorRef<PartitionCommand> at = here.get(partition);
    if (at != null) {
      at.tell(command);
    } else {
      sharding.entityRefFor(EntityTypes.PARTITION, EntityTypes.idOf(partition)).tell(command);
    }
  }

  @Override
  public void tell(PoolId pool, PoolCommand command) {
    sharding.entityRefFor(EntityTypes.POOL, EntityTypes.idOf(pool)).tell(command);
  }

  @Override
  public void here(PartitionId partition, ActorRef<PartitionCommand> at) {
    here.put(partition, at);
  }

  @Override
  public void gone(PartitionId partition, ActorRef<PartitionCommand> from) {
    if (here.remove(partition, from)) {
      counts.remove(partition);
    }
  }

  @Override
  public void counted(PartitionId partition, Counted now) {
    counts.put(partition, now);
  }

  /** How much the partitions of this node hold, as they said last. */
  Counted counted() {
    return counts.sum();
  }
}
