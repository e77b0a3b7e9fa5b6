package swarmline.engine.pool;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;

/**
 * A pool as everyone but its entity sees it.
 *
 * @param partitions how many slices the pool has, fixed when it is created
 * @param version grows by one with every change, so that a late message cannot undo a newer one
 * @param secret nobody is told, neither workers nor platforms; null in pools that were made before
 *     there was one
 */
public record PoolView(
    PoolId id,
    PoolSpec spec,
    PoolStatus status,
    int partitions,
    long version,
    Instant createdAt,
    Instant changedAt,
    Long secret) {

  /** Of a pool that was made before pools had a secret. */
  public PoolView(
      PoolId id,
      PoolSpec spec,
      PoolStatus status,
      int partitions,
      long version,
      Instant createdAt,
      Instant changedAt) {
    this(id, spec, status, partitions, version, createdAt, changedAt, null);
  }

  /**
   * By what golds' places and spot checks are drawn, so that no worker can know them: the secret,
   * and in older pools their making, which is known only as nearly as someone can guess it.
   */
  public long drawnBy() {
    return secret != null
        ? secret
        : createdAt.getEpochSecond() * 1_000_000_000L + createdAt.getNano();
  }

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

  /** The slices in the order in which the worker looks into them: its home slice first. */
  public List<PartitionId> slicesFor(WorkerId worker) {
    int home = Math.floorMod(worker.name().hashCode(), partitions);
    return IntStream.range(0, partitions)
        .mapToObj(i -> new PartitionId(id, (home + i) % partitions, partitions))
        .toList();
  }
}
