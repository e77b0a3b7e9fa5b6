package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.catalog.Page;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.catalog.TaskJournal;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;

/**
 * What survives a crash of the simulated node: journals and catalog. Writes to the catalog wait in
 * a queue until they are committed, one by one; a crash loses those at its end.
 */
final class MemoryStore implements Catalog, TaskJournal {
  private final Map<String, List<Object>> journals = new LinkedHashMap<>();
  private BiConsumer<String, List<Object>> appended = (id, events) -> {};
  private final Map<PoolId, PoolView> pools = new LinkedHashMap<>();
  private final Map<TaskId, TaskDefinition> tasks = new LinkedHashMap<>();
  private final Map<String, Long> keys = new HashMap<>();
  private final Map<PartitionId, Long> positions = new HashMap<>();
  private final Set<TaskId> open = new LinkedHashSet<>();
  private final Set<TaskId> touched = new LinkedHashSet<>();
  private final Map<TaskId, TaskRecord> records = new LinkedHashMap<>();
  private final Map<AssignmentId, LedgerEntry> ledger = new LinkedHashMap<>();
  private final Queue<Write<?>> pending = new ArrayDeque<>();

  /** For actors of a node that keeps all here; {@code entities} hear what they tell. */
  EngineParts parts(PoolDirectory directory, Entities entities, InstantSource clock) {
    return new EngineParts(
        this,
        this,
        directory,
        entities,
        null,
        (id, entity) -> new MemoryJournal(this, id, entity),
        SimulatedNode.SETTINGS,
        clock);
  }

  // Time and crashes

  /** What waits to become durable. */
  private record Write<T>(Supplier<T> effect, CompletableFuture<T> done) {
    void carryOut() {
      done.complete(effect.get());
    }

    void fail() {
      done.completeExceptionally(new IllegalStateException("the disk would not"));
    }
  }

  boolean idle() {
    return pending.isEmpty();
  }

  /** The oldest write becomes durable and is answered. */
  void commit() {
    pending.remove().carryOut();
  }

  /** The oldest write fails, and leaves no trace. */
  void fail() {
    pending.remove().fail();
  }

  /** Some of the waiting writes, from the oldest, become durable; the others are lost. */
  void crash(Random random) {
    for (int kept = random.nextInt(pending.size() + 1); kept > 0; kept--) {
      commit();
    }
    pending.clear();
  }

  private <T> CompletionStage<T> write(Supplier<T> effect) {
    var done = new CompletableFuture<T>();
    pending.add(new Write<>(effect, done));
    return done;
  }

  private CompletionStage<Done> write(Runnable effect) {
    return write(
        () -> {
          effect.run();
          return Done.getInstance();
        });
  }

  private static <T> CompletionStage<T> read(T value) {
    return CompletableFuture.completedStage(value);
  }

  // Journals

  List<Object> journal(String persistenceId) {
    return journals.computeIfAbsent(persistenceId, id -> new ArrayList<>());
  }

  /** Stores events when it is their turn, in the place that they were given. */
  void append(
      String persistenceId,
      long first,
      List<?> events,
      Runnable stored,
      Consumer<Throwable> failed) {
    write(
            () -> {
              List<Object> journal = journal(persistenceId);
              assertThat(first).as("sequence of %s", persistenceId).isEqualTo(journal.size() + 1);
              journal.addAll(events);
              appended.accept(persistenceId, List.copyOf(events));
              return journal;
            })
        .whenComplete((journal, failure) -> answer(failure, stored, failed));
  }

  /** Whoever wants to know of events that are stored. */
  void onAppended(BiConsumer<String, List<Object>> listener) {
    appended = listener;
  }

  /** Reads when all that was to be written before is. */
  void readInOrder(Runnable reading, Consumer<Throwable> failed) {
    write(() -> null).whenComplete((nothing, failure) -> answer(failure, reading, failed));
  }

  private static void answer(Throwable failure, Runnable done, Consumer<Throwable> failed) {
    if (failure == null) {
      done.run();
    } else {
      failed.accept(failure);
    }
  }

  @Override
  public CompletionStage<List<TaskEvent>> events(TaskId task) {
    return read(journal(PersistenceIds.of(task)).stream().map(TaskEvent.class::cast).toList());
  }

  // What the audit looks at

  Map<TaskId, TaskDefinition> tasks() {
    return tasks;
  }

  Map<TaskId, TaskRecord> records() {
    return records;
  }

  Map<AssignmentId, LedgerEntry> ledger() {
    return ledger;
  }

  boolean isFinal(TaskId task) {
    return !open.contains(task);
  }

  // The catalog

  @Override
  public CompletionStage<Done> putPool(PoolView pool) {
    return write(
        () -> {
          pools.merge(pool.id(), pool, (old, next) -> next.version() > old.version() ? next : old);
        });
  }

