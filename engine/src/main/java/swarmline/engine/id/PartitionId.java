package swarmline.engine.id;

/**
 * A slice of a pool that lives on one node.
 *
 * @param index from 0
 * @param count how many slices the pool has, fixed when the pool is created
 */
public record PartitionId(PoolId pool, int index, int count) {
  /** Slices at the most in one pool. */
  public static final int COUNT_MAX = 1024;

  public PartitionId {
    if (count < 1 || count > COUNT_MAX || index < 0 || index >= count) {
      throw new IllegalArgumentException("partition " + index + " of " + count);
    }
  }

  /** The slice that a task lives in. */
  public static PartitionId of(TaskId task, int count) {
    return new PartitionId(task.pool(), (int) (task.number() % count), count);
  }

  /** The number of the slice's task at a position; positions start at 1. */
  public long numberAt(long position) {
    return index == 0 ? position * count : (position - 1) * count + index;
  }

  /** The position in its slice of the task with this number. */
  public long positionOf(long number) {
    return index == 0 ? number / count : number / count + 1;
  }

  /** Written out, as in all ids: dispatch looks them up all the time. */
  @Override
  public int hashCode() {
    return 31 * pool.hashCode() + index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionId that
        && index == that.index
        && count == that.count
        && pool.equals(that.pool);
  }

  @Override
  public String toString() {
    return pool + "#" + index;
  }
}
