package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.dispatch.PartitionCommand.Counted;
import swarmline.engine.dispatch.PartitionCommand.Tick;
import swarmline.engine.id.PartitionId;
import swarmline.engine.partition.TaskSummary;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;

/** Slices say how much they hold, now and then, and a node adds up what its own say. */
class PartitionCountsTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PartitionId SLICE = new PartitionId(Samples.POOL, 0, 2);
  private static final PartitionId OTHER = new PartitionId(Samples.POOL, 1, 2);
  private static final Counted ONE_OPEN = new Counted(1, 0, 0, 1, 0);

  private final List<Counted> said = new ArrayList<>();
  private Instant now = NOW;

  @Test
  void aChangeIsSaidOnceAndNotAgainWithinASecond() {
    var slice = slice(false);
    tick(slice, 0);
    assertThat(said).containsExactly(ONE_OPEN);

    slice.run(new PartitionCommand.TaskIs(ended(), null));
    tick(slice, 999);
    assertThat(said).hasSize(1);
    tick(slice, 1);
    assertThat(said).hasSize(2);
    assertThat(said.get(1).offerable()).isZero();
    tick(slice, 5_000);
    assertThat(said).as("nothing has changed").hasSize(2);
  }

  @Test
  void nothingIsSaidBeforeItIsKnownWhatIsLive() {
    var slice = slice(true);
    tick(slice, 0);

    assertThat(said).isEmpty();
  }

  @Test
  void aNodeAddsUpWhatItsSlicesSaidLast() {
    var counts = new NodeCounts();
    counts.put(SLICE, new Counted(1, 2, 3, 4, 5));
    counts.put(OTHER, new Counted(10, 20, 30, 40, 50));
    counts.put(SLICE, new Counted(2, 2, 3, 4, 5));
    assertThat(counts.sum()).isEqualTo(new Counted(12, 22, 33, 44, 55));

    counts.remove(OTHER);
    counts.remove(OTHER);
    assertThat(counts.sum()).isEqualTo(new Counted(2, 2, 3, 4, 5));
  }

  private void tick(BehaviorTestKit<PartitionCommand> slice, long millisLater) {
    now = now.plusMillis(millisLater);
    slice.run(Tick.NOW);
  }

  private static TaskSummary ended() {
    return new TaskSummary(
        1, 0, null, 1, List.of(), List.of(), null, true, true, Set.of(), Set.of(), false, null);
  }

  private BehaviorTestKit<PartitionCommand> slice(boolean touched) {
    var directory = new PoolDirectory();
    directory.put(
        new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, 2, 1, NOW, NOW));
    var slice =
        BehaviorTestKit.create(
            PartitionLoading.create(
                SLICE, new MemoryStore().parts(directory, new Here(), () -> now)));
    var open = new OpenTask(1, 0, null, Set.of(), Set.of(), touched);
    slice.run(new PartitionCommand.Loaded(1, List.of(open), null));
    return slice;
  }

  /** Notes what the slice says of itself. */
  private final class Here extends NobodyIsTold {
    @Override
    public void here(PartitionId partition, ActorRef<PartitionCommand> at) {
      assertThat(partition).isEqualTo(SLICE);
    }

    @Override
    public void counted(PartitionId partition, Counted counted) {
      said.add(counted);
    }
  }
}
