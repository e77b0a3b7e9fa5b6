package swarmline.engine.dispatch;

import java.time.Duration;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.TaskTerms;

/** What a task tells its workers' records of their turns. */
final class Observations {
  private Observations() {}

  /** What a turn that has ended shows of its worker. */
  static Observation of(TaskTerms terms, Assignment turn) {
    String gold = terms.definition().gold();
    String answer = turn.answer();
    return new Observation(
        Duration.between(turn.leasedAt(), turn.endedAt()).toMillis(),
        answer == null ? null : Observation.of(answer),
        (answer == null || gold == null) ? null : terms.agree(gold, answer));
  }
}
