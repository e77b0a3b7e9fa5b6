package swarmline.engine.dispatch;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import swarmline.engine.dispatch.PartitionCommand.AnsweredRead;
import swarmline.engine.dispatch.PartitionCommand.TaskSwept;

/** Workers whose answers are replaced, or count again: every task that they answered is asked. */
final class Sweeping {
  private final ActorContext<PartitionCommand> context;
  private final Slice slice;
  private final EngineParts parts;
  private final Reopener reopener;
  private final Discounting discounting = new Discounting();

  Sweeping(
      ActorContext<PartitionCommand> context, Slice slice, EngineParts parts, Reopener reopener) {
    this.context = context;
    this.slice = slice;
    this.parts = parts;
    this.reopener = reopener;
  }

  /**
   * A worker asks for it, for the first time or again.
   *
   * @param now whether the slice knows what its tasks hold; else it waits for {@link #begin()}
   */
  void want(Sweep sweep, boolean now) {
    discounting.want(sweep);
    if (now) {
      sweep(sweep);
    }
  }

  /** What was wanted while tasks were unknown begins. */
  void begin() {
    discounting.wanted().forEach(this::sweep);
  }

  private void sweep(Sweep sweep) {
    if (discounting.underWay(sweep)) {
      goOn(sweep);
    } else if (slice.pool().spec().consensus().revises()) {
      context.pipeToSelf(
          AnsweredTasks.of(sweep.worker(), slice.partition(), parts.catalog()),
          (tasks, failure) -> new AnsweredRead(sweep, tasks, failure));
    } else {
      begin(sweep, slice.index().touchedBy(sweep.worker().name()));
    }
  }

  /**
   * Outcomes are revised too: those that rest on answers of the worker. The ledger has what the
   * worker confirmed, and where it has not, the task is not final.
   */
  void read(AnsweredRead read) {
    if (read.failure() != null) {
      context.getLog().error("ledger not read: {}", read.failure().toString());
      return;
    }
    Sweep sweep = read.sweep();
    Set<Long> concerned = new LinkedHashSet<>(slice.index().notFinalOf(sweep.worker().name()));
    concerned.addAll(read.tasks());
    begin(sweep, concerned);
  }

  private void begin(Sweep sweep, Collection<Long> concerned) {
    if (discounting.begin(sweep, concerned)) {
      goOn(sweep);
    }
  }

  private void goOn(Sweep sweep) {
    List<Long> ask = discounting.toAsk(sweep);
    ask.forEach(number -> ask(number, sweep));
    if (ask.isEmpty()) {
      over(sweep);
    }
  }

  private void ask(long number, Sweep sweep) {
    ActorRef<PartitionCommand> self = context.getSelf();
    reopener.reopen(
        number,
        sweep.restores()
            ? new TaskCommand.Restore(sweep, self)
            : new TaskCommand.Discount(sweep, self));
  }

  /** The task was being reopened, and can be asked now. */
  void askAgain(long number) {
    discounting.waitingFor(number).forEach(sweep -> ask(number, sweep));
  }

  /** A task has stored it, or has nothing to. */
  void swept(TaskSwept task) {
    discounting.stored(task.sweep(), task.number()).ifPresent(next -> ask(next, task.sweep()));
    if (discounting.over(task.sweep())) {
      over(task.sweep());
    }
  }

  private void over(Sweep sweep) {
    parts.entities().tell(sweep.worker(), new WorkerCommand.Swept(slice.partition(), sweep));
  }
}
