package swarmline.engine.pool;

import java.time.Instant;
import swarmline.engine.id.PoolId;

/** What happened to a pool. A file format: types and fields are added, never changed or removed. */
public sealed interface PoolEvent {

  record PoolCreated(PoolId pool, PoolSpec spec, int partitions, Instant at) implements PoolEvent {}

  record PoolSpecChanged(PoolSpec spec, Instant at) implements PoolEvent {}

  /**
   * @param revokeLeases whether live leases are revoked; false lets them go on
   */
  record PoolStatusChanged(PoolStatus status, boolean revokeLeases, Instant at)
      implements PoolEvent {}
}
