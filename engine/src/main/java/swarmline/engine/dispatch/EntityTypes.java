package swarmline.engine.dispatch;

import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;

/**
 * The sharded entities, and how their ids are written: stable, since journals are named by them.
 */
final class EntityTypes {
  static final EntityTypeKey<WorkerCommand> WORKER =
      EntityTypeKey.create(WorkerCommand.class, "Worker");
  static final EntityTypeKey<PoolCommand> POOL = EntityTypeKey.create(PoolCommand.class, "Pool");
  static final EntityTypeKey<PartitionCommand> PARTITION =
      EntityTypeKey.create(PartitionCommand.class, "Partition");

  private EntityTypes() {}

  static String idOf(WorkerId worker) {
    return worker.toString();
  }

  static WorkerId workerOf(String entityId) {
    int slash = entityId.indexOf('/');
    return new WorkerId(new TenantId(entityId.substring(0, slash)), entityId.substring(slash + 1));
  }

  static String idOf(PoolId pool) {
    return pool.toString();
  }

  static PoolId poolOf(String entityId) {
    int slash = entityId.indexOf('/');
    return new PoolId(new TenantId(entityId.substring(0, slash)), entityId.substring(slash + 1));
  }

  /** The pool, the index and how many there are: a partition knows all of itself from its name. */
  static String idOf(PartitionId partition) {
    return partition.pool() + "#" + partition.index() + "#" + partition.count();
  }

  static PartitionId partitionOf(String entityId) {
    String[] parts = entityId.split("#", -1);
    return new PartitionId(
        poolOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }
}
