package swarmline.engine.dispatch;

import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;

/** Sends to entities by their ids, wherever they live. At most once: what matters is sent again. */
final class Entities {
  private final ClusterSharding sharding;

  Entities(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  void tell(WorkerId worker, WorkerCommand command) {
    sharding.entityRefFor(EntityTypes.WORKER, EntityTypes.idOf(worker)).tell(command);
  }

  void tell(PartitionId partition, PartitionCommand command) {
    sharding.entityRefFor(EntityTypes.PARTITION, EntityTypes.idOf(partition)).tell(command);
  }

  void tell(PoolId pool, PoolCommand command) {
    sharding.entityRefFor(EntityTypes.POOL, EntityTypes.idOf(pool)).tell(command);
  }
}
