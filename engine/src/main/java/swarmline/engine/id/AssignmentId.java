package swarmline.engine.id;

import java.util.Optional;

/**
 * One worker's one turn at one task. The ordinal grows by one with every lease of the task, so the
 * id is its own fencing token: one whose lease ended can never be counted again. Its text is the
 * task's, a dot and the ordinal.
 */
public record AssignmentId(TaskId task, int ordinal) {
  private static final int ORDINAL_DIGITS_MAX = 9;

  public AssignmentId {
    if (ordinal < 1) {
      throw new IllegalArgumentException("an ordinal is at least 1");
    }
  }

  /** The assignment that the text names, or nothing where it is not the form of one. */
  public static Optional<AssignmentId> parse(TenantId tenant, String text) {
    int dot = text.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String ordinal = text.substring(dot + 1);
    if (ordinal.isEmpty()
        || ordinal.length() > ORDINAL_DIGITS_MAX
        || ordinal.charAt(0) == '0'
        || !ordinal.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return TaskId.parse(tenant, text.substring(0, dot))
        .map(task -> new AssignmentId(task, Integer.parseInt(ordinal)));
  }

  /** What the tenant sees. */
  public String text() {
    return task.text() + "." + ordinal;
  }

  /** Written out, as in all ids: dispatch looks them up all the time. */
  @Override
  public int hashCode() {
    return 31 * task.hashCode() + ordinal;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AssignmentId that && ordinal == that.ordinal && task.equals(that.task);
  }

  @Override
  public String toString() {
    return task.pool().tenant() + "/" + text();
  }
}
