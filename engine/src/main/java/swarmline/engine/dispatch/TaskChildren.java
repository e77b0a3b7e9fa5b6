package swarmline.engine.dispatch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.PartitionCommand.DefinitionRead;
import swarmline.engine.dispatch.PartitionCommand.TaskStopped;
import swarmline.engine.id.TaskId;
import swarmline.engine.partition.FirstOrdinals;
import swarmline.engine.partition.IndexedTask;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskTerms;

/**
 * The actors of the tasks in play: started when first spoken to, stopped when final or long idle.
 * There is never more than one for a task: a new one starts only when the old one has stopped.
 */
final class TaskChildren {
  private final ActorContext<PartitionCommand> context;
  private final Slice slice;
  private final EngineParts parts;
  private final RecordWriter records;
  private final Refusing refusing;
  private final DefinitionsAhead ahead;
  private final Map<Long, Child> children = new HashMap<>();
  private final Set<Long> idle = new LinkedHashSet<>();

  /** A task's actor, or what waits for it. */
  private static final class Child {
    private final Queue<TaskCommand> waiting = new ArrayDeque<>(1);
    private ActorRef<TaskCommand> ref;
    private boolean stopping;
  }

  /** Answers a command that no actor of its task can take. */
  interface Refusing {
    void refuse(long number, TaskCommand command, Refusal why);
  }

  TaskChildren(
      ActorContext<PartitionCommand> context,
      Slice slice,
      EngineParts parts,
      RecordWriter records,
      DefinitionsAhead ahead,
      Refusing refusing) {
    this.context = context;
    this.slice = slice;
    this.parts = parts;
    this.records = records;
    this.ahead = ahead;
    this.refusing = refusing;
  }

  /** How many actors there are. */
  int running() {
    return children.size();
  }

  /** Numbers of the tasks that have one. */
  List<Long> numbers() {
    return List.copyOf(children.keySet());
  }

  boolean running(long number) {
    return children.containsKey(number);
  }

  /** Sends to the task's actor, which is started where there is none. */
  void tell(long number, TaskCommand command) {
    Optional<IndexedTask> task = slice.index().find(number);
    if (task.isPresent()) {
      tellOpen(number, task.get().touched(), command);
      slice.index().touch(task.get());
    } else {
      tellFinal(number, command);
    }
  }

  /** Sends to the actor of a task that the index knows. */
  private void tellOpen(long number, boolean touched, TaskCommand command) {
    Child child = children.get(number);
    if (child != null) {
      send(number, child, command);
      return;
    }
    waitingFor(number, command);
    TaskId task = slice.idOf(number);
    CompletionStage<Optional<TaskDefinition>> read =
        touched ? parts.catalog().definition(task) : firstRead(task);
    start(
        number,
        touched,
        read.thenApply(
            found -> new DefinitionRead(number, found.orElse(null), touched, 0, false, null)));
  }

  private CompletionStage<Optional<TaskDefinition>> firstRead(TaskId task) {
    TaskDefinition known = ahead.take(task.number());
    return known == null
        ? parts.catalog().definition(task).thenCompose(this::touched)
        : touched(Optional.of(known));
  }

  private CompletionStage<Optional<TaskDefinition>> touched(Optional<TaskDefinition> task) {
    return task.isEmpty()
        ? CompletableFuture.completedStage(task)
        : parts.catalog().touch(task.get()).thenApply(done -> task);
  }

  /** Sends to the actor of a task that is not open: it may be final, or not exist. */
  private void tellFinal(long number, TaskCommand command) {
    Child child = children.get(number);
    if (child != null) {
      send(number, child, command);
      return;
    }
    waitingFor(number, command);
    TaskId task = slice.idOf(number);
    CompletionStage<Optional<TaskRecord>> record = parts.catalog().record(task);
    CompletionStage<Integer> settled =
        record.thenApply(
            found -> found.filter(TaskRecord::settled).map(r -> r.assignments().size()).orElse(0));
    CompletionStage<Boolean> tooOld =
        record.thenCombine(
            parts.journal().events(task), (found, events) -> found.isPresent() && events.isEmpty());
    start(
        number,
        true,
        parts
            .catalog()
            .definition(task)
            .thenCombine(
                settled.thenCombine(tooOld, Before::new),
                (found, before) ->
                    new DefinitionRead(
                        number,
                        found.orElse(null),
                        true,
                        before.settled(),
                        before.tooOld(),
                        null)));
  }

