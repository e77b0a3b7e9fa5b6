package swarmline.persistence.catalog;

import java.util.HashMap;
import java.util.Map;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.PartitionId;

/** The numbers that a partition's new tasks get, one after the other; a known key keeps its own. */
public final class Numbering {
  private final PartitionId partition;

  /** Numbers by key, of tasks stored before and of those numbered here. */
  private final Map<String, Long> known = new HashMap<>();

  private long position;

  /**
   * @param firstPosition that the first new task gets
   */
  public Numbering(PartitionId partition, long firstPosition) {
    this.partition = partition;
    this.position = firstPosition;
  }

  /** A task of this key is stored. */
  public void known(String key, long number) {
    known.put(key, number);
  }

  /** The task's number, negated where its key was known. */
  public long of(NewTask task) {
    Long before = task.key() == null ? null : known.get(task.key());
    if (before != null) {
      return -before;
    }
    long number = partition.numberAt(position++);
    if (task.key() != null) {
      known.put(task.key(), number);
    }
    return number;
  }

  /** The last position that was given. */
  public long lastPosition() {
    return position - 1;
  }
}
