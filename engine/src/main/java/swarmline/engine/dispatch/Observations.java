package swarmline.engine.dispatch;

import java.time.Duration;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.TaskTerms;

/** What a task tells its workers' records of their turns. */
final class Observations {
  private Observations() {}

  /** What a turn that has ended shows of its worker; one that adjusts another, what that shows. */
  static Observation of(TaskTerms terms, TaskState state, Assignment ended) {
    Assignment turn =
        ended.adjusts() == null ? ended : state.turns().of(ended.adjusts()).orElseThrow();
    String gold = state.gold(terms);
    String answer = turn.answer();
    return new Observation(
        Duration.between(turn.leasedAt(), turn.endedAt()).toMillis(),
        answer == null ? null : Observation.of(answer),
        (answer == null || gold == null) ? null : terms.agree(gold, answer));
  }
}
