package swarmline.engine.consensus;

/**
 * Answers as one value. Votes are sums of weights: numbers of answers where all weigh 1.
 *
 * @param value canonical JSON text of the leading value; null when there is no answer
 * @param votes of the answers that agree with it; where a value has several parts, of those that
 *     agree with the least certain part
 * @param most of the answers that agree with any one value at the most, so that no answers to come
 *     can make more of them agree
 * @param runnerUp of the answers equal to the value in second place; 0 when there is none
 * @param all of all that were aggregated
 * @param answers how many were aggregated
 * @param conflict in what they differ on the least certain part; null where that has no name
 */
public record Aggregate(
    String value,
    double votes,
    double most,
    double runnerUp,
    double all,
    int answers,
    ContestReason conflict) {

  /** Of answers that can differ in one way only. */
  public Aggregate(
      String value, double votes, double most, double runnerUp, double all, int answers) {
    this(value, votes, most, runnerUp, all, answers, null);
  }

  /** Of answers that weigh 1 each. */
  public Aggregate(String value, int votes, int most, int runnerUp, int answers) {
    this(value, votes, most, runnerUp, answers, answers);
  }

  /** The same with its value written in another way. */
  Aggregate written(String way) {
    return new Aggregate(way, votes, most, runnerUp, all, answers, conflict);
  }

  /** No value stands alone at the top. */
  public boolean tied() {
    return votes <= runnerUp;
  }

  /** Share of the votes that agree with the value, 0 to 1. */
  public double agreement() {
    return all == 0 ? 0 : votes / all;
  }
}
