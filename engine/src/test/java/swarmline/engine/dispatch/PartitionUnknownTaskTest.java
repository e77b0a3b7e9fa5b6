package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.PartitionCommand.Claim;
import swarmline.engine.dispatch.PartitionCommand.Line;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.WorkerProfile;

/** A slice all of whose tasks are final tells them from those that never were. */
class PartitionUnknownTaskTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PartitionId SLICE = new PartitionId(Samples.POOL, 1, 3);
  private static final int POSITIONS = 2;
  private static final long LAST = SLICE.numberAt(POSITIONS);
  private static final long NEXT = SLICE.numberAt(POSITIONS + 1);

  private final WorkerId ann = new WorkerId(Samples.POOL.tenant(), "ann");
  private final TestInbox<WorkerCommand> worker = TestInbox.create();
  private final TestInbox<TaskReply> platform = TestInbox.create();

  @Test
  void theLastNumberIsOfATaskThatHasEndedAndTheNextOfNone() {
    var slice = slice(PoolStatus.OPEN);

    assertThat(claimed(slice, LAST)).isEqualTo(Refusal.TASK_ENDED);
    assertThat(claimed(slice, NEXT)).isEqualTo(Refusal.UNKNOWN_TASK);
  }

  @Test
  void thereIsNoSuchTaskGoesBeforeThePoolIsArchived() {
    var slice = slice(PoolStatus.ARCHIVED);

    assertThat(reopened(slice, LAST)).isEqualTo(Refusal.POOL_ARCHIVED);
    assertThat(reopened(slice, NEXT)).isEqualTo(Refusal.UNKNOWN_TASK);
  }

  private Refusal claimed(BehaviorTestKit<PartitionCommand> slice, long number) {
    var profile = new WorkerProfile(Map.of(), List.of(), Map.of(), 0);
    slice.run(new Claim(ann, worker.getRef(), profile, 1, 0, number, Line.NONE, null));
    return ((NothingNow) worker.receiveMessage()).why();
  }

  private Refusal reopened(BehaviorTestKit<PartitionCommand> slice, long number) {
    slice.run(
        new PartitionCommand.ForTask(number, new TaskCommand.Reopen(null, platform.getRef())));
    return ((TaskReply.TaskRefused) platform.receiveMessage()).refusal();
  }

  private static BehaviorTestKit<PartitionCommand> slice(PoolStatus status) {
    var directory = new PoolDirectory();
    directory.put(
        new PoolView(Samples.POOL, PoolSpec.named("test"), status, SLICE.count(), 1, NOW, NOW));
    var slice =
        BehaviorTestKit.create(
            PartitionLoading.create(
                SLICE, new MemoryStore().parts(directory, new Started(), () -> NOW)));
    slice.run(new PartitionCommand.Loaded(POSITIONS, List.of(), null));
    return slice;
  }

  /** Hears that the slice runs. */
  private static final class Started extends NobodyIsTold {
    @Override
    public void here(PartitionId partition, ActorRef<PartitionCommand> at) {
      assertThat(partition).isEqualTo(SLICE);
    }
  }
}
