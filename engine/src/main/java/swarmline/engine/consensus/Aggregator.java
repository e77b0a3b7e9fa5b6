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

  /** No answers yet, for what each counts to change. */
  default Poll poll() {
    return new RetoldPoll(this);
  }

  /** How far an answer agrees with a value, 0 to 1. */
  default double agreement(String answer, String value) {
    return answer.equals(value) ? 1 : 0;
  }

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
