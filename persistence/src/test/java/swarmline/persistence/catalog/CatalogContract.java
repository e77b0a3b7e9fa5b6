package swarmline.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.catalog.Page;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.TaskDefinition;

/** What every catalog does, whatever it is stored in. */
abstract class CatalogContract {
  static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456789Z");
  static final TenantId ACME = new TenantId("acme");
  static final TenantId OTHER = new TenantId("acme-2");
  static final PoolId POOL = new PoolId(ACME, "p0123456789ab");
  static final PartitionId WHOLE = new PartitionId(POOL, 0, 1);

  abstract Catalog catalog();

  // Pools

  @Test
  void keepsEveryPoolOfEveryTenant() {
    PoolView one = pool(POOL, 1, PoolStatus.DRAFT);
    PoolView other = pool(new PoolId(new TenantId("other"), "pzzzzzzzzzzzz"), 1, PoolStatus.OPEN);
    await(catalog().putPool(one));
    await(catalog().putPool(other));
    assertThat(await(catalog().allPools())).containsExactlyInAnyOrder(one, other);
  }

  @Test
  void storesAPoolOverAnOlderVersionOnly() {
    PoolView newer = pool(POOL, 2, PoolStatus.OPEN);
    await(catalog().putPool(pool(POOL, 1, PoolStatus.DRAFT)));
    await(catalog().putPool(newer));
    await(catalog().putPool(pool(POOL, 1, PoolStatus.CLOSED)));
    await(catalog().putPool(pool(POOL, 2, PoolStatus.CLOSED)));
    assertThat(await(catalog().allPools())).containsExactly(newer);
  }

  // Publishing

  @Test
  void numbersTasksInOrderWithConsecutivePositions() {
    assertThat(publish(WHOLE, 1, task("a"), task(null), task("c"))).containsExactly(1, 2, 3);
    assertThat(publish(WHOLE, 4, task(null))).containsExactly(4);
    assertThat(await(catalog().lastPosition(WHOLE))).isEqualTo(4);
  }

  @Test
  void numbersTheTasksOfAPartitionAsThePartitionDoes() {
    PartitionId second = new PartitionId(POOL, 1, 4);
    PartitionId first = new PartitionId(POOL, 0, 4);
    assertThat(publish(second, 1, task(null), task(null))).containsExactly(1, 5);
    assertThat(publish(first, 1, task(null))).containsExactly(4);
    assertThat(await(catalog().lastPosition(second))).isEqualTo(2);
    assertThat(await(catalog().lastPosition(first))).isEqualTo(1);
    assertThat(await(catalog().lastPosition(new PartitionId(POOL, 2, 4)))).isZero();
  }

  @Test
  void keepsTheNumberOfATaskWhoseKeyIsKnown() {
    publish(WHOLE, 1, task("a"), task("b"));
    assertThat(publish(WHOLE, 3, task("b"), task("c"), task("a"))).containsExactly(-2, 3, -1);
    assertThat(await(catalog().lastPosition(WHOLE))).isEqualTo(3);
    assertThat(open(WHOLE)).containsOnlyKeys(1L, 2L, 3L);
  }

  @Test
  void publishesAKeyThatComesTwiceInOneCallOnce() {
    assertThat(publish(WHOLE, 1, task("a"), task("b"), task("a"))).containsExactly(1, 2, -1);
    assertThat(open(WHOLE)).containsOnlyKeys(1L, 2L);
  }

  @Test
  void publishesNothingWhereNothingIsNew() {
    publish(WHOLE, 1, task("a"));
    assertThat(publish(WHOLE, 2, task("a"))).containsExactly(-1);
    assertThat(publish(WHOLE, 2)).isEmpty();
    assertThat(await(catalog().lastPosition(WHOLE))).isEqualTo(1);
  }

