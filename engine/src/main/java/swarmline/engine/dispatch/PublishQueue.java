package swarmline.engine.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.dispatch.PartitionCommand.PartitionRefused;
import swarmline.engine.dispatch.PartitionCommand.Publish;
import swarmline.engine.dispatch.PartitionCommand.Published;
import swarmline.engine.dispatch.PartitionCommand.PublishedAs;
import swarmline.engine.id.PartitionId;
import swarmline.engine.partition.OfferIndex;
import swarmline.engine.task.Refusal;

/**
 * Batches of tasks on their way into the catalog: the partition alone numbers its tasks, and a key
 * stored by one batch is seen by the next. One write at a time, of all batches that wait.
 */
final class PublishQueue {
  /** Tasks stored in one step at the most, where they come in several batches. */
  private static final int TOGETHER_MAX = 8_000;

  private final ActorContext<PartitionCommand> context;
  private final PartitionId partition;
  private final EngineParts parts;
  private final Queue<Publish> queue = new ArrayDeque<>();
  private long lastPosition;
  private boolean storing;

  PublishQueue(
      ActorContext<PartitionCommand> context,
      PartitionId partition,
      EngineParts parts,
      long lastPosition) {
    this.context = context;
    this.partition = partition;
    this.parts = parts;
    this.lastPosition = lastPosition;
  }

  /** Whether there is or was a task of this number in the slice. */
  boolean numbered(long number) {
    return partition.positionOf(number) <= lastPosition;
  }

  void add(Publish publish) {
    if (queue.size() >= parts.settings().publishQueue()) {
      publish.replyTo().tell(new PartitionRefused(Refusal.PUBLISHING_TOO_FAST));
      return;
    }
    queue.add(publish);
    store();
  }

  private void store() {
    if (storing || queue.isEmpty()) {
      return;
    }
    storing = true;
    List<Publish> batches = new ArrayList<>();
    List<NewTask> tasks = new ArrayList<>();
    do {
      batches.add(queue.peek());
      tasks.addAll(queue.poll().tasks());
    } while (!queue.isEmpty() && tasks.size() + queue.peek().tasks().size() <= TOGETHER_MAX);
    context.pipeToSelf(
        parts.catalog().publish(partition, lastPosition + 1, tasks, parts.clock().instant()),
        (numbers, failure) -> new Published(batches, numbers, failure));
  }

  /** Batches are stored, or were not; the new tasks go into the index, then the next ones start. */
  void stored(Published published, OfferIndex index) {
    storing = false;
    if (published.failure() != null) {
      context.getLog().error("tasks could not be stored: {}", published.failure().toString());
      published
          .batches()
          .forEach(batch -> batch.replyTo().tell(new PartitionRefused(Refusal.TRY_AGAIN)));
    } else {
      int from = 0;
      for (Publish batch : published.batches()) {
        int to = from + batch.tasks().size();
        long[] numbers = Arrays.copyOfRange(published.numbers(), from, to);
        enter(batch.tasks(), numbers, index);
        batch.replyTo().tell(new PublishedAs(numbers));
        from = to;
      }
    }
    store();
  }

  private void enter(List<NewTask> tasks, long[] numbers, OfferIndex index) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] > 0) {
        lastPosition = Math.max(lastPosition, partition.positionOf(numbers[i]));
        index.add(open(numbers[i], tasks.get(i)));
      }
    }
  }

  private static OpenTask open(long number, NewTask task) {
    return new OpenTask(
        number,
        task.priority(),
        task.redundancy(),
        task.reservedFor(),
        task.unavailableFor(),
        false,
        task.gold() != null);
  }
}
