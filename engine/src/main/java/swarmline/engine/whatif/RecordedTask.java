package swarmline.engine.whatif;

import java.util.List;
import swarmline.engine.consensus.CountedAnswer;

/**
 * A task and the answers that were counted at it.
 *
 * @param redundancy answers wanted, where the task says so itself; null for what the policy says
 * @param gold canonical JSON text of its truth; null where that is not known
 * @param outcome canonical JSON text of the value it was resolved on; null where it was not
 * @param answers in the order of their turns
 */
public record RecordedTask(
    long number, Integer redundancy, String gold, String outcome, List<CountedAnswer> answers) {
  public RecordedTask {
    answers = List.copyOf(answers);
  }
}
