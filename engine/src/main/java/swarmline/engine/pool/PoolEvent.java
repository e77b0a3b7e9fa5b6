package swarmline.engine.pool;

import java.time.Instant;
import swarmline.engine.id.PoolId;

/** What happened to a pool. A file format: types and fields are added, never changed or removed. */
public sealed interface PoolEvent {

  /**
   * @param secret what is drawn in the pool is drawn by it, so nobody is told; null where it was
   *     stored before there was one
   */
  record PoolCreated(PoolId pool, PoolSpec spec, int partitions, Instant at, Long secret)
      implements PoolEvent {

    /** As it was stored before pools had a secret. */
    public PoolCreated(PoolId pool, PoolSpec spec, int partitions, Instant at) {
      this(pool, spec, partitions, at, null);
    }
  }

  record PoolSpecChanged(PoolSpec spec, Instant at) implements PoolEvent {}

  /**
   * @param revokeLeases whether live leases are revoked; false lets them go on
   */
  record PoolStatusChanged(PoolStatus status, boolean revokeLeases, Instant at)
      implements PoolEvent {}
}
