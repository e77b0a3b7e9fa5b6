package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.embedded.StoreRefused;
import swarmline.persistence.journal.StoredEvent;

/**
 * An empty keyspace being filled from another store while no node is at work on it. What is given
 * is written by and by, so many statements at a time; {@link #finish} waits for all of it, compares
 * the rows of each table with what was given, and only then lets nodes start. Not thread-safe.
 */
public final class CassandraImport implements AutoCloseable {
  private static final int AT_ONCE = 256;
  private static final int PAGE = 2_000;
  private static final Duration COUNTING = Duration.ofMinutes(1);

  /** A column of each table that is filled, to count its rows by. */
  private static final Map<String, String> TABLES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("pools", "pool"),
              Map.entry("definitions", "number"),
              Map.entry("task_keys", "number"),
              Map.entry("open_tasks", "number"),
              Map.entry("task_events", "number"),
              Map.entry("records", "number"),
              Map.entry("record_order", "number"),
              Map.entry("messages", "sequence_nr"),
              Map.entry("snapshots", "sequence_nr"),
              Map.entry("ledger", "sequence"),
              Map.entry("feed", "position"),
              Map.entry("replies", "key")));

  private final CassandraStore store;
  private final CassandraCatalog catalog;
  private final Schema schema;
  private final Tasks tasks;
  private final TaskKeys keys;
  private final Feed feed;
  private final Records records;
  private final PreparedStatement putMessage;
  private final PreparedStatement putSnapshot;
  private final Map<PartitionId, Slice> slices = new HashMap<>();
  private final Map<PoolId, Integer> counts = new HashMap<>();
  private final Map<String, Long> given = new TreeMap<>();
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final AtomicReference<Throwable> failed = new AtomicReference<>();

  private CassandraImport(CassandraStore store) {
    this.store = store;
    this.catalog = new CassandraCatalog(store);
    this.schema = new Schema(store.session(), store.settings());
    this.tasks = new Tasks(store);
    this.keys = new TaskKeys(store, tasks);
    this.feed = new Feed(store);
    this.records = new Records(store, tasks, feed);
    this.putMessage =
        prepared(
            "INSERT INTO %s.messages (persistence_id, partition_nr, sequence_nr, timestamp,"
                + " timebucket, writer_uuid, ser_id, ser_manifest, event_manifest, event)"
                + " VALUES (?, ?, ?, ?, '0', ?, ?, ?, ?, ?)");
    this.putSnapshot =
        prepared(
            "INSERT INTO %s.snapshots (persistence_id, sequence_nr, timestamp, ser_id,"
                + " ser_manifest, snapshot_data) VALUES (?, ?, ?, ?, ?, ?)");
    TABLES.keySet().forEach(table -> given.put(table, 0L));
  }

  private PreparedStatement prepared(String cql) {
    return store.session().prepare(cql.formatted(store.settings().keyspace()));
  }

  /**
   * Connects. From now on no node starts on the keyspace until {@link #finish}.
   *
   * @throws StoreRefused where the keyspace holds something, or nodes are at work on it
   */
  public static CassandraImport into(CassandraSettings settings) {
    CassandraStore store = CassandraStore.open(settings, StatementMetrics.none());
    CassandraImport made = null;
    try {
      var filled = new CassandraImport(store);
      filled.begin();
      made = filled;
      return made;
    } finally {
      if (made == null) {
        store.close();
      }
    }
  }

  private void begin() {
    String keyspace = store.settings().keyspace();
    if (!join(catalog.allPools()).isEmpty()) {
      throw new StoreRefused(
          "The keyspace "
              + keyspace
              + " holds pools already. Name another ("
              + CassandraSettings.PATH
              + ".keyspace) and run: swarmline schema create");
    }
    if (!schema.beginMigration()) {
      throw new StoreRefused("Another migration into the keyspace " + keyspace + " has begun");
    }
    long others = store.lease().others();
    if (others > 0) {
      schema.endMigration();
      throw new StoreRefused(
          others + " nodes are at work on the keyspace " + keyspace + ". Stop them first.");
    }
  }

  /** Stores a pool and takes its slices. */
  public void pool(PoolView pool) {
    counts.put(pool.id(), pool.partitions());
    for (PartitionId partition : pool.slices()) {
      slices.put(partition, join(store.slices().take(partition)));
    }
    write("pools", catalog.putPool(pool));
  }

  /** Stores the last position that a slice has given. */
  public void lastPosition(PartitionId partition, long position) {
    Slice slice = slices.get(partition);
    write(tasks.putLastPosition(slice, position));
  }

  /** Stores definitions of one pool. */
  public void definitions(List<TaskDefinition> tasksOfOne) {
    tasksOfOne.forEach(task -> write("definitions", tasks.putDefinition(slice(task.id()), task)));
    Map<Slice, List<TaskDefinition>> bySlice =
        tasksOfOne.stream()
            .filter(task -> task.key() != null)
            .collect(Collectors.groupingBy(task -> slice(task.id())));
    bySlice.forEach(
        (slice, named) -> {
          given.merge("task_keys", (long) named.size(), Long::sum);
          write(keys.put(slice, named));
        });
  }

  /** Stores what dispatch needs of a task that is not final, as {@code OpenRow} has it. */
  public void open(TaskId task, byte[] row, boolean touched) {
    write("open_tasks", tasks.putOpen(slice(task), task.number(), row, touched));
  }

  /** Stores the record of a task that ended, after those of its slice that ended before. */
  public void record(TaskRecord record) {
    given.merge("record_order", 1L, Long::sum);
    write("records", records.copy(slice(record.task()), record));
  }

  /**
   * Stores events of a task in one step.
   *
   * @param first the number of the first of them
   */
  public void events(TaskId task, long first, List<TaskEvent> events) {
    write("task_events", store.taskEvents().copy(slice(task), task, first, events));
  }

  /** Stores an event of a worker or a pool. */
  public void event(String persistenceId, long sequenceNr, StoredEvent event) {
    BoundStatement row =
        putMessage.bind(
            persistenceId,
            (sequenceNr - 1) / EntityEvents.PARTITION,
            sequenceNr,
            Uuids.timeBased(),
            History.writer(0, event.writer()),
            event.serializer(),
            event.manifest(),
            event.adapter(),
            ByteBuffer.wrap(event.payload()));
    write("messages", put(List.of("messages", persistenceId), row, event));
  }

  /** Stores the latest snapshot of a worker or a pool. */
  public void snapshot(String persistenceId, long sequenceNr, StoredEvent snapshot) {
    BoundStatement row =
        putSnapshot.bind(
            persistenceId,
            sequenceNr,
            snapshot.timestamp(),
            snapshot.serializer(),
            snapshot.manifest(),
            ByteBuffer.wrap(snapshot.payload()));
    write("snapshots", put(List.of("snapshots", persistenceId), row, snapshot));
  }

  private CompletionStage<Done> put(List<?> place, BoundStatement row, StoredEvent content) {
    return store.writes().write(place, row, content.payload().length);
  }

  public void ledger(LedgerEntry entry) {
    write("ledger", catalog.putLedger(List.of(entry)));
  }

  /**
   * Appends to the feed of a tenant.
   *
   * @param known whether its id has to be known, because it may be said again
   */
  public void feed(FeedEntry entry, boolean known) {
    write("feed", known ? feed.put(List.of(entry)) : feed.append(List.of(entry)));
  }

  public void reply(TenantId tenant, String key, StoredReply reply) {
    write("replies", catalog.putReply(tenant, key, reply));
  }

  private Slice slice(TaskId task) {
    Integer count = counts.get(task.pool());
    if (count == null) {
      throw new StoreRefused("The pool of " + task + " is missing");
    }
    return slices.get(PartitionId.of(task, count));
  }

  private void write(String table, CompletionStage<?> stage) {
    given.merge(table, 1L, Long::sum);
    write(stage);
  }

  /** Waits where much is under way; fails once any write has failed. */
  @SuppressWarnings("FutureReturnValueIgnored") // what fails is kept and thrown
  private void write(CompletionStage<?> stage) {
    room.acquireUninterruptibly();
    stage.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            failed.compareAndSet(null, failure);
          }
          room.release();
        });
    requireFine();
  }

  private void requireFine() {
    Throwable failure = failed.get();
    if (failure != null) {
      throw new StoreRefused("Cassandra did not take everything: " + failure.getMessage(), failure);
    }
  }

  /**
   * Waits for all writes, counts what is there, lets go of the slices, and lets nodes start.
   *
   * @return rows by table
   * @throws StoreRefused where a table has more or fewer rows than were given; nothing starts then
   */
  public Map<String, Long> finish() {
    room.acquireUninterruptibly(AT_ONCE);
    room.release(AT_ONCE);
    requireFine();
    given.forEach(
        (table, rows) -> {
          long stored = count(table);
          if (stored != rows) {
            throw new StoreRefused(
                "%s has %,d rows and should have %,d".formatted(table, stored, rows));
          }
        });
    slices.keySet().forEach(slice -> join(store.slices().leave(slice)));
    schema.endMigration();
    return new TreeMap<>(given);
  }

  private long count(String table) {
    String cql =
        "SELECT %s FROM %s.%s".formatted(TABLES.get(table), store.settings().keyspace(), table);
    long rows = 0;
    var found =
        store
            .session()
            .execute(SimpleStatement.newInstance(cql).setPageSize(PAGE).setTimeout(COUNTING));
    for (var row : found) {
      rows += row.isNull(0) ? 0 : 1;
    }
    return rows;
  }

  @Override
  public void close() {
    store.close();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
