package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskEvent;

/**
 * The journals of tasks. Those of neighbours lie in one Cassandra partition, together with their
 * rows of open tasks: so what several tasks store at the same time goes in one statement, and the
 * mark that a task is touched goes with its first events or not at all. Thread-safe.
 */
final class TaskEvents {
  private final Queries queries;
  private final Statements statements;
  private final Slices slices;
  private final GroupedWrites writes;

  /** A stored event. */
  record Event(long sequenceNr, String writer, TaskEvent event) implements History.Written {}

  TaskEvents(Queries queries, Statements statements, Slices slices, GroupedWrites writes) {
    this.queries = queries;
    this.statements = statements;
    this.slices = slices;
    this.writes = writes;
  }

  /**
   * Stores events in one step; what the same owner stored from the same number on before, and was
   * not told to be stored, is gone then.
   *
   * @param first the number of the first of them
   */
  CompletionStage<Done> append(Slice slice, TaskId task, long first, List<TaskEvent> events) {
    PartitionId partition = slice.partition();
    PoolId pool = partition.pool();
    long bucket = Places.open(partition, task.number());
    ByteBuffer group = EventGroup.encode(events);
    List<BoundStatement> rows = new ArrayList<>(2);
    if (first == 1) {
      rows.add(
          statements.touch.bind(
              slice.writeTime(),
              pool.tenant().value(),
              pool.code(),
              partition.index(),
              bucket,
              task.number()));
    }
    rows.add(row(slice, task, first, group));
    return writes.write(Places.openPlace(partition, bucket), rows, group.remaining());
  }

  /** Stores events of a task whose mark is stored where it needs one. */
  CompletionStage<Done> copy(Slice slice, TaskId task, long first, List<TaskEvent> events) {
    ByteBuffer group = EventGroup.encode(events);
    return writes.write(
        Places.openPlace(slice.partition(), Places.open(slice.partition(), task.number())),
        row(slice, task, first, group),
        group.remaining());
  }

  private BoundStatement row(Slice slice, TaskId task, long first, ByteBuffer group) {
    PartitionId partition = slice.partition();
    return statements.putEvents.bind(
        partition.pool().tenant().value(),
        partition.pool().code(),
        partition.index(),
        Places.open(partition, task.number()),
        task.number(),
        first,
        slice.epoch(),
        group,
        slice.writeTime());
  }

  /** Removes the journal of a final task. */
  CompletionStage<Done> remove(Slice slice, long number) {
    PartitionId partition = slice.partition();
    PoolId pool = partition.pool();
    long bucket = Places.open(partition, number);
    return writes.write(
        Places.openPlace(partition, bucket),
        statements.removeEvents.bind(
            slice.writeTime(),
            pool.tenant().value(),
            pool.code(),
            partition.index(),
            bucket,
            number),
        Long.BYTES);
  }

  /** The events of a task that count, in order; empty where there are none. */
  CompletionStage<List<Event>> of(TaskId task) {
    return slices
        .partition(task)
        .thenCompose(partition -> stored(partition, task))
        .thenApply(events -> History.of(PersistenceIds.of(task), events));
  }

  private CompletionStage<List<Event>> stored(PartitionId partition, TaskId task) {
    PoolId pool = task.pool();
    List<Event> events = new ArrayList<>();
    return queries
        .each(
            statements.eventsOf.bind(
                pool.tenant().value(),
                pool.code(),
                partition.index(),
                Places.open(partition, task.number()),
                task.number()),
            row -> events.addAll(eventsIn(row)))
        .thenApply(done -> events);
  }

  private static List<Event> eventsIn(Row row) {
    String writer = History.writer(row.getLong("epoch"), "");
    long number = row.getLong("sequence_nr");
    List<Event> events = new ArrayList<>();
    for (TaskEvent event : EventGroup.decode(row.getByteBuffer("events"))) {
      events.add(new Event(number++, writer, event));
    }
    return events;
  }
}
