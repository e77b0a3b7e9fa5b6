package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
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
  private static final WorkerCommand THROUGH = new WorkerCommand.Discounted(SLICE, NOW);

  private final WorkerId sam = new WorkerId(Samples.POOL.tenant(), "sam");
  private final List<WorkerCommand> told = new ArrayList<>();
  private final BehaviorTestKit<PartitionCommand> slice = slice();

  @Test
  void afterAStartItWaitsForItsTasksToSayWhoWorkedOnThem() {
    loaded(true);
    discount();
    assertThat(told).isEmpty();

    taskIs(List.of("sam"));
    assertThat(told).isEmpty();
    slice.run(new PartitionCommand.TaskDiscounted(1, sam, NOW));
    assertThat(told).containsExactly(THROUGH);
  }

  @Test
  void whereTheWorkerHasDoneNothingItIsThroughAtOnce() {
    loaded(false);
    discount();
    discount();

    assertThat(told).containsExactly(THROUGH, THROUGH);
  }

  private void loaded(boolean touched) {
    slice.run(
        new PartitionCommand.Loaded(
            1, List.of(new OpenTask(1, 0, null, Set.of(), Set.of(), touched)), null));
  }

  private void discount() {
    slice.run(new PartitionCommand.Discount(sam, NOW));
  }

  private void taskIs(List<String> excluded) {
    slice.run(
        new PartitionCommand.TaskIs(
            new TaskSummary(
                1, 0, null, 1, excluded, List.of(), null, false, false, Set.of(), Set.of(), false,
                null),
            null));
    while (slice.selfInbox().hasMessages()) {
      slice.runOne();
    }
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
