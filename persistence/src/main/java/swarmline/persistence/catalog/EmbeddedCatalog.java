package swarmline.persistence.catalog;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.catalog.Page;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.TaskDefinition;
import swarmline.persistence.embedded.Database.Cached;
import swarmline.persistence.embedded.EmbeddedSettings;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.FeedRow;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Retention;
import swarmline.persistence.embedded.Rows;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.serialization.StoredCodec;

/**
 * The catalog in the embedded store. Writes go through the store's one queue in the order of the
 * calls; reads of single rows answer at once where memory is enough. Stages complete on the store's
 * read threads or on the caller's. A cursor that is none of this store's fails the stage with an
 * {@link IllegalArgumentException}.
 */
public final class EmbeddedCatalog implements Catalog {
  private static final byte[] NOTHING = {};

  private final EmbeddedStore store;
  private final EmbeddedSettings.Retention retention;
  private final InstantSource clock;

  public EmbeddedCatalog(EmbeddedStore store) {
    this(store, InstantSource.system());
  }

  /**
   * @param clock says when a reply is over
   */
  public EmbeddedCatalog(EmbeddedStore store, InstantSource clock) {
    this.store = store;
    this.retention = store.settings().retention();
    this.clock = clock;
  }

  // Pools

  @Override
  public CompletionStage<Done> putPool(PoolView pool) {
    byte[] view = StoredCodec.encode(pool);
    byte[] key = Keys.pool(pool.id());
    byte[] row =
        ByteBuffer.allocate(Long.BYTES + view.length).putLong(pool.version()).put(view).array();
    return store.write(
        row.length,
        commit -> {
          byte[] stored = commit.current(Table.POOLS, key);
          if (stored == null || ByteBuffer.wrap(stored).getLong() < pool.version()) {
            commit.put(Table.POOLS, key, row);
          }
        });
  }

  @Override
  public CompletionStage<List<PoolView>> allPools() {
    return store.readAfterPending(
        () -> {
          List<PoolView> pools = new ArrayList<>();
          store
              .database()
              .scan(
                  Table.POOLS,
                  null,
                  null,
                  (key, row) -> pools.add(StoredCodec.decode(PoolView.class, row, Long.BYTES)));
          return pools;
        });
  }

  // Tasks

