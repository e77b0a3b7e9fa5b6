package swarmline.engine.dispatch;

import java.util.ArrayDeque;
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
 * Batches of tasks on their way into the catalog, one at a time: the partition alone numbers its
 * tasks, and a key stored by one batch is seen by the next.
 */
final class PublishQueue {
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
    Publish publish = queue.poll();
    context.pipeToSelf(
        parts
            .catalog()
            .publish(partition, lastPosition + 1, publish.tasks(), parts.clock().instant()),
        (numbers, failure) -> new Published(publish, numbers, failure));
  }

  /** A batch is stored, or was not; the new tasks go into the index, then the next batch starts. */
  void stored(Published published, OfferIndex index) {
    storing = false;
    if (published.failure() != null) {
      context.getLog().error("tasks could not be stored", published.failure());
      published.publish().replyTo().tell(new PartitionRefused(Refusal.TRY_AGAIN));
    } else {
      long[] numbers = published.numbers();
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i] > 0) {
          lastPosition = Math.max(lastPosition, partition.positionOf(numbers[i]));
          index.add(open(numbers[i], published.publish().tasks().get(i)));
        }
      }
      published.publish().replyTo().tell(new PublishedAs(numbers));
    }
    store();
  }

  private static OpenTask open(long number, NewTask task) {
    return new OpenTask(
        number,
        task.priority(),
        task.redundancy(),
        task.reservedFor(),
        task.unavailableFor(),
        false);
  }
}
