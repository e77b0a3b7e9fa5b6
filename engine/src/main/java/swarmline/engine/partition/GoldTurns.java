package swarmline.engine.partition;

/**
 * When a worker's next task is to be a gold: once in each run of so many of its tasks in the pool,
 * at a place that differs from run to run and from worker to worker.
 *
 * @param every length of a run
 * @param secret what no worker is told, without which the places cannot be known
 */
public record GoldTurns(int every, long secret) {

  /**
   * @param before tasks of the pool that the worker has done or holds
   */
  public boolean isGold(String worker, int before) {
    long run = before / every;
    long mixed = OfferIndex.shuffled(OfferIndex.shuffled(secret ^ worker.hashCode()) + run);
    return before % every == Math.floorMod(mixed, every);
  }
}
