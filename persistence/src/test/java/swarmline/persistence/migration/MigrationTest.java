package swarmline.persistence.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.cassandra.CassandraActors;
import swarmline.persistence.cassandra.CassandraCatalog;
import swarmline.persistence.cassandra.CassandraSettings;
import swarmline.persistence.cassandra.CassandraStore;
import swarmline.persistence.cassandra.CassandraTaskJournal;
import swarmline.persistence.cassandra.StatementMetrics;
import swarmline.persistence.cassandra.TestCassandra;
import swarmline.persistence.catalog.EmbeddedCatalog;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Rows;
import swarmline.persistence.embedded.StoreRefused;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.embedded.TestStores;
import swarmline.persistence.journal.EmbeddedPersistence;
import swarmline.persistence.journal.EventList;

/**
 * What is in a data directory is in Cassandra afterwards, all of it, or the keyspace is not used.
 */
class MigrationTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TenantId ACME = new TenantId("acme");
  private static final PoolId POOL = new PoolId(ACME, "p0123456789ab");
  private static final int SLICES = 3;
  private static final WorkerId ANN = new WorkerId(ACME, "ann");

  /** The first number of each slice: what is final, what was touched, what nobody has touched. */
  private static final TaskId FINAL = task(1);

  private static final TaskId TOUCHED = task(2);
  private static final TaskId FRESH = task(3);

  @TempDir private Path directory;

  private static TaskId task(long number) {
    return new TaskId(POOL, number);
  }

  private static PartitionId sliceOf(TaskId task) {
    return PartitionId.of(task, SLICES);
  }

  @Test
  void allThatADirectoryHoldsIsInTheKeyspaceAfterwardsAndItTakesNoOther() {
    fill();
    CassandraSettings settings = keyspace();
    Map<String, Long> read = new TreeMap<>();

    Map<String, Long> written = Migration.of(directory, settings, read::put);

    assertThat(read).containsEntry("tasks", 3L).containsEntry("journal", 5L);
    assertThat(written)
        .containsEntry("pools", 1L)
        .containsEntry("definitions", 3L)
        .containsEntry("task_keys", 1L)
        .containsEntry("open_tasks", 2L)
        .containsEntry("task_events", 1L)
        .containsEntry("records", 1L)
        .containsEntry("record_order", 1L)
        .containsEntry("messages", 3L)
        .containsEntry("snapshots", 1L)
        .containsEntry("ledger", 1L)
        .containsEntry("feed", 2L)
        .containsEntry("replies", 1L);
    try (CassandraStore store = CassandraStore.open(settings, StatementMetrics.none())) {
      holdsTheSame(new CassandraCatalog(store), store);
    }
    assertThatThrownBy(() -> Migration.of(directory, settings, read::put))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("holds pools already");
  }

  private static void holdsTheSame(Catalog catalog, CassandraStore store) {
    assertThat(await(catalog.allPools())).containsExactly(pool());
    assertThat(await(catalog.taskOfKey(POOL, "k"))).contains(FINAL);
    assertThat(await(catalog.definition(FRESH))).isPresent();
    assertThat(await(catalog.record(FINAL))).contains(record());
    assertThat(await(catalog.records(POOL, null, 10)).items()).containsExactly(record());
    assertThat(open(catalog, FINAL)).isEmpty();
    assertThat(open(catalog, TOUCHED)).singleElement().matches(OpenTask::touched);
    assertThat(open(catalog, FRESH)).singleElement().matches(task -> !task.touched());
    assertThat(await(catalog.ledger(ANN, null, 10)).items()).containsExactly(earned());
    assertThat(await(catalog.feed(ACME, null, 10)).items())
        .extracting(FeedEntry::kind)
        .containsExactly("task.ended", "pool.changed");
    assertThat(await(catalog.reply(ACME, "once"))).contains(reply());
    assertThat(await(new CassandraTaskJournal(store).events(TOUCHED)))
        .containsExactly(set(1), set(2));
    assertThat(
            await(
                catalog.publish(
                    sliceOf(FRESH),
                    await(catalog.lastPosition(sliceOf(FRESH))) + 1,
                    List.of(fresh(null)),
                    NOW)))
        .containsExactly(FRESH.number() + SLICES);
    ActorTestKit actors = CassandraActors.on(store);
    try {
      assertThat(stored(actors, spawn(actors, PersistenceIds.of(ANN)))).containsExactly(1, 2, 3);
    } finally {
      actors.shutdownTestKit();
    }
  }

  @Test
  void aDirectoryInWhichSomethingIsWrongIsNotCopied() {
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      await(store.write(new Rows(64).put(Table.OPEN, Keys.task(FRESH), new byte[] {1})));
    }

    assertThatThrownBy(
            () -> Migration.of(directory, TestCassandra.settings("unused"), (table, rows) -> {}))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("swarmline journal verify");
  }

  private static CassandraSettings keyspace() {
    CassandraSettings settings = TestCassandra.settings(TestCassandra.newKeyspace());
    TestCassandra.createSchema(settings);
    return settings;
  }

  private void fill() {
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      var catalog = new EmbeddedCatalog(store);
      await(catalog.putPool(pool()));
      await(catalog.publish(sliceOf(FINAL), 1, List.of(fresh("k")), NOW));
      await(catalog.publish(sliceOf(TOUCHED), 1, List.of(fresh(null)), NOW));
      await(catalog.publish(sliceOf(FRESH), 1, List.of(fresh(null)), NOW));
      await(catalog.touch(await(catalog.definition(TOUCHED)).orElseThrow()));
      await(catalog.finish(sliceOf(FINAL), List.of(record())));
      await(catalog.putLedger(List.of(earned())));
      await(catalog.putFeed(List.of(new FeedEntry(ACME, "e1", "pool.changed", NOW, "{}"))));
      await(catalog.putReply(ACME, "once", reply()));
      journals(store);
    }
  }

  /** A worker with a snapshot after its second event, and a task. */
  private static void journals(EmbeddedStore store) {
    ActorTestKit actors =
        ActorTestKit.create(
            ActorSystem.<Void>create(
                Behaviors.empty(),
                "embedded",
                ActorSystemSetup.create(
                    BootstrapSetup.create(TestStores.actors()), EmbeddedPersistence.setup(store))));
    try {
      store(actors, spawn(actors, PersistenceIds.of(ANN)), 1, 2, 3);
      store(actors, spawn(actors, PersistenceIds.of(TOUCHED)), 1, 2);
    } finally {
      actors.shutdownTestKit();
    }
  }

  private static ActorRef<Object> spawn(ActorTestKit actors, String persistenceId) {
    boolean task = persistenceId.startsWith(PersistenceIds.TASK);
    return actors.spawn(EventList.create(persistenceId, task ? Integer.MAX_VALUE : 2));
  }

  private static void store(ActorTestKit actors, ActorRef<Object> entity, int... priorities) {
    TestProbe<Object> stored = actors.createTestProbe();
    for (int priority : priorities) {
      entity.tell(new EventList.Store(set(priority), stored.ref()));
      stored.expectMessage(PATIENCE, priority);
    }
  }

  private static List<Integer> stored(ActorTestKit actors, ActorRef<Object> entity) {
    TestProbe<List<Integer>> heard = actors.createTestProbe();
    entity.tell(new EventList.Get(heard.ref()));
    return heard.receiveMessage(PATIENCE);
  }

  private static TaskEvent.PrioritySet set(int priority) {
    return new TaskEvent.PrioritySet(priority, NOW);
  }

  private static NewTask fresh(String key) {
    return new NewTask(key, "1", 0, null, Set.of(), Set.of());
  }

  private static PoolView pool() {
    return new PoolView(POOL, PoolSpec.named("a pool"), PoolStatus.OPEN, SLICES, 4, NOW, NOW);
  }

  private static TaskRecord record() {
    return new TaskRecord(
        FINAL, "k", OutcomeKind.EXPIRED, null, 0, "late", 0, NOW, List.of(), true, null, List.of());
  }

  private static LedgerEntry earned() {
    var settlement = new Settlement(Settlement.Verdict.APPROVED, 50_000, "USD");
    return new LedgerEntry(ANN, 1, new AssignmentId(FINAL, 1), settlement, NOW);
  }

  private static StoredReply reply() {
    return new StoredReply("hash", 201, "application/json", "{}", NOW, null);
  }

  private static List<OpenTask> open(Catalog catalog, TaskId task) {
    List<OpenTask> open = new ArrayList<>();
    await(catalog.scanOpen(sliceOf(task), open::add));
    return open;
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
