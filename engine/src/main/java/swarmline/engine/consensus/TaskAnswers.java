package swarmline.engine.consensus;

import java.util.List;

/**
 * What a pool's model is told of one task.
 *
 * @param gold canonical JSON text of the truth; null where that is not known
 * @param counted the answers that count, in the order of their turns
 */
public record TaskAnswers(String gold, List<CountedAnswer> counted) {
  public TaskAnswers {
    counted = List.copyOf(counted);
  }
}
