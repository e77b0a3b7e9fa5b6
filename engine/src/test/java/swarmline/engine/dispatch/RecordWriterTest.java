package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.PartitionId;
import swarmline.engine.task.OutcomeKind;

/** When records are written that the store has refused. */
class RecordWriterTest {
  private static final TaskRecord RECORD =
      new TaskRecord(
          Samples.TASK,
          null,
          OutcomeKind.EXPIRED,
          null,
          0,
          "pool-archived",
          0,
          Instant.EPOCH,
          List.of(),
          true,
          null,
          List.of());

  private final MemoryStore store = new MemoryStore();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final RecordWriter writer = writer();

  @Test
  void aStoreThatIsAwayIsAskedOnceASecond() {
    writer.failed(List.of(RECORD));
    writer.write();
    now = now.plus(Duration.ofMillis(999));
    writer.write();
    assertThat(store.idle()).isTrue();

    now = now.plus(Duration.ofMillis(1));
    writer.write();
    assertThat(store.idle()).isFalse();
  }

  @Test
  void aRecordIsWrittenAtOnceWhereNothingWentWrong() {
    writer.add(RECORD);
    assertThat(store.idle()).isFalse();
  }

  private RecordWriter writer() {
    var made = new RecordWriter[1];
    EngineParts parts = store.parts(new PoolDirectory(), new NobodyIsTold(), () -> now);
    BehaviorTestKit.create(
        Behaviors.<PartitionCommand>setup(
            context -> {
              made[0] = new RecordWriter(context, new PartitionId(Samples.POOL, 0, 1), parts);
              return Behaviors.ignore();
            }));
    return made[0];
  }
}
