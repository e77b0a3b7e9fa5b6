package swarmline.engine.dispatch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.consensus.crowd.SliceModel;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.TaskId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.Turns;

/**
 * Makes a slice's model anew from what is stored: the answers of the tasks in play and what was
 * amended of them, by their journals, and of those that are final, by their records, in the order
 * of their times. Wakes no task. What is answered meanwhile may or may not be in it.
 */
final class ModelLoading {
  private static final int PAGE = 1_000;

  /** Journals read at once. */
  private static final int AT_ONCE = 64;

  private final PoolView pool;
  private final PartitionId partition;
  private final EngineParts parts;
  private final ModelHistory history = new ModelHistory();
  private final Set<Long> inPlay = new HashSet<>();
  private final Map<Long, String> outcomes = new HashMap<>();

  /**
   * A model, and what the tasks that it knows have come to.
   *
   * @param outcomes by the number of an ended task, its value, or null where it is contested; only
   *     where the pool revises them
   */
  record Loaded(SliceModel model, Map<Long, String> outcomes) {}

  private ModelLoading(PoolView pool, PartitionId partition, EngineParts parts) {
    this.pool = pool;
    this.partition = partition;
    this.parts = parts;
  }

  /**
   * @param notFinal tasks of the slice that may have a journal and are not final
   */
  static CompletionStage<Loaded> of(
      PoolView pool,
      PartitionId partition,
      EngineParts parts,
      List<Long> notFinal,
      Executor executor) {
    var loading = new ModelLoading(pool, partition, parts);
    return loading
        .journals(notFinal, 0)
        .thenCompose(done -> loading.records(null))
        .thenCompose(done -> loading.golds(loading.history.tasks(), 0))
        .thenApplyAsync(done -> new Loaded(loading.model(), loading.outcomes), executor);
  }

  private CompletionStage<Done> journals(List<Long> notFinal, int from) {
    if (from >= notFinal.size()) {
      return CompletableFuture.completedStage(Done.getInstance());
    }
    int to = Math.min(notFinal.size(), from + AT_ONCE);
    CompletionStage<Done> read = CompletableFuture.completedStage(Done.getInstance());
    for (long number : notFinal.subList(from, to)) {
      read =
          read.thenCombine(
              parts.journal().events(new TaskId(partition.pool(), number)),
              (done, events) -> {
                inPlay.add(number);
                TaskState state = TaskState.replayed(events);
                TaskState.Changed changed = state.changed();
                history.add(number, state.turns(), changed.amendments(), changed.gold());
                if (state instanceof TaskState.Ended ended) {
                  ended(number, ended.outcome(), ended.value());
                }
                return done;
              });
    }
    return read.thenComposeAsync(done -> journals(notFinal, to));
  }

  private CompletionStage<Done> records(String cursor) {
    return parts
        .catalog()
        .records(partition.pool(), cursor, PAGE)
        .thenComposeAsync(
            page -> {
              page.items().forEach(this::take);
              return page.next() == null
                  ? CompletableFuture.completedStage(Done.getInstance())
                  : records(page.next());
            });
  }

  /** Definitions of the tasks that have answers, for the truths of those that are golds. */
  private CompletionStage<Done> golds(List<Long> answered, int from) {
    if (from >= answered.size()) {
      return CompletableFuture.completedStage(Done.getInstance());
    }
    List<Long> numbers = answered.subList(from, Math.min(answered.size(), from + PAGE));
    return parts
        .catalog()
        .definitions(partition.pool(), numbers)
        .thenComposeAsync(
            found -> {
              found.stream()
                  .filter(task -> task.gold() != null)
                  .forEach(task -> history.declared(task.id().number(), task.gold()));
              return golds(answered, from + numbers.size());
            });
  }

  private void take(TaskRecord record) {
    long number = record.task().number();
    boolean here = PartitionId.of(record.task(), partition.count()).equals(partition);
    if (here && !inPlay.contains(number)) {
      history.add(number, new Turns(record.assignments()), record.amendments(), record.gold());
      ended(number, record.outcome(), record.value());
    }
  }

  private void ended(long number, OutcomeKind outcome, String value) {
    if (pool.spec().consensus().revises() && outcome.byAnswers()) {
      outcomes.put(number, value);
    }
  }

  private SliceModel model() {
    SliceModel model = history.told(pool.spec());
    model.open(inPlay);
    return model;
  }
}
