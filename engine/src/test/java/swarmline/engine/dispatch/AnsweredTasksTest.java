package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.Settlement.Verdict;

class AnsweredTasksTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final int SLICES = 2;

  private final WorkerId sam = new WorkerId(Samples.POOL.tenant(), "sam");
  private final MemoryStore store = new MemoryStore();
  private int sequence;

  @Test
  void theyAreThoseOfTheSliceThatTheLedgerHasApprovedAnswersTo() {
    var slice = PartitionId.of(new TaskId(Samples.POOL, 1), SLICES);
    long[] here =
        LongStream.range(1, 100).filter(number -> inSlice(slice, number)).limit(4).toArray();
    long elsewhere =
        LongStream.range(1, 100)
            .filter(number -> !inSlice(slice, number))
            .findFirst()
            .orElseThrow();
    settled(sam, Samples.POOL, here[2], Verdict.APPROVED);
    settled(sam, Samples.POOL, here[0], Verdict.APPROVED);
    settled(sam, Samples.POOL, here[0], Verdict.ADJUSTED);
    settled(sam, Samples.POOL, here[1], Verdict.EXPIRED);
    settled(sam, Samples.POOL, elsewhere, Verdict.APPROVED);
    settled(new WorkerId(sam.tenant(), "ann"), Samples.POOL, here[3], Verdict.APPROVED);
    settled(sam, new PoolId(sam.tenant(), "p0123456789cd"), here[3], Verdict.APPROVED);

    assertThat(AnsweredTasks.of(sam, slice, store).toCompletableFuture().join())
        .containsExactly(here[2], here[0]);
  }

  private static boolean inSlice(PartitionId slice, long number) {
    return PartitionId.of(new TaskId(Samples.POOL, number), SLICES).equals(slice);
  }

  private void settled(WorkerId worker, PoolId pool, long task, Verdict verdict) {
    var id = new AssignmentId(new TaskId(pool, task), ++sequence);
    store
        .ledger()
        .put(id, new LedgerEntry(worker, sequence, id, new Settlement(verdict, 7, "USD"), NOW));
  }
}
