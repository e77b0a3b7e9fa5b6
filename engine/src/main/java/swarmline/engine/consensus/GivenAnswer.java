package swarmline.engine.consensus;

import java.time.Instant;
import java.util.Comparator;

/**
 * A counted answer, and its task: one of all that a model is told when it is made anew.
 *
 * @param task its number
 */
public record GivenAnswer(long task, CountedAnswer answer) {
  /** In the order in which they were given; the same for everyone where times are equal. */
  public static final Comparator<GivenAnswer> BY_TIME =
      Comparator.comparing(GivenAnswer::at)
          .thenComparing(GivenAnswer::task)
          .thenComparing(one -> one.answer().turn());

  private Instant at() {
    return answer.at();
  }
}
