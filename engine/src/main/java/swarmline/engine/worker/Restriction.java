package swarmline.engine.worker;

import java.time.Instant;

/**
 * Keeps a worker from a pool, from all of a project, or from all of its tenant's.
 *
 * @param pool code of the pool; null for more than one
 * @param until null for ever; an interval ends before its end
 * @param project all pools of which; null for one, or for all of the tenant's
 * @param rule name of the pool's rule that set it; null where the platform did
 */
public record Restriction(
    String pool, String reason, Instant until, Instant since, String project, String rule) {

  /** By the platform. */
  public Restriction(String pool, String reason, Instant until, Instant since) {
    this(pool, reason, until, since, null, null);
  }

  public boolean holds(String poolCode, String poolProject, Instant now) {
    return concerns(poolCode, poolProject) && inForce(now);
  }

  boolean inForce(Instant now) {
    return until == null || now.isBefore(until);
  }

  private boolean concerns(String poolCode, String poolProject) {
    if (pool != null) {
      return pool.equals(poolCode);
    }
    return project == null || project.equals(poolProject);
  }
}