  /** What the record of a final task says. */
  private record Before(int settled, boolean tooOld) {}

  private void waitingFor(long number, TaskCommand command) {
    var child = new Child();
    children.put(number, child);
    child.waiting.add(command);
  }

  private void start(long number, boolean touched, CompletionStage<DefinitionRead> reading) {
    var future = reading.toCompletableFuture();
    boolean here = future.isDone() && !future.isCompletedExceptionally();
    if (here && !future.join().refuses()) {
      started(future.join());
      return;
    }
    context.pipeToSelf(
        future,
        (read, failure) ->
            failure == null ? read : new DefinitionRead(number, null, touched, 0, false, failure));
  }

  private void send(long number, Child child, TaskCommand command) {
    if (child.ref == null || child.stopping) {
      child.waiting.add(command);
    } else {
      idle.remove(number);
      child.ref.tell(command);
    }
  }

  /** The definition was read: the actor starts, or what waits for it is refused. */
  void started(DefinitionRead read) {
    Child child = children.get(read.number());
    if (child == null) {
      return;
    }
    if (child.stopping) {
      children.remove(read.number());
      child.waiting.forEach(command -> tell(read.number(), command));
      return;
    }
    if (read.refuses()) {
      children.remove(read.number());
      Refusal why = refusal(read);
      child.waiting.forEach(command -> refusing.refuse(read.number(), command, why));
      return;
    }
    spawn(child, read);
  }

  private static Refusal refusal(DefinitionRead read) {
    if (read.failure() != null) {
      return Refusal.TRY_AGAIN;
    }
    return read.tooOld() ? Refusal.TASK_ENDED : Refusal.UNKNOWN_TASK;
  }

  private void spawn(Child child, DefinitionRead read) {
    PoolView pool = slice.pool();
    int settled = Math.max(read.settled(), records.settledTurns(read.definition().id()));
    child.ref =
        context.spawnAnonymous(
            parts
                .tasks()
                .of(
                    new TaskActors.Start(
                        new TaskTerms(pool.spec(), read.definition(), firstOrdinal(read, pool)),
                        read.touched(),
                        settled),
                    context.getSelf()));
    context.watchWith(child.ref, new TaskStopped(read.number()));
    while (!child.waiting.isEmpty()) {
      child.ref.tell(child.waiting.poll());
    }
  }

  private static int firstOrdinal(DefinitionRead read, PoolView pool) {
    return pool.spec().gold().apart() ? new FirstOrdinals(pool.drawnBy()).of(read.number()) : 1;
  }

  /** The task is final: its actor stops. */
  void stop(long number) {
    Child child = children.get(number);
    if (child != null && !child.stopping) {
      child.stopping = true;
      idle.remove(number);
      if (child.ref != null) {
        child.ref.tell(TaskCommand.Stop.NOW);
      }
    }
  }

  /** Nothing of the task is live now; of those so, the longest idle beyond the limit stop. */
  void noteIdle(long number) {
    Child child = children.get(number);
    if (child != null && child.ref != null && !child.stopping) {
      idle.add(number);
    }
    while (idle.size() > parts.settings().idleTasks()) {
      long eldest = idle.iterator().next();
      idle.remove(eldest);
      stop(eldest);
    }
  }

  void noteBusy(long number) {
    idle.remove(number);
  }

  /**
   * An actor is gone.
   *
   * @return what waited for it; to be sent anew, since what was read for it may be out of date: a
   *     task that has become final knows from its record which settlements are stored
   */
  List<TaskCommand> stopped(long number) {
    Child child = children.remove(number);
    idle.remove(number);
    return child == null ? List.of() : List.copyOf(child.waiting);
  }

  /** Whether the task's actor was asked to stop. */
  boolean stopping(long number) {
    Child child = children.get(number);
    return child == null || child.stopping;
  }
}
