package swarmline.engine.quality;

import swarmline.engine.consensus.crowd.Accuracy;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.TrustPolicy;

/**
 * Whose answer alone is enough (adaptive replication: Anderson 2004, 2019, of BOINC). A worker is
 * trusted who was right, or agreed with outcomes, so often in a row as the pool asks, for as long
 * as something of that is among what is kept of its work; one disagreement ends it.
 */
public final class Trust {
  private Trust() {}

  /**
   * How likely a worker is to be right in a pool that trusts it; null where it does not.
   *
   * @param standing null where the worker has done nothing there
   */
  public static Double of(PoolSpec pool, Standing standing) {
    TrustPolicy policy = pool.redundancy().trusted();
    if (policy == null || standing == null || standing.streak() < policy.after()) {
      return null;
    }
    Accuracy agreement = RecentWork.agreement(standing);
    return agreement == null ? null : Double.valueOf(agreement.mean());
  }
}
