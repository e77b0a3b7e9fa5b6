package swarmline.engine.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.Amendment;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.OutcomeKind;

/**
 * A task that has its outcome, and every turn that led to it. What remains when its journal is
 * gone.
 *
 * @param settled whether every assignment is settled and applied: the task is final. Until then it
 *     stays among the open and touched ones, and its record is written again with later turns
 * @param key the tenant's own name for the task; may be null
 * @param value canonical JSON text; null unless resolved
 * @param confidence 0 to 1
 * @param reason why it is not resolved; null when it is
 * @param answers how many answers counted
 * @param gold the truth of a gold as it was corrected, canonical JSON text; null where it was not
 * @param amendments what changed afterwards of what its answers said, in order; those of older
 *     records are not known
 */
public record TaskRecord(
    TaskId task,
    String key,
    OutcomeKind outcome,
    String value,
    double confidence,
    String reason,
    int answers,
    Instant at,
    List<Assignment> assignments,
    boolean settled,
    String gold,
    List<Amendment> amendments) {

  public TaskRecord {
    amendments = amendments == null ? List.of() : List.copyOf(amendments);
  }

  /**
   * The same with answers that came late and are only in the later record of the same task: all
   * that may still be said of a task that is final.
   *
   * @return this where there are none
   */
  public TaskRecord withLateAnswersOf(TaskRecord later) {
    List<Assignment> turns =
        assignments.stream().map(turn -> later.lateAnswer(turn).orElse(turn)).toList();
    return turns.equals(assignments)
        ? this
        : new TaskRecord(
            task,
            key,
            outcome,
            value,
            confidence,
            reason,
            answers,
            at,
            turns,
            settled,
            gold,
            amendments);
  }

  /** The turn as it is here, where that says of an answer that came late what it does not. */
  private Optional<Assignment> lateAnswer(Assignment turn) {
    return turn.answer() != null
        ? Optional.empty()
        : assignments.stream()
            .filter(other -> other.ordinal() == turn.ordinal() && other.lateAt() != null)
            .map(other -> other.applied(turn.applied()))
            .findAny();
  }
}
