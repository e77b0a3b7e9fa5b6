package swarmline.engine.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import swarmline.engine.dispatch.PartitionCommand.Counted;
import swarmline.engine.id.PartitionId;

/**
 * How much the partitions of this node hold, added up where one says that it changed: reading the
 * sum costs the same however many there are. Thread-safe.
 */
final class NodeCounts {
  private final Map<PartitionId, Counted> said = new ConcurrentHashMap<>();
  private final AtomicReference<Counted> sum = new AtomicReference<>(Counted.NOTHING);

  void put(PartitionId partition, Counted now) {
    replace(said.put(partition, now), now);
  }

  /** The partition is gone, and what it held with it. */
  void remove(PartitionId partition) {
    replace(said.remove(partition), Counted.NOTHING);
  }

  private void replace(Counted before, Counted now) {
    Counted less = before == null ? Counted.NOTHING : before;
    sum.updateAndGet(all -> all.plus(now).minus(less));
  }

  Counted sum() {
    return sum.get();
  }
}
