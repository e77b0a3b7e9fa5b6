package swarmline.engine.id;

import java.util.Optional;

/**
 * The names under which entities store their events: the kind of entity, a bar and the id. They
 * stand in every data directory, so they never change.
 */
public final class PersistenceIds {
  /** What begins the persistence id of every task. */
  public static final String TASK = "Task|";

  /** What begins the persistence id of every worker. */
  public static final String WORKER = "Worker|";

  /** What begins the persistence id of every pool. */
  public static final String POOL = "Pool|";

  private PersistenceIds() {}

  /** Such as {@code Task|acme/p0123456789ab-7}. */
  public static String of(TaskId task) {
    return TASK + task;
  }

  /** Such as {@code Worker|acme/ann}. */
  public static String of(WorkerId worker) {
    return WORKER + worker;
  }

  /** Such as {@code Pool|acme/p0123456789ab}. */
  public static String of(PoolId pool) {
    return POOL + pool;
  }

  /** The task whose events are stored under a name; empty for another kind of entity. */
  public static Optional<TaskId> taskOf(String persistenceId) {
    if (!persistenceId.startsWith(TASK)) {
      return Optional.empty();
    }
    int slash = persistenceId.indexOf('/');
    return TaskId.parse(
        new TenantId(persistenceId.substring(TASK.length(), slash)),
        persistenceId.substring(slash + 1));
  }
}
