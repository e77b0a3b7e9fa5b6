package swarmline.engine.pool;

/**
 * Caps of a pool; 0 means none.
 *
 * @param perWorker tasks of the pool that one worker may do in all
 * @param perWorkerAtOnce live leases of one worker in the pool, 1 by default
 * @param atOnce live leases in the pool
 */
public record Limits(Integer perWorker, Integer perWorkerAtOnce, Integer atOnce) {
  static final int MAX = 1_000_000_000;

  public Limits {
    perWorker = Require.orElse(perWorker, 0);
    perWorkerAtOnce = Require.orElse(perWorkerAtOnce, 1);
    atOnce = Require.orElse(atOnce, 0);
    Require.between("limits.perWorker", perWorker, 0, MAX);
    Require.between("limits.perWorkerAtOnce", perWorkerAtOnce, 0, MAX);
    Require.between("limits.atOnce", atOnce, 0, MAX);
  }

  static Limits defaults() {
    return new Limits(null, null, null);
  }
}
