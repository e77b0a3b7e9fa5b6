package swarmline.engine.id;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task of a pool. Numbers start at 1; the partition follows from the number, so an id routes
 * without a look-up. Its text is the pool's code, a dash and the number.
 */
public record TaskId(PoolId pool, long number) {
  private static final Pattern TEXT = Pattern.compile("(p[0-9a-z]{12})-([1-9][0-9]{0,17})");

  public TaskId {
    if (number < 1) {
      throw new IllegalArgumentException("a task's number is at least 1");
    }
  }

  /** The task that the text names, or nothing where it is not the form of a task id. */
  public static Optional<TaskId> parse(TenantId tenant, String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new TaskId(new PoolId(tenant, matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** What the tenant sees. */
  public String text() {
    return pool.code() + "-" + number;
  }

  /** Written out, as in all ids: dispatch looks them up all the time. */
  @Override
  public int hashCode() {
    return 31 * pool.hashCode() + Long.hashCode(number);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskId that && number == that.number && pool.equals(that.pool);
  }

  @Override
  public String toString() {
    return pool.tenant() + "/" + text();
  }
}
