package swarmline.engine.task;

import java.time.Instant;
import java.util.Set;
import swarmline.engine.id.TaskId;

/**
 * A task as it was published.
 *
 * @param key the tenant's own name for it, unique in the pool; null for none
 * @param payload JSON text, opaque to the engine
 * @param priority higher is offered first in pools ordered by priority
 * @param redundancy answers wanted; null for what the pool says
 * @param reservedFor names of the only workers it may be offered to; empty for anyone
 * @param unavailableFor names of workers it is never offered to
 * @param gold canonical JSON text of its truth, by which workers are known; null where it is not a
 *     gold. Nothing that a worker receives may depend on it, but where the pool gives feedback
 * @param explanation why that is the truth, for workers who are told it; may be null
 */
public record TaskDefinition(
    TaskId id,
    String key,
    String payload,
    int priority,
    Integer redundancy,
    Set<String> reservedFor,
    Set<String> unavailableFor,
    Instant publishedAt,
    String gold,
    String explanation) {

  /** Characters at the most in an explanation. */
  public static final int EXPLANATION_LENGTH_MAX = 2_000;

  /** Workers at the most in {@code reservedFor} and in {@code unavailableFor}. */
  public static final int NAMED_WORKERS_MAX = 1_000;

  public TaskDefinition {
    reservedFor = reservedFor == null ? Set.of() : Set.copyOf(reservedFor);
    unavailableFor = unavailableFor == null ? Set.of() : Set.copyOf(unavailableFor);
  }

  /** A task whose truth is not known. */
  public TaskDefinition(
      TaskId id,
      String key,
      String payload,
      int priority,
      Integer redundancy,
      Set<String> reservedFor,
      Set<String> unavailableFor,
      Instant publishedAt) {
    this(
        id,
        key,
        payload,
        priority,
        redundancy,
        reservedFor,
        unavailableFor,
        publishedAt,
        null,
        null);
  }

  /** Whether the task may be offered to the worker of this name at all. */
  public boolean admits(String worker) {
    return (reservedFor.isEmpty() || reservedFor.contains(worker))
        && !unavailableFor.contains(worker);
  }
}