  @Override
  public CompletionStage<List<PoolView>> allPools() {
    return read(List.copyOf(pools.values()));
  }

  @Override
  public CompletionStage<long[]> publish(
      PartitionId partition, long firstPosition, List<NewTask> published, Instant at) {
    return write(
        () -> {
          long[] numbers = new long[published.size()];
          long position = firstPosition;
          for (int i = 0; i < numbers.length; i++) {
            NewTask task = published.get(i);
            String key = partition.pool() + "/" + task.key();
            Long known = keys.get(key);
            if (known != null) {
              numbers[i] = -known;
              continue;
            }
            numbers[i] = partition.numberAt(position);
            positions.put(partition, position++);
            keys.put(key, numbers[i]);
            add(new TaskId(partition.pool(), numbers[i]), task, at);
          }
          return numbers;
        });
  }

  private void add(TaskId id, NewTask task, Instant at) {
    tasks.put(id, task.numbered(id, at));
    open.add(id);
  }

  @Override
  public CompletionStage<Long> lastPosition(PartitionId partition) {
    return read(positions.getOrDefault(partition, 0L));
  }

  @Override
  public CompletionStage<Optional<TaskDefinition>> definition(TaskId task) {
    return read(Optional.ofNullable(tasks.get(task)));
  }

  @Override
  public CompletionStage<List<TaskDefinition>> definitions(PoolId pool, List<Long> numbers) {
    return read(
        numbers.stream()
            .map(number -> tasks.get(new TaskId(pool, number)))
            .filter(Objects::nonNull)
            .toList());
  }

  @Override
  public CompletionStage<Done> scanOpen(PartitionId partition, Consumer<OpenTask> each) {
    open.stream()
        .filter(task -> PartitionId.of(task, partition.count()).equals(partition))
        .map(tasks::get)
        .forEach(
            task ->
                each.accept(
                    new OpenTask(
                        task.id().number(),
                        task.priority(),
                        task.redundancy(),
                        task.reservedFor(),
                        task.unavailableFor(),
                        touched.contains(task.id()),
                        task.gold() != null)));
    return read(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> touch(TaskDefinition task) {
    touched.add(task.id());
    return read(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> finish(PartitionId partition, List<TaskRecord> ended) {
    return write(() -> ended.forEach(this::finish));
  }

  private void finish(TaskRecord record) {
    TaskRecord before = records.get(record.task());
    if (before != null && before.settled()) {
      records.put(record.task(), before.withLateAnswersOf(record));
      return;
    }
    records.put(record.task(), record);
    if (record.settled()) {
      open.remove(record.task());
      touched.remove(record.task());
    }
  }

  @Override
  public CompletionStage<Done> reopen(TaskId task) {
    return write(
        () -> {
          if (records.remove(task) != null) {
            open.add(task);
            touched.add(task);
          }
        });
  }

  @Override
  public CompletionStage<Optional<TaskRecord>> record(TaskId task) {
    return read(Optional.ofNullable(records.get(task)));
  }

  @Override
  public CompletionStage<Done> putLedger(List<LedgerEntry> entries) {
    return write(() -> entries.forEach(entry -> ledger.put(entry.assignment(), entry)));
  }

  @Override
  public CompletionStage<Done> putFeed(List<FeedEntry> entries) {
    return write(() -> {});
  }

  @Override
  public CompletionStage<Optional<TaskId>> taskOfKey(PoolId pool, String key) {
    return read(Optional.ofNullable(keys.get(pool + "/" + key)).map(n -> new TaskId(pool, n)));
  }

  // What no actor of the engine asks for

  @Override
  public CompletionStage<Page<TaskDefinition>> definitions(PoolId pool, String cursor, int limit) {
    throw new UnsupportedOperationException("not asked for by the engine's actors");
  }

  @Override
  public CompletionStage<Page<TaskRecord>> records(PoolId pool, String cursor, int limit) {
    throw new UnsupportedOperationException("not asked for by the engine's actors");
  }

  @Override
  public CompletionStage<Page<LedgerEntry>> ledger(WorkerId worker, String cursor, int limit) {
    return read(
        new Page<>(
            ledger.values().stream()
                .filter(entry -> entry.worker().equals(worker))
                .sorted(Comparator.comparing(LedgerEntry::sequence))
                .toList(),
            null));
  }

  @Override
  public CompletionStage<Page<FeedEntry>> feed(TenantId tenant, String cursor, int limit) {
    throw new UnsupportedOperationException("not asked for by the engine's actors");
  }

  @Override
  public CompletionStage<Optional<StoredReply>> reply(TenantId tenant, String key) {
    throw new UnsupportedOperationException("not asked for by the engine's actors");
  }

  @Override
  public CompletionStage<Done> putReply(TenantId tenant, String key, StoredReply reply) {
    throw new UnsupportedOperationException("not asked for by the engine's actors");
  }
}
