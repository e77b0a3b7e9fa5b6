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

  /**
   * The share that one of a pool's slices has in {@code atOnce}, at least 1 so that none of them
   * stands still; 0 where there is no limit.
   */
  public int atOnceOf(int slice, int slices) {
    int share = atOnce / slices + (slice < atOnce % slices ? 1 : 0);
    return atOnce == 0 ? 0 : Math.max(1, share);
  }

  static Limits defaults() {
    return new Limits(null, null, null);
  }
}
