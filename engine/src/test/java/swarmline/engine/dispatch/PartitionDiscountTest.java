package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.partition.TaskSummary;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;

/** A slice that has others asked instead of a worker. */
class PartitionDiscountTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PartitionId SLICE = new PartitionId(Samples.POOL, 0, 1);
  private static final WorkerId SAM = new WorkerId(Samples.POOL.tenant(), "sam");
  private static final Sweep SWEEP = Sweep.discounting(SAM, NOW);
  private static final WorkerCommand THROUGH = new WorkerCommand.Swept(SLICE, SWEEP);

  private final List<WorkerCommand> told = new ArrayList<>();
  private TestInbox<TaskCommand> task;
  private final BehaviorTestKit<PartitionCommand> slice = slice();

  @Test
  void afterAStartItWaitsForItsTasksToSayWhoWorkedOnThem() {
    loaded(true);
    discount();
    assertThat(told).isEmpty();

    taskIs(List.of("sam"));
    assertThat(told).isEmpty();
    slice.run(new PartitionCommand.TaskSwept(1, SWEEP));
    assertThat(told).containsExactly(THROUGH);
  }

  @Test
  void whereTheWorkerHasDoneNothingItIsThroughAtOnce() {
    loaded(false);
    discount();
    discount();

    assertThat(told).containsExactly(THROUGH, THROUGH);
  }

  @Test
  void theOtherWayRoundItAsksTheSameTasks() {
    loaded(true);
    taskIs(List.of("sam"));
    Sweep restoring = Sweep.restoring(SAM, Instant.EPOCH, NOW);

    slice.run(new PartitionCommand.SweepTasks(restoring));
    assertThat(asked()).isInstanceOf(TaskCommand.Restore.class);
    assertThat(told).isEmpty();

    slice.run(new PartitionCommand.TaskSwept(1, restoring));
    assertThat(told).containsExactly(new WorkerCommand.Swept(SLICE, restoring));
  }

  @Test
  void whatTheWorkerAsksForLastHoldsAlsoWhereBothWaitForTasksToSayHowTheyAre() {
    loaded(true);
    Sweep restoring = Sweep.restoring(SAM, Instant.EPOCH, NOW);
    discount();
    slice.run(new PartitionCommand.SweepTasks(restoring));
    taskIs(List.of("sam"));

    slice.run(new PartitionCommand.TaskSwept(1, SWEEP));
    assertThat(told).isEmpty();
    slice.run(new PartitionCommand.TaskSwept(1, restoring));
    assertThat(told).containsExactly(new WorkerCommand.Swept(SLICE, restoring));
  }

  @Test
  void aTaskThatWasBusyWithAnotherReopeningIsAskedWhenThatIsOver() {
    loaded(true);
    taskIs(List.of("sam"));
    slice.run(new PartitionCommand.ForTask(1, new TaskCommand.Reopen(null, null)));
    asked();
    discount();
    assertThat(asked()).isNull();

    slice.run(new PartitionCommand.Reopened(summary(List.of("sam"))));

    assertThat(asked()).isInstanceOf(TaskCommand.Discount.class);
  }

  /** The last thing that the task's actor was told since; null where that is nothing. */
  private TaskCommand asked() {
    TaskCommand last = null;
    for (Effect effect : slice.getAllEffects()) {
      if (effect instanceof Effect.SpawnedAnonymous<?> spawned) {
        task = slice.childInbox(spawned.ref().unsafeUpcast().narrow());
      }
    }
    for (TaskCommand command : task.getAllReceived()) {
      last = command;
    }
    return last;
  }

  private void loaded(boolean touched) {
    slice.run(
        new PartitionCommand.Loaded(
            1, List.of(new OpenTask(1, 0, null, Set.of(), Set.of(), touched)), null));
  }

  private void discount() {
    slice.run(new PartitionCommand.SweepTasks(SWEEP));
  }

  private void taskIs(List<String> excluded) {
    slice.run(new PartitionCommand.TaskIs(summary(excluded), null));
    while (slice.selfInbox().hasMessages()) {
      slice.runOne();
    }
  }

  private static TaskSummary summary(List<String> excluded) {
    return new TaskSummary(
        1, 0, null, 1, excluded, List.of(), null, false, false, Set.of(), Set.of(), false, null);
  }

  private BehaviorTestKit<PartitionCommand> slice() {
    var directory = new PoolDirectory();
    directory.put(
        new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, 1, 1, NOW, NOW));
    var store = new MemoryStore();
    var task = new NewTask(null, "{}", 0, null, Set.of(), Set.of());
    store.tasks().put(Samples.TASK, task.numbered(Samples.TASK, NOW));
    return BehaviorTestKit.create(
        PartitionLoading.create(
            SLICE,
            new EngineParts(
                store,
                store,
                directory,
                new Workers(),
                (start, partition) -> Behaviors.ignore(),
                (id, entity) -> new MemoryJournal(store, id, entity),
                SimulatedNode.SETTINGS,
                () -> NOW)));
  }

  /** Notes what workers are told. */
  private final class Workers extends NobodyIsTold {
    @Override
    public void tell(WorkerId worker, WorkerCommand command) {
      told.add(command);
    }

    @Override
    public void here(PartitionId partition, ActorRef<PartitionCommand> at) {
      assertThat(partition).isEqualTo(SLICE);
    }

    @Override
    public void gone(PartitionId partition, ActorRef<PartitionCommand> from) {
      assertThat(partition).isEqualTo(SLICE);
    }
  }
}
