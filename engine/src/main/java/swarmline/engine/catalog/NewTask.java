package swarmline.engine.catalog;

import java.time.Instant;
import java.util.Set;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskDefinition;

/** A task about to be published, not yet numbered; fields as in {@code TaskDefinition}. */
public record NewTask(
    String key,
    String payload,
    int priority,
    Integer redundancy,
    Set<String> reservedFor,
    Set<String> unavailableFor,
    String gold,
    String explanation) {

  /** A task whose truth is not known. */
  public NewTask(
      String key,
      String payload,
      int priority,
      Integer redundancy,
      Set<String> reservedFor,
      Set<String> unavailableFor) {
    this(key, payload, priority, redundancy, reservedFor, unavailableFor, null, null);
  }

  /** The task once it is stored. */
  public TaskDefinition numbered(TaskId id, Instant at) {
    return new TaskDefinition(
        id, key, payload, priority, redundancy, reservedFor, unavailableFor, at, gold, explanation);
  }

  /** The same with its truth as canonical JSON text. */
  public NewTask withGold(String canonical) {
    return new NewTask(
        key, payload, priority, redundancy, reservedFor, unavailableFor, canonical, explanation);
  }
}
