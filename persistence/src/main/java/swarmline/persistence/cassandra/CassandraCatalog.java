package swarmline.persistence.cassandra;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
import swarmline.persistence.catalog.Cursors;
import swarmline.persistence.embedded.StoreFailure;

/**
 * The catalog in Cassandra. What belongs to a partition is written only while this process owns it;
 * scanning its open tasks takes it. Stages complete on the driver's threads.
 */
public final class CassandraCatalog implements Catalog {
  private final CassandraStore store;
  private final Queries queries;
  private final Statements statements;
  private final Tasks tasks;
  private final TaskKeys keys;
  private final Feed feed;
  private final Records records;
  private final JournalSweep sweep;

  public CassandraCatalog(CassandraStore store) {
    this.store = store;
    this.queries = store.queries();
    this.statements = store.statements();
    this.tasks = new Tasks(store);
    this.keys = new TaskKeys(store, tasks);
    this.feed = new Feed(store);
    this.records = new Records(store, tasks, feed);
    this.sweep = new JournalSweep(store, records, store.settings().keepJournals());
    sweep.start(store.settings().sweepEvery());
  }

  JournalSweep sweep() {
    return sweep;
  }

  // Pools

  @Override
  public CompletionStage<Done> putPool(PoolView pool) {
    String tenant = pool.id().tenant().value();
    String code = pool.id().code();
    int shard = Places.shard(pool.id());
    ByteBuffer view = Places.bytes(pool);
    return queries
        .applied(statements.firstPool.bind(shard, tenant, code, pool.version(), view))
        .thenCompose(
            first ->
                first
                    ? CompletableFuture.completedStage(true)
                    : queries.applied(
                        statements.newerPool.bind(
                            pool.version(), view, shard, tenant, code, pool.version())))
        .thenApply(newer -> Done.getInstance());
  }

  @Override
  public CompletionStage<List<PoolView>> allPools() {
    List<PoolView> pools = new ArrayList<>();
    return Queries.all(
            IntStream.range(0, Places.POOL_SHARDS)
                .mapToObj(
                    shard ->
                        queries
                            .rows(statements.pools.bind(shard))
                            .thenAccept(
                                rows -> {
                                  synchronized (pools) {
                                    rows.forEach(
                                        row ->
                                            pools.add(
                                                Places.decode(
                                                    PoolView.class,
                                                    row.getByteBuffer("pool_view"))));
                                  }
                                }))
                .toList())
        .thenApply(done -> pools);
  }

  // Tasks

  @Override
  public CompletionStage<long[]> publish(
      PartitionId partition, long firstPosition, List<NewTask> newTasks, Instant at) {
    return store
        .slices()
        .writing(
            partition,
            slice -> new Publication(tasks, keys, slice, firstPosition, at).publish(newTasks));
  }

  @Override
  public CompletionStage<Long> lastPosition(PartitionId partition) {
    return tasks.lastPosition(partition);
  }

  @Override
  public CompletionStage<Optional<TaskDefinition>> definition(TaskId task) {
    return tasks.definition(task);
  }

  @Override
  public CompletionStage<List<TaskDefinition>> definitions(PoolId pool, List<Long> numbers) {
    return tasks.definitions(pool, numbers);
  }

  @Override
  public CompletionStage<Optional<TaskId>> taskOfKey(PoolId pool, String key) {
    return keys.known(pool, List.of(key))
        .thenApply(
            known -> Optional.ofNullable(known.get(key)).map(number -> new TaskId(pool, number)));
  }

