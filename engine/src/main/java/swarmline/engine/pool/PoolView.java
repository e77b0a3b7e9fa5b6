package swarmline.engine.pool;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;

/**
 * A pool as everyone but its entity sees it.
 *
 * @param partitions how many slices the pool has, fixed when it is created
 * @param version grows by one with every change, so that a late message cannot undo a newer one
 */
public record PoolView(
    PoolId id,
    PoolSpec spec,
    PoolStatus status,
    int partitions,
    long version,
    Instant createdAt,
    Instant changedAt) {

  /** Whether tasks may be published. */
  public boolean takesTasks() {
    return status == PoolStatus.DRAFT || status == PoolStatus.OPEN || status == PoolStatus.PAUSED;
  }

  /** Its slices, in order. */
  public List<PartitionId> slices() {
    return IntStream.range(0, partitions)
        .mapToObj(index -> new PartitionId(id, index, partitions))
        .toList();
  }
}
