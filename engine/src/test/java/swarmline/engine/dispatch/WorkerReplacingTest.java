package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Settlement;

/** A worker whose answers a rule replaces, from the settlement to its confirmation. */
class WorkerReplacingTest {
  private static final int SLICES = 2;
  private static final AssignmentId SKIPPED = new AssignmentId(Samples.TASK, 1);

  private final WorkerId sam = new WorkerId(Samples.POOL.tenant(), "sam");
  private final MemoryStore store = new MemoryStore();
  private final PoolDirectory directory = new PoolDirectory();
  private final List<PartitionCommand> told = new ArrayList<>();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void itConfirmsOnceEverySliceIsThrough() {
    Instant fired = now;
    var worker = recovered();
    settle(worker);

    assertThat(told).hasSize(SLICES).allMatch(PartitionCommand.Discount.class::isInstance);
    through(worker, 0, fired);
    assertThat(confirmed()).isFalse();
    through(worker, 1, fired);
    assertThat(confirmed()).isTrue();
  }

  @Test
  void itDoesNotConfirmWhatIsSettledAgainMeanwhile() {
    var worker = recovered();
    settle(worker);
    settle(worker);

    assertThat(confirmed()).isFalse();
  }

  @Test
  void itAsksAgainWhenTheClockSaysSo() {
    var worker = recovered();
    settle(worker);
    now = now.plus(SimulatedNode.SETTINGS.resendSettlement());

    run(worker, WorkerCommand.Tick.NOW);

    assertThat(told).hasSize(2 * SLICES);
  }

  @Test
  void afterARestartItAsksAgainAndConfirmsOnlyThen() {
    Instant fired = now;
    settle(recovered());
    told.clear();
    now = now.plusSeconds(60);

    var again = recovered();

    assertThat(told).containsOnly(new PartitionCommand.Discount(sam, fired)).hasSize(SLICES);
    through(again, 0, fired);
    through(again, 1, fired);
    assertThat(confirmed()).isTrue();
  }

  /** A rule applies to the first skip. */
  private BehaviorTestKit<WorkerCommand> recovered() {
    directory.put(
        new PoolView(
            Samples.POOL,
            Specs.spec(
                "rules: [{name: 'skips', collect: 'skips', last: 1, atLeast: 1, then: [{action:"
                    + " 'replace-answers'}]}]"),
            PoolStatus.OPEN,
            SLICES,
            1,
            now,
            now));
    BehaviorTestKit<WorkerCommand> worker =
        BehaviorTestKit.create(
            WorkerEntity.create(
                sam,
                TestInbox.<ClusterSharding.ShardCommand>create().getRef(),
                new EngineParts(
                    store,
                    store,
                    directory,
                    new Slices(),
                    null,
                    (id, entity) -> new MemoryJournal(store, id, entity),
                    SimulatedNode.SETTINGS,
                    () -> now)));
    settleDown(worker);
    return worker;
  }

  private void settle(BehaviorTestKit<WorkerCommand> worker) {
    var skipped = new Settlement(Settlement.Verdict.SKIPPED, 0, "USD");
    run(worker, new WorkerCommand.Settle(SKIPPED, skipped, null, new Observation(5, null, null)));
    run(worker, WorkerCommand.Flush.NOW);
  }

  private void through(BehaviorTestKit<WorkerCommand> worker, int slice, Instant fired) {
    run(worker, new WorkerCommand.Discounted(new PartitionId(Samples.POOL, slice, SLICES), fired));
  }

  private void run(BehaviorTestKit<WorkerCommand> worker, WorkerCommand command) {
    worker.run(command);
    settleDown(worker);
  }

  /** Until all is stored and heard of. */
  private void settleDown(BehaviorTestKit<WorkerCommand> worker) {
    while (!store.idle() || worker.selfInbox().hasMessages()) {
      while (!store.idle()) {
        store.commit();
      }
      while (worker.selfInbox().hasMessages()) {
        worker.runOne();
      }
    }
  }

  private boolean confirmed() {
    return told.contains(new PartitionCommand.Applied(sam, List.of(SKIPPED)));
  }

  /** Notes what slices are told. */
  private final class Slices extends NobodyIsTold {
    @Override
    public void tell(PartitionId partition, PartitionCommand command) {
      told.add(command);
    }
  }
}
