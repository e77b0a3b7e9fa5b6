package swarmline.engine.worker;

import java.time.Instant;

/**
 * Keeps a worker from a pool, or from all of its tenant's.
 *
 * @param pool code of the pool; null for all
 * @param until null for ever; an interval ends before its end
 */
public record Restriction(String pool, String reason, Instant until, Instant since) {

  public boolean holds(String poolCode, Instant now) {
    return (pool == null || pool.equals(poolCode)) && (until == null || now.isBefore(until));
  }
}
