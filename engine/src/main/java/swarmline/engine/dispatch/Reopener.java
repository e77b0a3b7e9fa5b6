package swarmline.engine.dispatch;

import org.apache.pekko.actor.typed.javadsl.ActorContext;
import swarmline.engine.dispatch.PartitionCommand.ReadyToReopen;
import swarmline.engine.dispatch.PartitionCommand.ReopenPrepared;
import swarmline.engine.id.TaskId;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.task.Refusal;

/**
 * Reopens ended tasks of a slice, step by step: the task is asked whether it can be, the catalog
 * has it as open, the task is told to be open. What crashes between two steps leaves it ended.
 */
final class Reopener {
  private final ActorContext<PartitionCommand> context;
  private final Slice slice;
  private final EngineParts parts;
  private final TaskChildren tasks;
  private final RecordWriter records;
  private final PublishQueue publishing;
  private final Reopenings reopenings = new Reopenings();

  Reopener(
      ActorContext<PartitionCommand> context,
      Slice slice,
      EngineParts parts,
      TaskChildren tasks,
      RecordWriter records,
      PublishQueue publishing) {
    this.context = context;
    this.slice = slice;
    this.parts = parts;
    this.tasks = tasks;
    this.records = records;
    this.publishing = publishing;
  }

  void reopen(long number, TaskCommand.Reopening reopening) {
    TaskId task = slice.idOf(number);
    if (!publishing.numbered(number)) {
      TaskRefusals.refuse(task, reopening, Refusal.UNKNOWN_TASK);
    } else if (slice.pool().status() == PoolStatus.ARCHIVED) {
      TaskRefusals.refuse(task, reopening, Refusal.POOL_ARCHIVED);
    } else if (!reopenings.asked(number)) {
      TaskRefusals.refuse(task, reopening, Refusal.TRY_AGAIN);
    } else {
      tasks.tell(number, reopening);
      goneUnless(tasks.running(number), number);
    }
  }

  /** Where the task's actor could not be started, it will not answer. */
  void goneUnless(boolean running, long number) {
    if (!running) {
      reopenings.over(number);
    }
  }

  void prepared(ReopenPrepared prepared) {
    TaskId task = slice.idOf(prepared.summary().number());
    reopenings.opening(task.number());
    records.drop(task);
    context.pipeToSelf(
        parts.catalog().reopen(task),
        (done, failure) -> new ReadyToReopen(prepared.summary(), prepared.command(), failure));
  }

  /**
   * What the catalog has as open, the index has, as ended where it is: a worker may then forget no
   * settlement of it before its record is stored.
   */
  void ready(ReadyToReopen ready) {
    long number = ready.summary().number();
    if (ready.failure() != null) {
      TaskRefusals.refuse(slice.idOf(number), ready.command(), Refusal.TRY_AGAIN);
      over(number);
      return;
    }
    if (slice.index().find(number).isEmpty()) {
      slice.index().update(slice.index().add(ready.summary().asOpen()), ready.summary());
    }
    reopenings.told(number);
    tasks.tell(number, new TaskCommand.ReopenNow(ready.command()));
  }

  /** Its record may be written again, and is asked for, since it may have been left out. */
  void over(long number) {
    if (reopenings.over(number)) {
      slice.deadlines().set(number, parts.clock().instant());
    }
  }

  boolean underWay(long number) {
    return reopenings.underWay(number);
  }

  /** Whether the catalog has the task as open for it, or is about to. */
  boolean opens(long number) {
    return reopenings.opens(number);
  }

  /** The task's actor is gone. */
  void failed(long number) {
    reopenings.failed(number);
  }
}
