package swarmline.engine.pool;

/**
 * Whose answer alone is enough (adaptive replication: Anderson 2004, 2019, of BOINC): workers who
 * agreed with others so often in a row that asking others too is seldom worth it.
 *
 * @param after answers in a row that agreed with their tasks' outcomes, or golds answered right, 1
 *     to {@value #AFTER_MAX}
 * @param spotChecks share of such a worker's tasks that others answer too, above 0 to 1, so that
 *     trust can be lost
 */
public record TrustPolicy(Integer after, Double spotChecks) {
  static final int AFTER_DEFAULT = 10;
  static final int AFTER_MAX = 10_000;
  static final double SPOT_CHECKS_DEFAULT = 0.1;

  public TrustPolicy {
    after = Require.orElse(after, AFTER_DEFAULT);
    spotChecks = Require.orElse(spotChecks, SPOT_CHECKS_DEFAULT);
    Require.between("redundancy.trusted.after", after, 1, AFTER_MAX);
    Require.that(
        spotChecks > 0 && spotChecks <= 1,
        "redundancy.trusted.spotChecks must be above 0, so that trust can be lost, and at most 1");
  }
}
