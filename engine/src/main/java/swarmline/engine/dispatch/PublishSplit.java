package swarmline.engine.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.PartitionId;
import swarmline.engine.pool.PoolView;

/**
 * Tasks on their way to the slices of one pool. A task with a key goes where its key always goes,
 * so that one slice alone can tell whether the key is known; others go round.
 */
final class PublishSplit {
  private final PoolView pool;
  private final List<List<NewTask>> parts = new ArrayList<>();
  private final List<List<Integer>> places = new ArrayList<>();
  private final int size;

  PublishSplit(PoolView pool, List<NewTask> tasks) {
    this.pool = pool;
    this.size = tasks.size();
    for (int index = 0; index < pool.partitions(); index++) {
      parts.add(new ArrayList<>());
      places.add(new ArrayList<>());
    }
    for (int place = 0; place < size; place++) {
      NewTask task = tasks.get(place);
      int hash = task.key() == null ? place : task.key().hashCode();
      int index = Math.floorMod(hash, pool.partitions());
      parts.get(index).add(task);
      places.get(index).add(place);
    }
  }

  /** Publishes each part and puts the numbers back in order; the first refusal is the answer. */
  CompletionStage<PartitionCommand.Reply> publish(
      BiFunction<PartitionId, List<NewTask>, CompletionStage<PartitionCommand.Reply>> send) {
    CompletionStage<PartitionCommand.Reply> all =
        CompletableFuture.completedStage(new PartitionCommand.PublishedAs(new long[size]));
    List<PartitionId> slices = pool.slices();
    for (int index = 0; index < slices.size(); index++) {
      if (!parts.get(index).isEmpty()) {
        List<Integer> at = places.get(index);
        all =
            all.thenCombine(
                send.apply(slices.get(index), parts.get(index)),
                (sum, part) -> merge(sum, part, at));
      }
    }
    return all;
  }

  private static PartitionCommand.Reply merge(
      PartitionCommand.Reply sum, PartitionCommand.Reply part, List<Integer> at) {
    if (sum instanceof PartitionCommand.PublishedAs all
        && part instanceof PartitionCommand.PublishedAs some) {
      for (int i = 0; i < at.size(); i++) {
        all.numbers()[at.get(i)] = some.numbers()[i];
      }
      return all;
    }
    return sum instanceof PartitionCommand.PublishedAs ? part : sum;
  }
}
