package swarmline.loadtest.audit;

import java.util.function.UnaryOperator;
import swarmline.loadtest.history.Note.StoredLedgerLine;
import swarmline.loadtest.history.Note.StoredOutcome;

/**
 * What consensus came to, as the server stored it, and what it cost.
 *
 * @param tasks that ended by their answers
 * @param resolved of them with a value
 * @param correct of those with the true value
 * @param answers counted on them
 * @param paid in millionths of the currency unit, for all work
 */
public record ConsensusFacts(long tasks, long resolved, long correct, long answers, long paid) {

  /**
   * Counts a run's outcomes.
   *
   * @param truth the true value, as JSON text, of the task with an id
   */
  public static ConsensusFacts of(Evidence evidence, UnaryOperator<String> truth) {
    long tasks = 0;
    long resolved = 0;
    long correct = 0;
    long answers = 0;
    for (TaskFacts task : evidence.tasks()) {
      if (task.outcomes.isEmpty()) {
        continue;
      }
      StoredOutcome outcome = task.outcomes.get(0);
      boolean settled = outcome.outcome().equals("resolved");
      if (settled || outcome.outcome().equals("contested")) {
        tasks++;
        answers += outcome.answers();
      }
      if (settled) {
        resolved++;
        correct += outcome.value().equals(truth.apply(task.id)) ? 1 : 0;
      }
    }
    long paid = evidence.ledger().stream().mapToLong(StoredLedgerLine::amount).sum();
    return new ConsensusFacts(tasks, resolved, correct, answers, paid);
  }

  /** Share of the resolved tasks with the true value; 0 where none is resolved. */
  public double accuracy() {
    return resolved == 0 ? 0 : (double) correct / resolved;
  }

  public double answersPerTask() {
    return tasks == 0 ? 0 : (double) answers / tasks;
  }
}
