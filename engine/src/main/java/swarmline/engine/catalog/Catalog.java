package swarmline.engine.catalog;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.TaskDefinition;

/**
 * Definitions, outcomes, ledgers and the tenant's feed. A write is durable when its stage
 * completes. Thread-safe; no call blocks. Cursors are opaque; null starts at the beginning.
 */
public interface Catalog {

  // Pools

  /** Stores the pool, over an older version of it only. */
  CompletionStage<Done> putPool(PoolView pool);

  /** Every pool of every tenant; for the start of a node. */
  CompletionStage<List<PoolView>> allPools();

  // Tasks

  /**
   * Stores tasks and numbers those that are new in order, with consecutive positions of the
   * partition. A task whose key is known keeps its number. The partition calls one at a time.
   *
   * @param firstPosition the partition's position for the first new task
   * @return for each task in order its number, negated where it was known before
   */
  CompletionStage<long[]> publish(
      PartitionId partition, long firstPosition, List<NewTask> tasks, java.time.Instant at);

  /** The highest position ever numbered in the partition; 0 when none. */
  CompletionStage<Long> lastPosition(PartitionId partition);

  CompletionStage<Optional<TaskDefinition>> definition(TaskId task);

  /** The definitions of those tasks of the pool that exist, in the order of the numbers. */
  CompletionStage<List<TaskDefinition>> definitions(PoolId pool, List<Long> numbers);

  /** The task's number by its key, if there is one. */
  CompletionStage<Optional<TaskId>> taskOfKey(PoolId pool, String key);

  /** Definitions in the order of their numbers. */
  CompletionStage<Page<TaskDefinition>> definitions(PoolId pool, String cursor, int limit);

  /**
   * Makes this node the partition's owner, waiting for the one before to be gone, and hands every
   * task that is not final to the consumer, in no order, on threads of the store, one at a time.
   * What is written to a partition is written by its owner.
   */
  CompletionStage<Done> scanOpen(PartitionId partition, Consumer<OpenTask> each);

  /**
   * The partition stops on this node: once all that was written to it is stored, another node may
   * own it. Nothing to do for a store of one node.
   */
  default CompletionStage<Done> leave(PartitionId partition) {
    return CompletableFuture.completedStage(Done.getInstance());
  }

  /**
   * Notes that an open task has, or is about to have, a journal. When the stage completes, no write
   * issued afterwards can survive a crash that this note does not; it need not be durable itself.
   */
  CompletionStage<Done> touch(TaskDefinition task);

  /**
   * Writes the records of tasks that have their outcome, and takes those that are settled off the
   * open and touched ones, all in one step. A record takes the place of one that is not settled and
   * keeps its position in the order of {@link #records}; a settled one stays as it is. The tenant's
   * feed gets an entry, {@link FeedEntries#ended}, with the first record of an ending.
   */
  CompletionStage<Done> finish(PartitionId partition, List<TaskRecord> records);

  /** Makes a final task open and touched again; its record goes. */
  CompletionStage<Done> reopen(TaskId task);

  CompletionStage<Optional<TaskRecord>> record(TaskId task);

  /** Records in the order in which they became final. */
  CompletionStage<Page<TaskRecord>> records(PoolId pool, String cursor, int limit);

  // Ledgers

  CompletionStage<Done> putLedger(List<LedgerEntry> entries);

  /** Oldest first. */
  CompletionStage<Page<LedgerEntry>> ledger(WorkerId worker, String cursor, int limit);

  // The tenant's feed

  /** Entries that stand for something else than an ending; those whose id is known are left out. */
  CompletionStage<Done> putFeed(List<FeedEntry> entries);

  /**
   * Entries after the cursor; {@code next} is never null here and resumes after the last one.
   *
   * @param cursor null for the beginning, {@value #FEED_END} for the end as it is now
   */
  CompletionStage<Page<FeedEntry>> feed(TenantId tenant, String cursor, int limit);

  /** The cursor that stands for the end of a feed. */
  String FEED_END = "end";

  // Replies to requests that carry an idempotency key

  CompletionStage<Optional<StoredReply>> reply(TenantId tenant, String key);

  CompletionStage<Done> putReply(TenantId tenant, String key, StoredReply reply);
}
