package swarmline.engine.dispatch;

import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;

/** The entities of a cluster, of one node or of many. */
final class ShardedEntities implements Entities {
  private final ClusterSharding sharding;

  ShardedEntities(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  @Override
  public void tell(WorkerId worker, WorkerCommand command) {
    sharding.entityRefFor(EntityTypes.WORKER, EntityTypes.idOf(worker)).tell(command);
  }

  @Override
  public void tell(PartitionId partition, PartitionCommand command) {
    sharding.entityRefFor(EntityTypes.PARTITION, EntityTypes.idOf(partition)).tell(command);
  }

  @Override
  public void tell(PoolId pool, PoolCommand command) {
    sharding.entityRefFor(EntityTypes.POOL, EntityTypes.idOf(pool)).tell(command);
  }
}
