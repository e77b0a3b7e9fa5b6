package swarmline.engine.consensus;

import java.util.List;

/**
 * Makes one value of a task's answers. Pure; the order of the answers does not matter.
 *
 * <p>Answers are canonical JSON texts of the form that the pool asks for.
 */
public interface Aggregator {
  /** No answers yet. */
  Tally tally();

  /**
   * All at once, each with a weight of 1.
   *
   * @param answers one for each counted answer
   */
  default Aggregate aggregate(List<String> answers) {
    Tally tally = tally();
    answers.forEach(answer -> tally.add(answer, 1));
    return tally.now();
  }
}
