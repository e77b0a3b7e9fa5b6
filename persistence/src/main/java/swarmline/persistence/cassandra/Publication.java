package swarmline.persistence.cassandra;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskDefinition;
import swarmline.persistence.catalog.Numbering;
import swarmline.persistence.catalog.OpenRow;

/**
 * Tasks being numbered and stored. The slice's last position goes first, so that no later owner
 * gives a number twice; then definitions and keys; then the rows that make the tasks open.
 */
final class Publication {
  private final Tasks tasks;
  private final TaskKeys keys;
  private final Slice slice;
  private final PoolId pool;
  private final Instant at;

  private final Numbering numbering;
  private final List<TaskDefinition> added = new ArrayList<>();

  Publication(Tasks tasks, TaskKeys keys, Slice slice, long firstPosition, Instant at) {
    this.tasks = tasks;
    this.keys = keys;
    this.slice = slice;
    this.pool = slice.partition().pool();
    this.numbering = new Numbering(slice.partition(), firstPosition);
    this.at = at;
  }

  /** The numbers in order, negated where the key was known. */
  CompletionStage<long[]> publish(List<NewTask> newTasks) {
    return findKnown(newTasks)
        .thenCompose(
            done -> {
              long[] numbers = newTasks.stream().mapToLong(this::number).toArray();
              return added.isEmpty()
                  ? CompletableFuture.completedStage(numbers)
                  : write().thenApply(written -> numbers);
            });
  }

  private CompletionStage<Void> findKnown(List<NewTask> newTasks) {
    return keys.known(
            pool, newTasks.stream().map(NewTask::key).filter(Objects::nonNull).distinct().toList())
        .thenAccept(known -> known.forEach(numbering::known));
  }

  private long number(NewTask task) {
    long number = numbering.of(task);
    if (number > 0) {
      added.add(task.numbered(new TaskId(pool, number), at));
    }
    return number;
  }

  private CompletionStage<Done> write() {
    return tasks
        .putLastPosition(slice, numbering.lastPosition())
        .thenCompose(
            done ->
                Queries.all(added.stream().map(task -> tasks.putDefinition(slice, task)).toList())
                    .thenCombine(keys.put(slice, added), (definitions, noted) -> noted))
        .thenCompose(done -> Queries.all(added.stream().map(this::writeOpen).toList()));
  }

  private CompletionStage<Done> writeOpen(TaskDefinition task) {
    return tasks.putOpen(slice, task.id().number(), OpenRow.of(task), false);
  }
}
