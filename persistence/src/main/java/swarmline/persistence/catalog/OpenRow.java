package swarmline.persistence.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.task.TaskDefinition;

/**
 * A row of the open tasks: priority, redundancy, named workers, and a last byte in those of golds;
 * most are twelve bytes.
 */
public final class OpenRow {
  private static final int FIXED_BYTES = 2 * Integer.BYTES + 2 * Short.BYTES;
  private static final int NO_REDUNDANCY = -1;
  private static final int GOLD = 1;
  private static final int TOUCHED = 2;

  private OpenRow() {}

  static byte[] of(NewTask task) {
    return bytes(
        task.priority(),
        task.redundancy(),
        set(task.reservedFor()),
        set(task.unavailableFor()),
        task.gold() == null ? 0 : GOLD);
  }

  /** The row of a task that nobody has touched. */
  public static byte[] of(TaskDefinition task) {
    return bytes(task, 0);
  }

  /** The row of a task that may have a journal. */
  static byte[] touched(TaskDefinition task) {
    return bytes(task, TOUCHED);
  }

  private static byte[] bytes(TaskDefinition task, int flags) {
    return bytes(
        task.priority(),
        task.redundancy(),
        task.reservedFor(),
        task.unavailableFor(),
        task.gold() == null ? flags : flags | GOLD);
  }

  private static Set<String> set(Set<String> names) {
    return names == null ? Set.of() : names;
  }

  private static byte[] bytes(
      int priority,
      Integer redundancy,
      Set<String> reservedFor,
      Set<String> unavailableFor,
      int flags) {
    int size = FIXED_BYTES + namesSize(reservedFor) + namesSize(unavailableFor);
    ByteBuffer row =
        ByteBuffer.allocate(flags == 0 ? size : size + 1)
            .putInt(priority)
            .putInt(redundancy == null ? NO_REDUNDANCY : redundancy);
    putNames(row, reservedFor);
    putNames(row, unavailableFor);
    if (flags != 0) {
      row.put((byte) flags);
    }
    return row.array();
  }

  /** What the row says of the task with this number. */
  public static OpenTask read(long number, byte[] value) {
    return read(number, value, false);
  }

  /**
   * As {@link #read(long, byte[])}.
   *
   * @param marked whether a mark beside the row says that the task was touched
   */
  public static OpenTask read(long number, byte[] value, boolean marked) {
    ByteBuffer row = ByteBuffer.wrap(value);
    int priority = row.getInt();
    int redundancy = row.getInt();
    Set<String> reservedFor = names(row);
    Set<String> unavailableFor = names(row);
    int flags = row.hasRemaining() ? row.get() : 0;
    return new OpenTask(
        number,
        priority,
        redundancy == NO_REDUNDANCY ? null : redundancy,
        reservedFor,
        unavailableFor,
        marked || (flags & TOUCHED) != 0,
        (flags & GOLD) != 0);
  }

  /** Names of workers are ASCII and have at most 128 characters. */
  private static int namesSize(Set<String> names) {
    int size = 0;
    for (String name : names) {
      size += 1 + name.length();
    }
    return size;
  }

  private static void putNames(ByteBuffer row, Set<String> names) {
    row.putShort((short) names.size());
    for (String name : names) {
      row.put((byte) name.length()).put(name.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static Set<String> names(ByteBuffer row) {
    int count = row.getShort();
    if (count == 0) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[Byte.toUnsignedInt(row.get())];
      row.get(name);
      names.add(new String(name, StandardCharsets.ISO_8859_1));
    }
    return Set.copyOf(names);
  }
}
