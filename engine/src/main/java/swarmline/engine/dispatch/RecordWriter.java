package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.PartitionCommand.RecordsWritten;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.quality.Agreement;
import swarmline.engine.quality.OutcomeCheck;

/**
 * Writes the records of ended tasks, one batch at a time: what comes while one is under way goes
 * into the next. A batch that fails is written again, a second later: a store that is away would be
 * asked many times a second by each partition.
 */
final class RecordWriter {
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  private final ActorContext<PartitionCommand> context;
  private final PartitionId partition;
  private final Catalog catalog;
  private final InstantSource clock;
  private final int atOnce;
  private final Map<TaskId, TaskRecord> waiting = new LinkedHashMap<>();
  private Map<TaskId, TaskRecord> underWay = Map.of();
  private Instant notBefore = Instant.MIN;

  RecordWriter(ActorContext<PartitionCommand> context, PartitionId partition, EngineParts parts) {
    this.context = context;
    this.partition = partition;
    this.catalog = parts.catalog();
    this.clock = parts.clock();
    this.atOnce = parts.settings().recordsAtOnce();
  }

  void add(TaskRecord record) {
    waiting.put(record.task(), record);
    write();
  }

  /** The task goes on after all: a record that waits is not written. */
  void drop(TaskId task) {
    waiting.remove(task);
  }

  /** Whether more records wait than go into one batch. */
  boolean full() {
    return waiting.size() >= atOnce;
  }

  /** Turns of the task whose settlements are stored, as a record not yet written says. */
  int settledTurns(TaskId task) {
    return Math.max(settledTurns(waiting.get(task)), settledTurns(underWay.get(task)));
  }

  private static int settledTurns(TaskRecord record) {
    return record == null || !record.settled() ? 0 : record.assignments().size();
  }

  void written() {
    underWay = Map.of();
    write();
  }

  /** These of the batch are to be written again, when {@link #write()} is called later. */
  void failed(List<TaskRecord> records) {
    notBefore = clock.instant().plus(AGAIN_AFTER);
    records.forEach(record -> waiting.putIfAbsent(record.task(), record));
    underWay = Map.of();
  }

  void write() {
    if (!underWay.isEmpty() || waiting.isEmpty() || clock.instant().isBefore(notBefore)) {
      return;
    }
    List<TaskRecord> batch = new ArrayList<>(Math.min(atOnce, waiting.size()));
    var each = waiting.values().iterator();
    while (each.hasNext() && batch.size() < atOnce) {
      batch.add(each.next());
      each.remove();
    }
    underWay = batch.stream().collect(Collectors.toMap(TaskRecord::task, Function.identity()));
    context.pipeToSelf(
        catalog.finish(partition, batch), (done, failure) -> new RecordsWritten(batch, failure));
  }

  /** What the outcomes of final tasks say of the answers of each worker. */
  static Map<WorkerId, List<Agreement>> agreements(PoolSpec pool, List<TaskRecord> records) {
    Map<WorkerId, List<Agreement>> agreements = new HashMap<>();
    for (TaskRecord record : records) {
      if (record.settled()) {
        OutcomeCheck.agreements(pool, record.value(), record.assignments())
            .forEach(
                (worker, agrees) ->
                    agreements
                        .computeIfAbsent(
                            new WorkerId(record.task().pool().tenant(), worker),
                            first -> new ArrayList<>())
                        .add(new Agreement(record.task(), agrees)));
      }
    }
    return agreements;
  }

  /** Assignments whose settlements are now stored for good, by worker. */
  static Map<WorkerId, List<AssignmentId>> settled(List<TaskRecord> records) {
    Map<WorkerId, List<AssignmentId>> settled = new HashMap<>();
    for (TaskRecord record : records) {
      if (record.settled()) {
        for (var turn : record.assignments()) {
          settled
              .computeIfAbsent(
                  new WorkerId(record.task().pool().tenant(), turn.worker()),
                  worker -> new ArrayList<>())
              .add(new AssignmentId(record.task(), turn.ordinal()));
        }
      }
    }
    return settled;
  }
}