  @Test
  void keepsKeysOfPoolsAndTenantsApart() {
    PoolId otherPool = new PoolId(ACME, "p0123456789ac");
    PoolId otherTenant = new PoolId(new TenantId("acme2"), POOL.code());
    publish(WHOLE, 1, task("a"));
    assertThat(publish(new PartitionId(otherPool, 0, 1), 1, task("a"))).containsExactly(1);
    assertThat(publish(new PartitionId(otherTenant, 0, 1), 1, task("a"))).containsExactly(1);
    assertThat(await(catalog().taskOfKey(POOL, "a"))).contains(new TaskId(POOL, 1));
    assertThat(await(catalog().taskOfKey(POOL, "b"))).isEmpty();
  }

  // Definitions

  @Test
  void givesATaskBackAsItWasPublished() {
    NewTask full = new NewTask("k", "{\"x\":[1,2]}", -3, 5, Set.of("ann", "bob"), Set.of("eve"));
    publish(WHOLE, 1, full, task(null));
    assertThat(await(catalog().definition(id(1))))
        .contains(
            new TaskDefinition(
                id(1), "k", "{\"x\":[1,2]}", -3, 5, Set.of("ann", "bob"), Set.of("eve"), NOW));
    assertThat(await(catalog().definition(id(2))))
        .contains(new TaskDefinition(id(2), null, "1", 0, null, null, null, NOW));
    assertThat(await(catalog().definition(id(3)))).isEmpty();
  }

  @Test
  void givesTheTruthOfAGoldBack() {
    publish(WHOLE, 1, task("g").withGold("\"cat\""), task("h"));

    assertThat(await(catalog().definition(id(1))).orElseThrow().gold()).isEqualTo("\"cat\"");
    assertThat(await(catalog().definitions(POOL, List.of(1L, 2L))))
        .extracting(TaskDefinition::gold)
        .containsExactly("\"cat\"", null);
  }

  @Test
  void givesManyDefinitionsInTheOrderAskedForWithoutThoseThatAreNot() {
    publishMany(WHOLE, 1, 5);
    assertThat(await(catalog().definitions(POOL, List.of(4L, 99L, 2L))))
        .extracting(definition -> definition.id().number())
        .containsExactly(4L, 2L);
    assertThat(await(catalog().definitions(POOL, List.of()))).isEmpty();
  }

