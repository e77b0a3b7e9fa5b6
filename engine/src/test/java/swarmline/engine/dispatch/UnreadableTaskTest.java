package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.dispatch.PartitionCommand.Claim;
import swarmline.engine.dispatch.PartitionCommand.Counted;
import swarmline.engine.dispatch.PartitionCommand.DefinitionRead;
import swarmline.engine.dispatch.PartitionCommand.Line;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.WorkerProfile;

/** A claim whose task cannot be read from the store ends at once, and counts no longer. */
class UnreadableTaskTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PartitionId SLICE = new PartitionId(Samples.POOL, 0, 1);
  private static final long ANY = 0;
  private static final PoolSpec SPEC = Specs.spec("limits: {perWorkerAtOnce: 0}");
  private static final DefinitionRead FAILED =
      new DefinitionRead(1, null, false, 0, false, new IllegalStateException("the disk would not"));
  private static final DefinitionRead GONE = new DefinitionRead(1, null, false, 0, false, null);

  private final TestInbox<WorkerCommand> ann = TestInbox.create();
  private final MemoryStore store = new MemoryStore();
  private Instant now = NOW;
  private final BehaviorTestKit<PartitionCommand> slice = slice();

  @Test
  void whoeverAskedForThatTaskIsTold() {
    claim(1, 1, Line.NONE);
    slice.run(FAILED);

    assertThat(ann.getAllReceived()).containsExactly(new NothingNow(SLICE, 0, Refusal.TRY_AGAIN));
    assertThat(count().leased()).isZero();
  }

  @Test
  void whoeverAskedForAnyTaskIsToldToTryAgainAndStandsInNoLine() {
    claim(2, ANY, Line.GRANT);
    assertThat(ann.getAllReceived())
        .containsExactly(new NothingNow(SLICE, 1, Refusal.NOTHING_TO_OFFER));
    assertThat(count().waiting()).isEqualTo(1);
    slice.run(FAILED);

    assertThat(ann.getAllReceived()).containsExactly(new NothingNow(SLICE, 0, Refusal.TRY_AGAIN));
    assertThat(count().waiting()).isZero();
    assertThat(count().leased()).isZero();
  }

  @Test
  void theTaskIsOfferedToNobodyUntilItSaysHowItIs() {
    claim(1, ANY, Line.NONE);
    slice.run(FAILED);
    ann.getAllReceived();
    claim(1, ANY, Line.NONE);

    assertThat(ann.getAllReceived())
        .containsExactly(new NothingNow(SLICE, 0, Refusal.NOTHING_TO_OFFER));
  }

  @Test
  void aTaskThatIsGoneIsForgottenWithTheClaim() {
    claim(1, 1, Line.NONE);
    slice.run(GONE);

    assertThat(ann.getAllReceived())
        .containsExactly(new NothingNow(SLICE, 0, Refusal.UNKNOWN_TASK));
    assertThat(count().leased()).isZero();
    assertThat(count().open()).isZero();
  }

  @Test
  void aTaskThatCouldNotBeTouchedIsTouchedWhenItIsReadAgain() {
    claim(1, ANY, Line.NONE);
    slice.run(FAILED);
    var task = new NewTask(null, "{}", 0, null, Set.of(), Set.of());
    store.publish(SLICE, 1, List.of(task), NOW);
    store.commit();
    assertThat(touched()).containsExactly(false);

    now = NOW.plusSeconds(1);
    slice.run(PartitionCommand.Tick.NOW);

    assertThat(touched()).containsExactly(true);
  }

  private List<Boolean> touched() {
    List<Boolean> touched = new ArrayList<>();
    store.scanOpen(SLICE, open -> touched.add(open.touched()));
    return touched;
  }

  private void claim(int want, long only, Line line) {
    var id = new WorkerId(Samples.POOL.tenant(), "ann");
    var profile = new WorkerProfile(Map.of(), List.of(), Map.of(), 0);
    slice.run(new Claim(id, ann.getRef(), profile, want, 0, only, line, null));
  }

  private Counted count() {
    TestInbox<PartitionCommand.Reply> reply = TestInbox.create();
    slice.run(new PartitionCommand.Count(reply.getRef()));
    return (Counted) reply.receiveMessage();
  }

  private BehaviorTestKit<PartitionCommand> slice() {
    var directory = new PoolDirectory();
    directory.put(new PoolView(Samples.POOL, SPEC, PoolStatus.OPEN, 1, 1, NOW, NOW));
    var slice =
        BehaviorTestKit.create(
            PartitionLoading.create(
                SLICE,
                new EngineParts(
                    store,
                    store,
                    directory,
                    new Started(),
                    (start, partition) -> Behaviors.ignore(),
                    null,
                    SimulatedNode.SETTINGS,
                    () -> now)));
    var open = new OpenTask(1, 0, null, Set.of(), Set.of(), false);
    slice.run(new PartitionCommand.Loaded(1, List.of(open), null));
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
