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
import swarmline.engine.quality.Agreement;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

/** A worker who hears of the outcomes of tasks long after its answers to them were settled. */
class WorkerOutcomesTest {
  private static final AssignmentId ANSWERED = new AssignmentId(Samples.TASK, 1);
  private static final PartitionId SLICE = new PartitionId(Samples.POOL, 0, 1);
  private static final Agreement DISAGREES = new Agreement(Samples.TASK, false);

  private final WorkerId sam = new WorkerId(Samples.POOL.tenant(), "sam");
  private final MemoryStore store = new MemoryStore();
  private final PoolDirectory directory = new PoolDirectory();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void whatAnOutcomeSaysIsStoredOnceHoweverOftenItIsTold() {
    var worker = settledAndForgotten();
    int before = worker.journal().size();

    hears(worker, new Agreement(Samples.TASK, true));
    hears(worker, new Agreement(Samples.TASK, true));

    assertThat(worker.journal()).hasSize(before + 1);
    assertThat(((WorkRecorded) worker.journal().get(before)).agreements())
        .containsExactly(new Agreement(Samples.TASK, true));
  }

  @Test
  void aRuleAppliesWhenTheOutcomeIsHeardOfWithoutAnythingBeingSettled() {
    var worker = settledAndForgotten();

    hears(worker, DISAGREES);

    assertThat(worker.journal()).hasAtLeastOneElementOfType(RuleFired.class);
    assertThat(worker.told())
        .endsWith(new PartitionCommand.SweepTasks(Sweep.discounting(sam, now)));
  }

  @Test
  void whatTheRuleAsksForIsAskedAgainAfterARestartUntilItIsDone() {
    Instant fired = now;
    hears(settledAndForgotten(), DISAGREES);
    now = now.plusSeconds(60);

    var again = worker();
    assertThat(again.told())
        .containsExactly(new PartitionCommand.SweepTasks(Sweep.discounting(sam, fired)));
    again.run(new WorkerCommand.Swept(SLICE, Sweep.discounting(sam, fired)));
    again.run(WorkerCommand.Tick.NOW);

    assertThat(worker().told()).isEmpty();
  }

  private LoneWorker settledAndForgotten() {
    var worker = worker();
    var approved = new Settlement(Settlement.Verdict.APPROVED, 7, "USD");
    worker.run(new WorkerCommand.AnswerStored(ANSWERED, approved, new Observation(5, 1L, null)));
    worker.run(WorkerCommand.Flush.NOW);
    worker.run(new WorkerCommand.Forget(List.of(ANSWERED)));
    worker.run(WorkerCommand.Tick.NOW);
    return worker;
  }

  private static void hears(LoneWorker worker, Agreement agreement) {
    worker.run(new WorkerCommand.OutcomesAre(List.of(agreement)));
    worker.run(WorkerCommand.Tick.NOW);
  }

  /** A rule applies to the first disagreement. */
  private LoneWorker worker() {
    directory.put(
        new PoolView(
            Samples.POOL,
            Specs.spec(
                "rules: [{name: 'odd', collect: 'disagreements', last: 1, atLeast: 1, then:"
                    + " [{action: 'replace-answers'}]}]"),
            PoolStatus.OPEN,
            1,
            1,
            now,
            now));
    return new LoneWorker(sam, store, directory, () -> now);
  }
}
