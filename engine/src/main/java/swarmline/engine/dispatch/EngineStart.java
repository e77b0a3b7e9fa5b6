package swarmline.engine.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import swarmline.engine.id.PartitionId;
import swarmline.engine.pool.PoolView;

/**
 * What happens when a node starts: its entities are made known, its pools read, and every partition
 * woken, so that leases of before are enforced though nobody asks for them.
 */
final class EngineStart {
  /** Partitions that load at the same time. */
  private static final int AT_ONCE = 16;

  /** Longest wait for one partition; its tasks are scanned and those in play recovered. */
  private static final Duration PARTITION_TIMEOUT = Duration.ofMinutes(5);

  private EngineStart() {}

  static CompletionStage<Done> of(
      ActorSystem<?> system, ClusterSharding sharding, EngineParts parts) {
    sharding.init(
        Entity.of(
            EntityTypes.POOL,
            context -> PoolEntity.create(EntityTypes.poolOf(context.getEntityId()), parts)));
    sharding.init(
        Entity.of(
            EntityTypes.PARTITION,
            context ->
                PartitionLoading.create(EntityTypes.partitionOf(context.getEntityId()), parts)));
    sharding.init(
        Entity.of(
            EntityTypes.WORKER,
            context ->
                WorkerEntity.create(
                    EntityTypes.workerOf(context.getEntityId()), context.getShard(), parts)));
    Neighbours.start(system, parts);
    return parts.catalog().allPools().thenCompose(pools -> wake(system, sharding, parts, pools));
  }

  private static CompletionStage<Done> wake(
      ActorSystem<?> system, ClusterSharding sharding, EngineParts parts, List<PoolView> pools) {
    pools.forEach(parts.directory()::put);
    return Source.from(pools)
        .mapConcat(PoolView::slices)
        .mapAsyncUnordered(AT_ONCE, partition -> load(sharding, partition))
        .runWith(Sink.ignore(), system)
        .thenApply(
            done -> {
              pools.forEach(pool -> parts.entities().tell(pool.id(), PoolCommand.Look.NOW));
              return done;
            });
  }

  private static CompletionStage<PartitionCommand.Reply> load(
      ClusterSharding sharding, PartitionId partition) {
    return sharding
        .entityRefFor(EntityTypes.PARTITION, EntityTypes.idOf(partition))
        .ask(PartitionCommand.Count::new, PARTITION_TIMEOUT);
  }
}