  @Override
  public CompletionStage<long[]> publish(
      PartitionId partition, long firstPosition, List<NewTask> tasks, Instant at) {
    CompletionStage<Numbered> numbered =
        store.read(
            () -> {
              Publication publication =
                  new Publication(store.database(), partition, firstPosition, at);
              return new Numbered(publication.number(tasks), publication.rows());
            });
    return numbered.thenCompose(
        done ->
            done.rows().isEmpty()
                ? CompletableFuture.completedStage(done.numbers())
                : store.write(done.rows()).thenApply(written -> done.numbers()));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Numbered(long[] numbers, Rows rows) {}

  @Override
  public CompletionStage<Long> lastPosition(PartitionId partition) {
    return store.readAfterPending(
        () -> {
          byte[] row = store.database().get(Table.META, Keys.lastPosition(partition));
          return row == null ? 0L : Keys.number(row);
        });
  }

  @Override
  public CompletionStage<Optional<TaskDefinition>> definition(TaskId task) {
    return row(Table.TASKS, Keys.task(task), row -> StoredCodec.decode(TaskDefinition.class, row));
  }

  @Override
  public CompletionStage<List<TaskDefinition>> definitions(PoolId pool, List<Long> numbers) {
    return store.read(
        () ->
            store
                .database()
                .getAll(
                    Table.TASKS, numbers.stream().map(number -> Keys.inPool(pool, number)).toList())
                .stream()
                .filter(Objects::nonNull)
                .map(row -> StoredCodec.decode(TaskDefinition.class, row))
                .toList());
  }

  @Override
  public CompletionStage<Optional<TaskId>> taskOfKey(PoolId pool, String key) {
    return row(Table.KEYS, Keys.inPool(pool, key), row -> new TaskId(pool, Keys.number(row)));
  }

  @Override
  public CompletionStage<Page<TaskDefinition>> definitions(PoolId pool, String cursor, int limit) {
    return store.read(
        () ->
            paging()
                .after(
                    Table.TASKS,
                    Keys.pool(pool),
                    Cursors.number(cursor),
                    limit,
                    row -> StoredCodec.decode(TaskDefinition.class, row))
                .page());
  }

  @Override
  public CompletionStage<Done> scanOpen(PartitionId partition, Consumer<OpenTask> each) {
    return store.readAfterPending(
        () -> {
          new OpenScan(store.database(), partition).run(each);
          return Done.getInstance();
        });
  }

  @Override
  public CompletionStage<Done> touch(TaskDefinition task) {
    Touch touch = new Touch(task);
    store.submit(touch);
    return touch.stage();
  }

  @Override
  public CompletionStage<Done> finish(PartitionId partition, List<TaskRecord> records) {
    Finish finish = new Finish(partition.pool(), records, retention.journals());
    return store.write(finish.size(), finish);
  }

  @Override
  public CompletionStage<Done> reopen(TaskId task) {
    return store.write(NOTHING.length, new Reopening(task));
  }

  @Override
  public CompletionStage<Optional<TaskRecord>> record(TaskId task) {
    return row(Table.RECORDS, Keys.task(task), RecordRow::recordOf);
  }

  @Override
  public CompletionStage<Page<TaskRecord>> records(PoolId pool, String cursor, int limit) {
    return store.read(
        () ->
            paging()
                .after(
                    Table.ORDER,
                    Keys.pool(pool),
                    Cursors.number(cursor),
                    limit,
                    place -> recordOrNull(new TaskId(pool, Keys.number(place))),
                    RecordRow::recordOf)
                .page());
  }

  /** Null where the task was reopened since its place in the order was read. */
  private byte[] recordOrNull(TaskId task) {
    return store.database().get(Table.RECORDS, Keys.task(task));
  }

  // Ledgers

  @Override
  public CompletionStage<Done> putLedger(List<LedgerEntry> entries) {
    Rows rows = new Rows(entries.size() * 256 + 16);
    for (LedgerEntry entry : entries) {
      rows.put(
          Table.LEDGER,
          Keys.ledgerEntry(entry.worker(), entry.sequence()),
          StoredCodec.encode(entry));
    }
    return store.write(rows);
  }

  @Override
  public CompletionStage<Page<LedgerEntry>> ledger(WorkerId worker, String cursor, int limit) {
    return store.read(
        () ->
            paging()
                .after(
                    Table.LEDGER,
                    Keys.ledgerOf(worker),
                    Cursors.number(cursor),
                    limit,
                    row -> StoredCodec.decode(LedgerEntry.class, row))
                .page());
  }

  // The tenant's feed

  @Override
  public CompletionStage<Done> putFeed(List<FeedEntry> entries) {
    Announcement announcement = new Announcement(entries);
    return store.write(announcement.size(), announcement);
  }

  @Override
  public CompletionStage<Page<FeedEntry>> feed(TenantId tenant, String cursor, int limit) {
    if (FEED_END.equals(cursor)) {
      return CompletableFuture.completedStage(
          new Page<>(List.of(), Cursors.of(store.committedFeed())));
    }
    return store.read(
        () -> {
          Paging.Part<FeedEntry> part =
              paging()
                  .after(
                      Table.FEED,
                      Keys.tenant(tenant),
                      Cursors.number(cursor),
                      limit,
                      row -> FeedContent.of(FeedRow.of(row)));
          return new Page<>(part.items(), Cursors.of(part.last()));
        });
  }

  // Replies

  @Override
  public CompletionStage<Optional<StoredReply>> reply(TenantId tenant, String key) {
    return row(Table.REPLIES, Keys.inTenant(tenant, key), this::replyUnlessOver)
        .thenApply(reply -> reply.flatMap(Function.identity()));
  }

  private Optional<StoredReply> replyUnlessOver(byte[] row) {
    return ByteBuffer.wrap(row).getLong() <= clock.millis()
        ? Optional.empty()
        : Optional.of(StoredCodec.decode(StoredReply.class, row, Long.BYTES));
  }

  @Override
  public CompletionStage<Done> putReply(TenantId tenant, String key, StoredReply reply) {
    byte[] encoded = StoredCodec.encode(reply);
    byte[] rowKey = Keys.inTenant(tenant, key);
    return store.write(
        encoded.length,
        commit -> {
          long due = Retention.due(commit.now(), retention.replies());
          byte[] row =
              ByteBuffer.allocate(Long.BYTES + encoded.length).putLong(due).put(encoded).array();
          commit.put(Table.REPLIES, rowKey, row);
          commit.put(Table.RETENTION, Retention.REPLY.key(due, rowKey), NOTHING);
        });
  }

  private Paging paging() {
    return new Paging(store.database());
  }

  /** A single row: at once where memory is enough, else on a thread of the store. */
  private <T> CompletionStage<Optional<T>> row(
      Table table, byte[] key, Function<byte[], T> decode) {
    try {
      Cached cached = store.database().cached(table, key);
      if (cached.known()) {
        return CompletableFuture.completedStage(Optional.ofNullable(cached.value()).map(decode));
      }
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
    return store.read(() -> Optional.ofNullable(store.database().get(table, key)).map(decode));
  }
}
