package swarmline.engine.partition;

/**
 * Which tasks of a trusted worker others answer too: a share of them that differs from worker to
 * worker, and is the same however often the worker asks.
 *
 * @param share of its tasks, 0 to 1
 * @param secret what no worker is told, without which they cannot be known
 */
public record SpotChecks(double share, long secret) {
  private static final double RANGE = 0x1p53;

  /**
   * @param task its number
   */
  public boolean isChecked(String worker, long task) {
    long mixed = OfferIndex.shuffled(OfferIndex.shuffled(secret ^ worker.hashCode()) ^ ~task);
    return (mixed >>> 11) / RANGE < share;
  }
}
