package swarmline.engine.consensus;

/**
 * Answers as one value.
 *
 * @param value canonical JSON text of the leading value; null when there is no answer
 * @param votes answers that agree with it
 * @param most answers that agree with any one value at the most, so that no answers to come can
 *     make more of them agree
 * @param runnerUp answers equal to the value in second place; 0 when there is none
 * @param answers all that were aggregated
 */
public record Aggregate(String value, int votes, int most, int runnerUp, int answers) {

  /** No value stands alone at the top. */
  public boolean tied() {
    return votes == runnerUp;
  }

  /** Share of the answers that agree with the value, 0 to 1. */
  public double agreement() {
    return answers == 0 ? 0 : (double) votes / answers;
  }
}
