package swarmline.engine.partition;

/**
 * Where the ordinals of a task's turns begin in a pool that mixes golds in. A gold is given to many
 * more workers than other tasks, and the ordinal is part of the assignment's id, which workers see:
 * counted from 1, a high one would tell a gold. So each task counts from a number drawn by a secret
 * among so many that how far it has counted cannot be told.
 *
 * @param secret what no worker is told
 */
public record FirstOrdinals(long secret) {
  /** Numbers to begin at: a thousand times what a gold's answers come to. */
  static final int RANGE = 100_000;

  /**
   * @param task its number
   */
  public int of(long task) {
    long drawn = OfferIndex.shuffled(OfferIndex.shuffled(secret) ^ task);
    return 1 + Math.floorMod(drawn, RANGE);
  }
}
