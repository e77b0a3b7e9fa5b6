package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
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
  private static final AssignmentId GOLD = SKIPPED;
  private static final AssignmentId ADJUSTED = new AssignmentId(Samples.TASK, 2);

  private final WorkerId sam = new WorkerId(Samples.POOL.tenant(), "sam");
  private final MemoryStore store = new MemoryStore();
  private final PoolDirectory directory = new PoolDirectory();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void itConfirmsOnceEverySliceIsThrough() {
    Instant fired = now;
    var worker = recovered();
    settle(worker);

    assertThat(worker.told())
        .hasSize(SLICES)
        .allMatch(PartitionCommand.SweepTasks.class::isInstance);
    through(worker, 0, fired);
    assertThat(confirmed(worker)).isFalse();
    through(worker, 1, fired);
    assertThat(confirmed(worker)).isTrue();
  }

  @Test
  void itDoesNotConfirmWhatIsSettledAgainMeanwhile() {
    var worker = recovered();
    settle(worker);
    settle(worker);

    assertThat(confirmed(worker)).isFalse();
  }

  @Test
  void itAsksAgainWhenTheClockSaysSo() {
    var worker = recovered();
    settle(worker);
    now = now.plus(SimulatedNode.SETTINGS.resendSettlement());

    worker.run(WorkerCommand.Tick.NOW);

    assertThat(worker.told()).hasSize(2 * SLICES);
  }

  @Test
  void afterARestartItAsksAgainAndConfirmsOnlyThen() {
    Instant fired = now;
    settle(recovered());
    now = now.plusSeconds(60);

    var again = recovered();

    assertThat(again.told())
        .containsOnly(new PartitionCommand.SweepTasks(Sweep.discounting(sam, fired)))
        .hasSize(SLICES);
    through(again, 0, fired);
    through(again, 1, fired);
    assertThat(confirmed(again)).isTrue();
  }

  @Test
  void whatAWithdrawnFiringReplacedIsAskedToCountAgainAlsoAfterARestart() {
    Instant fired = now;
    var worker = observed("wrong-golds");
    worker.run(settle(GOLD, Settlement.Verdict.APPROVED, false));
    worker.run(WorkerCommand.Flush.NOW);
    throughAll(worker, Sweep.discounting(sam, fired));
    assertThat(worker.told()).contains(new PartitionCommand.Applied(sam, List.of(GOLD)));
    now = now.plusSeconds(60);

    worker.run(settle(ADJUSTED, Settlement.Verdict.ADJUSTED, true));
    worker.run(WorkerCommand.Flush.NOW);
    Sweep restoring = Sweep.restoring(sam, Instant.EPOCH, fired);
    assertThat(worker.told()).endsWith(new PartitionCommand.SweepTasks(restoring));

    var again = observed("wrong-golds");
    assertThat(again.told())
        .containsOnly(new PartitionCommand.SweepTasks(restoring))
        .hasSize(SLICES);
    throughAll(again, restoring);
    assertThat(again.told()).anyMatch(PartitionCommand.Applied.class::isInstance);
    again.run(WorkerCommand.Tick.NOW);
    again.run(new WorkerCommand.Forget(List.of(GOLD, ADJUSTED)));
    again.run(WorkerCommand.Tick.NOW);
    assertThat(observed("wrong-golds").told()).isEmpty();
  }

  private static WorkerCommand settle(
      AssignmentId assignment, Settlement.Verdict verdict, boolean right) {
    return new WorkerCommand.Settle(
        assignment, new Settlement(verdict, 0, "USD"), null, new Observation(5, 1L, right));
  }

  private void throughAll(LoneWorker worker, Sweep sweep) {
    for (int slice = 0; slice < SLICES; slice++) {
      worker.run(new WorkerCommand.Swept(new PartitionId(Samples.POOL, slice, SLICES), sweep));
    }
  }

  /** A rule applies to the first skip. */
  private LoneWorker recovered() {
    return observed("skips");
  }

  private LoneWorker observed(String collect) {
    directory.put(
        new PoolView(
            Samples.POOL,
            Specs.spec(
                "rules: [{name: 'rule', collect: '"
                    + collect
                    + "', last: 1, atLeast: 1, then: [{action: 'replace-answers'}]}]"),
            PoolStatus.OPEN,
            SLICES,
            1,
            now,
            now));
    return new LoneWorker(sam, store, directory, () -> now);
  }

  private void settle(LoneWorker worker) {
    var skipped = new Settlement(Settlement.Verdict.SKIPPED, 0, "USD");
    worker.run(new WorkerCommand.Settle(SKIPPED, skipped, null, new Observation(5, null, null)));
    worker.run(WorkerCommand.Flush.NOW);
  }

  private void through(LoneWorker worker, int slice, Instant fired) {
    worker.run(
        new WorkerCommand.Swept(
            new PartitionId(Samples.POOL, slice, SLICES), Sweep.discounting(sam, fired)));
  }

  private boolean confirmed(LoneWorker worker) {
    return worker.told().contains(new PartitionCommand.Applied(sam, List.of(SKIPPED)));
  }
}
