package swarmline.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.TaskEvent;

/** Journals of final tasks go when they were kept long enough. */
class JournalSweepTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
  private static final Duration KEEP = Duration.ofDays(7);
  private static final int TASKS = 600;

  private static CassandraStore store;
  private static CassandraCatalog catalog;

  private final PoolId pool =
      new PoolId(new TenantId("t" + UUID.randomUUID().toString().substring(0, 8)), "p0123456789ab");
  private final PartitionId whole = new PartitionId(pool, 0, 1);

  @BeforeAll
  static void open() {
    TestCassandra.settings();
    store =
        CassandraStore.open(
            TestCassandra.settings(
                "shared", "lease = 10 minutes", "retention.sweep-interval = 1 hour"),
            StatementMetrics.none());
    catalog = new CassandraCatalog(store);
  }

  @AfterAll
  static void close() {
    if (store != null) {
      store.close();
    }
  }

  @Test
  void journalsOfFinalTasksGoInTheOrderInWhichTheyEndedAndNoOthers() {
    Slice slice = begun(TASKS);
    List<TaskRecord> early = new ArrayList<>();
    for (long number = 1; number <= TASKS - 3; number++) {
      early.add(record(number, NOW, true));
    }
    await(catalog.finish(whole, early));
    await(catalog.finish(whole, List.of(record(TASKS - 2, NOW.plusSeconds(9), true))));
    await(catalog.finish(whole, List.of(record(TASKS - 1, NOW, false))));

    assertThat(await(catalog.sweep().sweep(slice, NOW.plus(KEEP).minusMillis(1)))).isZero();
    assertThat(await(catalog.sweep().sweep(slice, NOW.plus(KEEP)))).isEqualTo(TASKS - 3);
    assertThat(events(1)).isEmpty();
    assertThat(events(TASKS - 3)).isEmpty();
    assertThat(events(TASKS - 2)).isNotEmpty();

    assertThat(await(catalog.sweep().sweep(slice, NOW.plus(KEEP).plusSeconds(60)))).isEqualTo(1);
    assertThat(events(TASKS - 2)).isEmpty();
    assertThat(events(TASKS - 1)).as("not settled yet").isNotEmpty();
    assertThat(events(TASKS)).as("open").isNotEmpty();
    assertThat(await(catalog.record(id(1)))).isPresent();
  }

  @Test
  void aTaskWhoseJournalIsGoneIsNotReopenedAndOneThatWasReopenedKeepsIts() {
    Slice slice = begun(3);
    await(
        catalog.finish(
            whole,
            List.of(record(1, NOW, true), record(2, NOW, true), record(3, NOW.plus(KEEP), true))));
    await(catalog.reopen(id(2)));

    assertThat(await(catalog.sweep().sweep(slice, NOW.plus(KEEP)))).isEqualTo(2);
    assertThat(events(1)).isEmpty();
    assertThat(events(2)).isNotEmpty();
    assertThatThrownBy(() -> await(catalog.reopen(id(1)))).hasMessageContaining("is gone");
    assertThat(await(catalog.record(id(1)))).isPresent();
    await(catalog.reopen(id(3)));
    assertThat(await(catalog.record(id(3)))).isEmpty();
  }

  @Test
  void aLaterOwnerGoesOnWhereTheEarlierOneCame() {
    Slice slice = begun(2);
    await(catalog.finish(whole, List.of(record(1, NOW, true), record(2, NOW, true))));
    await(catalog.sweep().sweep(slice, NOW.plus(KEEP)));

    Slice next = taken();

    assertThat(next.epoch()).isGreaterThan(slice.epoch());
    assertThat(next.swept()).isEqualTo(2);
  }

  /** A slice with tasks that all have a journal. */
  private Slice begun(int tasks) {
    Slice slice = taken();
    List<NewTask> added = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      added.add(new NewTask(null, "1", 0, null, Set.of(), Set.of()));
    }
    await(catalog.publish(whole, 1, added, NOW));
    List<CompletionStage<?>> writes = new ArrayList<>();
    for (long number = 1; number <= tasks; number++) {
      writes.add(
          store
              .taskEvents()
              .append(slice, id(number), 1, List.of(new TaskEvent.PrioritySet(1, NOW))));
    }
    await(Queries.all(writes));
    return slice;
  }

  private Slice taken() {
    await(catalog.scanOpen(whole, open -> {}));
    return store.slices().owned(whole).orElseThrow();
  }

  private List<TaskEvent> events(long number) {
    return await(new CassandraTaskJournal(store).events(id(number)));
  }

  private TaskId id(long number) {
    return new TaskId(pool, number);
  }

  private TaskRecord record(long number, Instant at, boolean settled) {
    return new TaskRecord(
        id(number),
        null,
        OutcomeKind.RESOLVED,
        "1",
        1,
        null,
        1,
        at,
        List.of(),
        settled,
        null,
        List.of());
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
  }
}