  @Test
  void pagesDefinitionsInTheOrderOfTheirNumbers() {
    publishMany(WHOLE, 1, 300);
    List<Long> numbers =
        pages(cursor -> catalog().definitions(POOL, cursor, 77)).stream()
            .map(definition -> definition.id().number())
            .toList();
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 300).mapToObj(n -> (long) n).toList());
  }

  @Test
  void saysThatAListEndsOnItsLastPage() {
    publishMany(WHOLE, 1, 10);
    Page<TaskDefinition> page = await(catalog().definitions(POOL, null, 10));
    assertThat(page.items()).hasSize(10);
    assertThat(page.next()).isNull();
  }

  @Test
  void failsForACursorThatIsNone() {
    assertThatThrownBy(() -> await(catalog().definitions(POOL, "nonsense", 10)))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  // Open tasks

  @Test
  void scansOpenTasksOfThePartitionOnly() {
    PartitionId first = new PartitionId(POOL, 0, 2);
    PartitionId second = new PartitionId(POOL, 1, 2);
    PoolId neighbour = new PoolId(ACME, "p0123456789ac");
    publish(first, 1, new NewTask("a", "1", 7, 3, Set.of("ann"), Set.of("bob", "eve")));
    publish(second, 1, task("b"));
    publish(new PartitionId(neighbour, 0, 1), 1, task("c"), task("d"));
    assertThat(open(first).values())
        .containsExactly(new OpenTask(2, 7, 3, Set.of("ann"), Set.of("bob", "eve"), false));
    assertThat(open(second).values())
        .containsExactly(new OpenTask(1, 0, null, Set.of(), Set.of(), false));
  }

  @Test
  void showsATouchInAScanIssuedAfterIt() {
    publishMany(WHOLE, 1, 50);
    catalog().touch(id(7)).toCompletableFuture().join();
    catalog().touch(id(50)).toCompletableFuture().join();
    Map<Long, OpenTask> open = open(WHOLE);
    assertThat(open).hasSize(50);
    assertThat(open.values().stream().filter(OpenTask::touched).map(OpenTask::number))
        .containsExactlyInAnyOrder(7L, 50L);
  }

  // Final tasks

  @Test
  void takesFinalTasksOffTheOpenOnes() {
    publish(WHOLE, 1, task("a"), task("b"));
    await(catalog().touch(id(1)));
    await(catalog().finish(WHOLE, List.of(record(1)), List.of(entry("e1"))));
    assertThat(open(WHOLE)).containsOnlyKeys(2L);
    assertThat(await(catalog().record(id(1)))).contains(record(1));
    assertThat(await(catalog().record(id(2)))).isEmpty();
    assertThat(await(catalog().definition(id(1)))).isPresent();
  }

  @Test
  void listsRecordsInTheOrderInWhichTheyBecameFinal() {
    publishMany(WHOLE, 1, 60);
    List<Long> order =
        new ArrayList<>(IntStream.rangeClosed(1, 60).mapToObj(n -> (long) n).toList());
    Collections.shuffle(order, new Random(7));
    for (long number : order) {
      await(catalog().finish(WHOLE, List.of(record(number)), List.of()));
    }
    assertThat(pages(cursor -> catalog().records(POOL, cursor, 13)))
        .extracting(record -> record.task().number())
        .isEqualTo(order);
  }

  @Test
  void changesNothingWhenARecordIsWrittenAgain() {
    publish(WHOLE, 1, task("a"), task("b"));
    await(catalog().finish(WHOLE, List.of(record(1)), List.of(entry("e1"))));
    await(catalog().finish(WHOLE, List.of(record(2)), List.of(entry("e2"))));
    TaskRecord changed =
        new TaskRecord(
            id(1), "k1", OutcomeKind.CANCELLED, null, 0, "again", 0, NOW, List.of(), true);
    await(catalog().finish(WHOLE, List.of(changed, record(2)), List.of(entry("e1"), entry("e2"))));
    assertThat(pages(cursor -> catalog().records(POOL, cursor, 10)))
        .containsExactly(record(1), record(2));
    assertThat(feedFrom(ACME, null)).containsExactly(entry("e1"), entry("e2"));
  }

  @Test
  void keepsATaskOpenAndTouchedUntilItsRecordIsSettled() {
    publish(WHOLE, 1, task("a"), task("b"));
    await(catalog().touch(id(1)));
    await(catalog().finish(WHOLE, List.of(unsettled(1)), List.of(entry("e1"))));
    await(catalog().finish(WHOLE, List.of(record(2)), List.of(entry("e2"))));
    assertThat(await(catalog().record(id(1)))).contains(unsettled(1));
    assertThat(open(WHOLE)).containsOnlyKeys(1L);
    assertThat(open(WHOLE).get(1L).touched()).isTrue();

    await(catalog().finish(WHOLE, List.of(record(1)), List.of(entry("e1"))));
    assertThat(open(WHOLE)).isEmpty();
    assertThat(pages(cursor -> catalog().records(POOL, cursor, 10)))
        .containsExactly(record(1), record(2));
    assertThat(feedFrom(ACME, null)).containsExactly(entry("e1"), entry("e2"));
  }

  @Test
  void reopensATaskWhoseRecordIsNotSettled() {
    publish(WHOLE, 1, task("a"));
    await(catalog().finish(WHOLE, List.of(unsettled(1)), List.of()));
    await(catalog().reopen(id(1)));
    assertThat(await(catalog().record(id(1)))).isEmpty();
    assertThat(open(WHOLE).get(1L).touched()).isTrue();
  }

  @Test
  void changesNothingWhenARecordComesTwiceAtOnce() {
    publish(WHOLE, 1, task("a"));
    List<CompletionStage<?>> writes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      writes.add(catalog().finish(WHOLE, List.of(record(1)), List.of(entry("e1"))));
    }
    writes.forEach(CatalogContract::await);
    assertThat(pages(cursor -> catalog().records(POOL, cursor, 10))).containsExactly(record(1));
    assertThat(feedFrom(ACME, null)).containsExactly(entry("e1"));
  }

  @Test
  void makesAFinalTaskOpenAndTouchedAgain() {
    publish(WHOLE, 1, new NewTask("a", "1", 7, 3, Set.of("ann"), Set.of()), task("b"));
    await(catalog().finish(WHOLE, List.of(record(1)), List.of(entry("e1"))));
    await(catalog().reopen(id(1)));
    assertThat(await(catalog().record(id(1)))).isEmpty();
    assertThat(pages(cursor -> catalog().records(POOL, cursor, 10))).isEmpty();
    assertThat(open(WHOLE).get(1L)).isEqualTo(new OpenTask(1, 7, 3, Set.of("ann"), Set.of(), true));
  }

  @Test
  void givesAReopenedTaskANewPlaceWhenItIsFinalAgain() {
    publish(WHOLE, 1, task("a"), task("b"));
    await(catalog().finish(WHOLE, List.of(record(1)), List.of(entry("e1"))));
    await(catalog().finish(WHOLE, List.of(record(2)), List.of(entry("e2"))));
    await(catalog().reopen(id(1)));
    await(catalog().finish(WHOLE, List.of(record(1)), List.of(entry("e3"))));
    assertThat(pages(cursor -> catalog().records(POOL, cursor, 10)))
        .containsExactly(record(2), record(1));
  }

  @Test
  void reopensATaskThatIsOpenWithoutEffect() {
    publish(WHOLE, 1, task("a"));
    await(catalog().reopen(id(1)));
    assertThat(open(WHOLE).get(1L).touched()).isFalse();
  }

  // Ledgers

  @Test
  void listsALedgerOldestFirst() {
    WorkerId ann = new WorkerId(ACME, "ann");
    WorkerId anna = new WorkerId(ACME, "anna");
    await(catalog().putLedger(List.of(ledger(ann, 2), ledger(ann, 300), ledger(anna, 1))));
    await(catalog().putLedger(List.of(ledger(ann, 1), ledger(ann, 2))));
    assertThat(pages(cursor -> catalog().ledger(ann, cursor, 2)))
        .containsExactly(ledger(ann, 1), ledger(ann, 2), ledger(ann, 300));
    assertThat(pages(cursor -> catalog().ledger(anna, cursor, 2))).containsExactly(ledger(anna, 1));
  }

  // Feed

  @Test
  void resumesAFeedAfterTheCursor() {
    TenantId other = new TenantId("acme-2");
    await(catalog().putFeed(List.of(entry("e1"), entry(other, "x1"), entry("e2"))));
    Page<FeedEntry> first = await(catalog().feed(ACME, null, 1));
    assertThat(first.items()).containsExactly(entry("e1"));
    Page<FeedEntry> second = await(catalog().feed(ACME, first.next(), 10));
    assertThat(second.items()).containsExactly(entry("e2"));
    Page<FeedEntry> none = await(catalog().feed(ACME, second.next(), 10));
    assertThat(none.items()).isEmpty();
    assertThat(none.next()).isNotNull();
    await(catalog().putFeed(List.of(entry("e3"))));
    assertThat(await(catalog().feed(ACME, none.next(), 10)).items()).containsExactly(entry("e3"));
    assertThat(feedFrom(other, null)).containsExactly(entry(other, "x1"));
  }

  @Test
  void startsAtTheEndOfAFeedAsItIsNow() {
    Page<FeedEntry> empty = await(catalog().feed(ACME, Catalog.FEED_END, 10));
    assertThat(empty.items()).isEmpty();
    await(catalog().putFeed(List.of(entry("e1"))));
    assertThat(feedFrom(ACME, empty.next())).containsExactly(entry("e1"));
    String end = await(catalog().feed(ACME, Catalog.FEED_END, 10)).next();
    await(catalog().putFeed(List.of(entry("e2"))));
    assertThat(feedFrom(ACME, end)).containsExactly(entry("e2"));
  }

  @Test
  void writesAFeedEntryWithTheSameIdOnce() {
    await(catalog().putFeed(List.of(entry("e1"), entry("e2"), entry("e1"))));
    await(catalog().putFeed(List.of(entry("e2"))));
    assertThat(feedFrom(ACME, null)).containsExactly(entry("e1"), entry("e2"));
  }

  // Replies

  @Test
  void givesTheReplyBackThatWasStored() {
    StoredReply reply =
        new StoredReply("digest", 201, "application/json", "{\"a\":1}", NOW, "/v1/pools/p");
    await(catalog().putReply(ACME, "key-1", reply));
    assertThat(await(catalog().reply(ACME, "key-1"))).contains(reply);
    assertThat(await(catalog().reply(ACME, "key-2"))).isEmpty();
    assertThat(await(catalog().reply(new TenantId("other"), "key-1"))).isEmpty();
  }

  // What the tests speak of

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the stage did not complete", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  long[] publish(PartitionId partition, long firstPosition, NewTask... tasks) {
    return await(catalog().publish(partition, firstPosition, List.of(tasks), NOW));
  }

  void publishMany(PartitionId partition, long firstPosition, int count) {
    publish(
        partition,
        firstPosition,
        IntStream.range(0, count).mapToObj(i -> task(null)).toArray(NewTask[]::new));
  }

  Map<Long, OpenTask> open(PartitionId partition) {
    List<OpenTask> tasks = Collections.synchronizedList(new ArrayList<>());
    await(catalog().scanOpen(partition, tasks::add));
    return tasks.stream().collect(Collectors.toMap(OpenTask::number, Function.identity()));
  }

  List<FeedEntry> feedFrom(TenantId tenant, String cursor) {
    return await(catalog().feed(tenant, cursor, 1000)).items();
  }

  static <T> List<T> pages(Function<String, CompletionStage<Page<T>>> next) {
    List<T> items = new ArrayList<>();
    String cursor = null;
    do {
      Page<T> page = await(next.apply(cursor));
      items.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return items;
  }

  static NewTask task(String key) {
    return new NewTask(key, "1", 0, null, Set.of(), Set.of());
  }

  static TaskId id(long number) {
    return new TaskId(POOL, number);
  }

  static PoolView pool(PoolId id, long version, PoolStatus status) {
    return new PoolView(id, PoolSpec.named("a pool"), status, 1, version, NOW, NOW);
  }

  static TaskRecord record(long number) {
    Assignment assignment =
        new Assignment(
            1,
            "ann",
            NOW,
            NOW.plus(Duration.ofMinutes(10)),
            NOW.plus(Duration.ofMinutes(10)),
            Assignment.Status.APPROVED,
            "\"cat\"",
            true,
            NOW.plusSeconds(3),
            null,
            new Settlement(Settlement.Verdict.APPROVED, 50_000, "USD"),
            true,
            "r-1");
    return new TaskRecord(
        id(number),
        "k" + number,
        OutcomeKind.RESOLVED,
        "\"cat\"",
        1.0,
        null,
        1,
        NOW.plusSeconds(3),
        List.of(assignment),
        true);
  }

  static TaskRecord unsettled(long number) {
    return new TaskRecord(
        id(number), null, OutcomeKind.CANCELLED, null, 0, "cancelled", 0, NOW, List.of(), false);
  }

  static FeedEntry entry(String id) {
    return entry(ACME, id);
  }

  static FeedEntry entry(TenantId tenant, String id) {
    return new FeedEntry(tenant, id, "task.ended", NOW, "{\"id\":\"" + id + "\"}");
  }

  static LedgerEntry ledger(WorkerId worker, long sequence) {
    return new LedgerEntry(
        worker,
        sequence,
        new AssignmentId(id(sequence), 1),
        new Settlement(Settlement.Verdict.APPROVED, 50_000, "USD"),
        NOW);
  }
}