  @Override
  public CompletionStage<Page<TaskDefinition>> definitions(PoolId pool, String cursor, int limit) {
    try {
      return tasks.definitionsAfter(pool, Cursors.number(cursor), limit);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public CompletionStage<Done> scanOpen(PartitionId partition, Consumer<OpenTask> each) {
    return store.slices().take(partition).thenCompose(slice -> tasks.scan(slice, each));
  }

  @Override
  public CompletionStage<Done> leave(PartitionId partition) {
    return store.slices().leave(partition);
  }

  /** Nothing to do: the mark is written with the task's first events. */
  @Override
  public CompletionStage<Done> touch(TaskDefinition task) {
    return CompletableFuture.completedStage(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> finish(PartitionId partition, List<TaskRecord> ended) {
    return records.finish(partition, ended);
  }

  @Override
  public CompletionStage<Done> reopen(TaskId task) {
    Optional<Slice> slice = store.slices().owned(task);
    return slice.isPresent()
        ? records.reopen(slice.get().partition(), task)
        : CompletableFuture.failedStage(
            new StoreFailure(
                StoreFailure.Reason.UNWRITABLE, "The partition of " + task + " is not owned"));
  }

  @Override
  public CompletionStage<Optional<TaskRecord>> record(TaskId task) {
    return records.record(task);
  }

  @Override
  public CompletionStage<Page<TaskRecord>> records(PoolId pool, String cursor, int limit) {
    try {
      return records.page(pool, Positions.parse(cursor), limit);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  // Ledgers

  @Override
  public CompletionStage<Done> putLedger(List<LedgerEntry> entries) {
    return Queries.all(entries.stream().map(this::putLedger).toList());
  }

  private CompletionStage<Done> putLedger(LedgerEntry entry) {
    WorkerId worker = entry.worker();
    long bucket = entry.sequence() / Places.LEDGER;
    ByteBuffer bytes = Places.bytes(entry);
    return store
        .writes()
        .write(
            List.of("ledger", worker, bucket),
            statements.putLedger.bind(
                worker.tenant().value(), worker.name(), bucket, entry.sequence(), bytes),
            bytes.remaining());
  }

  @Override
  public CompletionStage<Page<LedgerEntry>> ledger(WorkerId worker, String cursor, int limit) {
    try {
      return ledger(worker, Cursors.number(cursor), limit + 1, new ArrayList<>())
          .thenApply(
              found ->
                  found.size() > limit
                      ? new Page<>(
                          found.subList(0, limit), Long.toString(found.get(limit - 1).sequence()))
                      : new Page<>(found, null));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** Buckets follow each other without gaps. */
  private CompletionStage<List<LedgerEntry>> ledger(
      WorkerId worker, long after, int limit, List<LedgerEntry> found) {
    long bucket = (after + 1) / Places.LEDGER;
    int before = found.size();
    return queries
        .each(
            statements.ledgerAfter.bind(
                worker.tenant().value(), worker.name(), bucket, after, limit - found.size()),
            row -> found.add(Places.decode(LedgerEntry.class, row.getByteBuffer("entry"))))
        .thenCompose(
            done ->
                found.size() >= limit
                        || (found.size() == before && (after + 1) % Places.LEDGER == 0)
                    ? CompletableFuture.completedStage(found)
                    : ledger(worker, (bucket + 1) * Places.LEDGER - 1, limit, found));
  }

  // The tenant's feed

  @Override
  public CompletionStage<Done> putFeed(List<FeedEntry> entries) {
    return feed.put(entries);
  }

  @Override
  public CompletionStage<Page<FeedEntry>> feed(TenantId tenant, String cursor, int limit) {
    if (FEED_END.equals(cursor)) {
      return feed.end(tenant).thenApply(end -> new Page<>(List.of(), end.text()));
    }
    try {
      return feed.page(tenant, Positions.parse(cursor), limit);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  // Replies

  @Override
  public CompletionStage<Optional<StoredReply>> reply(TenantId tenant, String key) {
    return queries
        .first(statements.reply.bind(tenant.value(), key))
        .thenApply(row -> row.map(r -> Places.decode(StoredReply.class, r.getByteBuffer("reply"))));
  }

  @Override
  public CompletionStage<Done> putReply(TenantId tenant, String key, StoredReply reply) {
    ByteBuffer bytes = Places.bytes(reply);
    return store
        .writes()
        .write(
            List.of("replies", tenant, key),
            statements.putReply.bind(tenant.value(), key, bytes),
            bytes.remaining());
  }
}
