package swarmline.engine.consensus;

/**
 * The answers of one task so far. Takes one more without reading those before it again. Not
 * thread-safe.
 */
public interface Tally {
  /**
   * @param answer canonical JSON text
   * @param weight how much it counts, above 0; a whole number of {@link Weights#GRAIN}, so that
   *     sums are exact and their order does not show
   */
  void add(String answer, double weight);

  /** What the answers come to. */
  Aggregate now();
}
