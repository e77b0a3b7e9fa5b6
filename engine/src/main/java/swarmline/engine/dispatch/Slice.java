package swarmline.engine.dispatch;

import swarmline.engine.id.PartitionId;
import swarmline.engine.id.TaskId;
import swarmline.engine.partition.DeadlineQueue;
import swarmline.engine.partition.Holders;
import swarmline.engine.partition.OfferIndex;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolView;

/** What a slice knows of its pool and of its tasks, in memory; shared by the parts of one actor. */
final class Slice {
  private final PartitionId partition;
  private final OfferIndex index;
  private final Holders holders = new Holders();
  private final DeadlineQueue deadlines = new DeadlineQueue();
  private PoolView pool;

  Slice(PartitionId partition, PoolView pool) {
    this.partition = partition;
    this.index = new OfferIndex(pool.spec().order(), pool.spec().redundancy().answers());
    pool(pool);
  }

  PartitionId partition() {
    return partition;
  }

  OfferIndex index() {
    return index;
  }

  Holders holders() {
    return holders;
  }

  DeadlineQueue deadlines() {
    return deadlines;
  }

  PoolView pool() {
    return pool;
  }

  /** The pool is like this now: tasks are offered as its policy has it. */
  void pool(PoolView now) {
    pool = now;
    PoolSpec spec = now.spec();
    int answers = spec.redundancy().answers();
    int goldAnswers = spec.gold().mixes() ? spec.gold().answers() : answers;
    index.policy(spec.order(), answers, goldAnswers, spec.gold().apart());
  }

  TaskId idOf(long number) {
    return new TaskId(partition.pool(), number);
  }
}
