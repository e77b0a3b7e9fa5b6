package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.WorkerEvent.Taken;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

/** When a worker's record is written. */
class WorkerRecordTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(600);
  private static final AssignmentId ONE = new AssignmentId(Samples.TASK, 1);
  private static final AssignmentId TWO = new AssignmentId(new TaskId(Samples.POOL, 2), 1);

  private final LoneWorker ann = ann();

  @Test
  void whatItTookIsStoredAtTheNextTick() {
    ann.run(new WorkerCommand.Leased(new Held(ONE, "{}", LATER), false, null));
    assertThat(ann.journal()).isEmpty();

    ann.run(WorkerCommand.Tick.NOW);

    assertThat(ann.journal())
        .containsExactly(new WorkRecorded(List.of(new Taken(ONE, LATER)), List.of(), List.of()));
  }

  @Test
  void whatItTookIsStoredWithASettlement() {
    ann.run(new WorkerCommand.Leased(new Held(ONE, "{}", LATER), false, null));
    ann.run(new WorkerCommand.Leased(new Held(TWO, "{}", LATER), false, null));
    var approved = new Settlement(Settlement.Verdict.APPROVED, 7, "USD");
    ann.run(new WorkerCommand.AnswerStored(ONE, approved, null));

    ann.run(WorkerCommand.Flush.NOW);

    assertThat(ann.journal()).hasSize(1);
    var recorded = (WorkRecorded) ann.journal().get(0);
    assertThat(recorded.taken()).containsExactly(new Taken(TWO, LATER));
    assertThat(recorded.settled()).hasSize(1);
  }

  private static LoneWorker ann() {
    var directory = new PoolDirectory();
    directory.put(
        new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, 1, 1, NOW, NOW));
    return new LoneWorker(
        new WorkerId(Samples.POOL.tenant(), "ann"), new MemoryStore(), directory, () -> NOW);
  }
}
