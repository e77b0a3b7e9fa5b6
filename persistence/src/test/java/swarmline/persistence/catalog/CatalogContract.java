package swarmline.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.FeedEntries;
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
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.TaskDefinition;

/** What every catalog does, whatever it is stored in. */
public abstract class CatalogContract {
  static final Instant NOW = SampleRows.NOW;

  /** Of tenants of this test alone: all tests may share one store. */
  private final SampleRows rows =
      new SampleRows("t" + UUID.randomUUID().toString().substring(0, 8));

  private final TenantId acme = rows.acme;
  private final PoolId pool = rows.pool;
  private final PartitionId whole = rows.whole;

  /** Partitions that this test owns already. */
  private final Set<PartitionId> owned = new HashSet<>();

  protected abstract Catalog catalog();

  // Pools

  @Test
  void keepsEveryPoolOfEveryTenant() {
    PoolView one = pool(pool, 1, PoolStatus.DRAFT);
    PoolView other = pool(new PoolId(rows.other, "pzzzzzzzzzzzz"), 1, PoolStatus.OPEN);
    await(catalog().putPool(one));
    await(catalog().putPool(other));
    assertThat(pools()).containsExactlyInAnyOrder(one, other);
  }

  @Test
  void storesAPoolOverAnOlderVersionOnly() {
    PoolView newer = pool(pool, 2, PoolStatus.OPEN);
    await(catalog().putPool(pool(pool, 1, PoolStatus.DRAFT)));
    await(catalog().putPool(newer));
    await(catalog().putPool(pool(pool, 1, PoolStatus.CLOSED)));
    await(catalog().putPool(pool(pool, 2, PoolStatus.CLOSED)));
    assertThat(pools()).containsExactly(newer);
  }

  // Publishing

  @Test
  void numbersTasksInOrderWithConsecutivePositions() {
    assertThat(publish(whole, 1, task("a"), task(null), task("c"))).containsExactly(1, 2, 3);
    assertThat(publish(whole, 4, task(null))).containsExactly(4);
    assertThat(await(catalog().lastPosition(whole))).isEqualTo(4);
  }

  @Test
  void numbersTheTasksOfAPartitionAsThePartitionDoes() {
    PartitionId second = new PartitionId(pool, 1, 4);
    PartitionId first = new PartitionId(pool, 0, 4);
    assertThat(publish(second, 1, task(null), task(null))).containsExactly(1, 5);
    assertThat(publish(first, 1, task(null))).containsExactly(4);
    assertThat(await(catalog().lastPosition(second))).isEqualTo(2);
    assertThat(await(catalog().lastPosition(first))).isEqualTo(1);
    assertThat(await(catalog().lastPosition(new PartitionId(pool, 2, 4)))).isZero();
  }

  @Test
  void keepsTheNumberOfATaskWhoseKeyIsKnown() {
    publish(whole, 1, task("a"), task("b"));
    assertThat(publish(whole, 3, task("b"), task("c"), task("a"))).containsExactly(-2, 3, -1);
    assertThat(await(catalog().lastPosition(whole))).isEqualTo(3);
    assertThat(open(whole)).containsOnlyKeys(1L, 2L, 3L);
  }

  @Test
  void publishesAKeyThatComesTwiceInOneCallOnce() {
    assertThat(publish(whole, 1, task("a"), task("b"), task("a"))).containsExactly(1, 2, -1);
    assertThat(open(whole)).containsOnlyKeys(1L, 2L);
  }

  @Test
  void publishesNothingWhereNothingIsNew() {
    publish(whole, 1, task("a"));
    assertThat(publish(whole, 2, task("a"))).containsExactly(-1);
    assertThat(publish(whole, 2)).isEmpty();
    assertThat(await(catalog().lastPosition(whole))).isEqualTo(1);
  }

  @Test
  void keepsKeysOfPoolsAndTenantsApart() {
    PoolId otherPool = new PoolId(acme, "p0123456789ac");
    PoolId otherTenant = new PoolId(new TenantId(acme.value() + "2"), pool.code());
    publish(whole, 1, task("a"));
    assertThat(publish(new PartitionId(otherPool, 0, 1), 1, task("a"))).containsExactly(1);
    assertThat(publish(new PartitionId(otherTenant, 0, 1), 1, task("a"))).containsExactly(1);
    assertThat(await(catalog().taskOfKey(pool, "a"))).contains(new TaskId(pool, 1));
    assertThat(await(catalog().taskOfKey(pool, "b"))).isEmpty();
  }

  // Definitions

  @Test
  void givesATaskBackAsItWasPublished() {
    NewTask full = new NewTask("k", "{\"x\":[1,2]}", -3, 5, Set.of("ann", "bob"), Set.of("eve"));
    publish(whole, 1, full, task(null));
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
    publish(whole, 1, task("g").withGold("\"cat\""), task("h"));

    assertThat(await(catalog().definition(id(1))).orElseThrow().gold()).isEqualTo("\"cat\"");
    assertThat(await(catalog().definitions(pool, List.of(1L, 2L))))
        .extracting(TaskDefinition::gold)
        .containsExactly("\"cat\"", null);
  }

  @Test
  void givesManyDefinitionsInTheOrderAskedForWithoutThoseThatAreNot() {
    publishMany(whole, 1, 5);
    assertThat(await(catalog().definitions(pool, List.of(4L, 99L, 2L))))
        .extracting(definition -> definition.id().number())
        .containsExactly(4L, 2L);
    assertThat(await(catalog().definitions(pool, List.of()))).isEmpty();
  }

  @Test
  void pagesDefinitionsInTheOrderOfTheirNumbers() {
    publishMany(whole, 1, 300);
    List<Long> numbers =
        pages(cursor -> catalog().definitions(pool, cursor, 77)).stream()
            .map(definition -> definition.id().number())
            .toList();
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 300).mapToObj(n -> (long) n).toList());
  }

  @Test
  void endsAPageOfLargeDefinitionsWhereTheyComeToAMebibyte() {
    publish(
        whole,
        1,
        task(null),
        large(Page.BYTES_MAX / 2),
        large(Page.BYTES_MAX / 4),
        large(Page.BYTES_MAX / 2),
        large(2 * Page.BYTES_MAX),
        task(null));

    assertThat(numbersByPage(cursor -> catalog().definitions(pool, cursor, 10)))
        .containsExactly(List.of(1L, 2L, 3L), List.of(4L), List.of(5L), List.of(6L));
  }

  private NewTask large(int payload) {
    return new NewTask(null, "\"" + "x".repeat(payload) + "\"", 0, null, Set.of(), Set.of());
  }

  private static List<List<Long>> numbersByPage(
      Function<String, CompletionStage<Page<TaskDefinition>>> next) {
    List<List<Long>> pages = new ArrayList<>();
    String cursor = null;
    do {
      Page<TaskDefinition> page = await(next.apply(cursor));
      pages.add(page.items().stream().map(definition -> definition.id().number()).toList());
      cursor = page.next();
    } while (cursor != null);
    return pages;
  }

  @Test
  void endsAPageOfLargeRecordsToo() {
    publishMany(whole, 1, 3);
    for (long number = 1; number <= 3; number++) {
      String answer = "\"" + "x".repeat(Page.BYTES_MAX / 2 - 1_000) + "\"";
      await(catalog().finish(whole, List.of(rows.expired(number, answer))));
    }
    Page<TaskRecord> first = await(catalog().records(pool, null, 10));
    Page<TaskRecord> second = await(catalog().records(pool, first.next(), 10));

    assertThat(first.items()).extracting(r -> r.task().number()).containsExactly(1L, 2L);
    assertThat(second.items()).extracting(r -> r.task().number()).containsExactly(3L);
    assertThat(second.next()).isNull();
  }

  @Test
  void saysThatAListEndsOnItsLastPage() {
    publishMany(whole, 1, 10);
    Page<TaskDefinition> page = await(catalog().definitions(pool, null, 10));
    assertThat(page.items()).hasSize(10);
    assertThat(page.next()).isNull();
  }

  @Test
  void failsForACursorThatIsNone() {
    assertThatThrownBy(() -> await(catalog().definitions(pool, "nonsense", 10)))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  // Open tasks

  @Test
  void scansOpenTasksOfThePartitionOnly() {
    PartitionId first = new PartitionId(pool, 0, 2);
    PartitionId second = new PartitionId(pool, 1, 2);
    PoolId neighbour = new PoolId(acme, "p0123456789ac");
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
    publishMany(whole, 1, 50);
    touch(id(7));
    touch(id(50));
    Map<Long, OpenTask> open = open(whole);
    assertThat(open).hasSize(50);
    assertThat(open.values().stream().filter(OpenTask::touched).map(OpenTask::number))
        .containsExactlyInAnyOrder(7L, 50L);
  }

  // Final tasks

  @Test
  void takesFinalTasksOffTheOpenOnes() {
    publish(whole, 1, task("a"), task("b"));
    touch(id(1));
    await(catalog().finish(whole, List.of(record(1))));
    assertThat(open(whole)).containsOnlyKeys(2L);
    assertThat(await(catalog().record(id(1)))).contains(record(1));
    assertThat(await(catalog().record(id(2)))).isEmpty();
    assertThat(await(catalog().definition(id(1)))).isPresent();
  }

  @Test
  void listsRecordsInTheOrderInWhichTheyBecameFinal() {
    publishMany(whole, 1, 60);
    List<Long> order =
        new ArrayList<>(IntStream.rangeClosed(1, 60).mapToObj(n -> (long) n).toList());
    Collections.shuffle(order, new Random(7));
    for (long number : order) {
      await(catalog().finish(whole, List.of(record(number))));
    }
    assertThat(pages(cursor -> catalog().records(pool, cursor, 13)))
        .extracting(record -> record.task().number())
        .isEqualTo(order);
  }

  @Test
  void changesNothingWhenARecordIsWrittenAgain() {
    publish(whole, 1, task("a"), task("b"));
    await(catalog().finish(whole, List.of(record(1))));
    await(catalog().finish(whole, List.of(record(2))));
    TaskRecord changed =
        new TaskRecord(
            id(1),
            "k1",
            OutcomeKind.CANCELLED,
            null,
            0,
            "again",
            0,
            NOW,
            List.of(),
            true,
            null,
            List.of());
    await(catalog().finish(whole, List.of(changed, record(2))));
    assertThat(pages(cursor -> catalog().records(pool, cursor, 10)))
        .containsExactly(record(1), record(2));
    assertThat(feedFrom(acme, null)).containsExactly(ended(record(1)), ended(record(2)));
  }

  @Test
  void takesAnswersThatCameLateIntoAFinalRecordAndNothingElse() {
    publish(whole, 1, task("a"), task("b"));
    await(catalog().finish(whole, List.of(rows.expired(1, null))));
    await(catalog().finish(whole, List.of(record(2))));
    TaskRecord fuller = rows.expired(1, "7");

    await(catalog().finish(whole, List.of(fuller)));
    await(catalog().finish(whole, List.of(rows.expired(1, null), rows.expired(1, "8"))));

    assertThat(await(catalog().record(id(1)))).contains(fuller);
    assertThat(pages(cursor -> catalog().records(pool, cursor, 10)))
        .containsExactly(fuller, record(2));
    assertThat(feedFrom(acme, null))
        .containsExactly(ended(rows.expired(1, null)), ended(record(2)));
    assertThat(open(whole)).isEmpty();
  }

  @Test
  void keepsATaskOpenAndTouchedUntilItsRecordIsSettled() {
    publish(whole, 1, task("a"), task("b"));
    touch(id(1));
    await(catalog().finish(whole, List.of(unsettled(1))));
    await(catalog().finish(whole, List.of(record(2))));
    assertThat(await(catalog().record(id(1)))).contains(unsettled(1));
    assertThat(open(whole)).containsOnlyKeys(1L);
    assertThat(open(whole).get(1L).touched()).isTrue();

    await(catalog().finish(whole, List.of(record(1))));
    assertThat(open(whole)).isEmpty();
    assertThat(pages(cursor -> catalog().records(pool, cursor, 10)))
        .containsExactly(record(1), record(2));
    assertThat(feedFrom(acme, null)).containsExactly(ended(unsettled(1)), ended(record(2)));
  }

  @Test
  void reopensATaskWhoseRecordIsNotSettled() {
    publish(whole, 1, task("a"));
    await(catalog().finish(whole, List.of(unsettled(1))));
    await(catalog().reopen(id(1)));
    assertThat(await(catalog().record(id(1)))).isEmpty();
    assertThat(open(whole).get(1L).touched()).isTrue();
  }

  @Test
  void changesNothingWhenARecordComesTwiceAtOnce() {
    publish(whole, 1, task("a"));
    List<CompletionStage<?>> writes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      writes.add(catalog().finish(whole, List.of(record(1))));
    }
    writes.forEach(CatalogContract::await);
    assertThat(pages(cursor -> catalog().records(pool, cursor, 10))).containsExactly(record(1));
    assertThat(feedFrom(acme, null)).containsExactly(ended(record(1)));
  }

  @Test
  void makesAFinalTaskOpenAndTouchedAgain() {
    publish(whole, 1, new NewTask("a", "1", 7, 3, Set.of("ann"), Set.of()), task("b"));
    await(catalog().finish(whole, List.of(record(1))));
    await(catalog().reopen(id(1)));
    assertThat(await(catalog().record(id(1)))).isEmpty();
    assertThat(pages(cursor -> catalog().records(pool, cursor, 10))).isEmpty();
    assertThat(open(whole).get(1L)).isEqualTo(new OpenTask(1, 7, 3, Set.of("ann"), Set.of(), true));
  }

  @Test
  void givesAReopenedTaskANewPlaceWhenItIsFinalAgain() {
    publish(whole, 1, task("a"), task("b"));
    await(catalog().finish(whole, List.of(record(1))));
    await(catalog().finish(whole, List.of(record(2))));
    await(catalog().reopen(id(1)));
    await(catalog().finish(whole, List.of(record(1))));
    assertThat(pages(cursor -> catalog().records(pool, cursor, 10)))
        .containsExactly(record(2), record(1));
  }

  @Test
  void reopensATaskThatIsOpenWithoutEffect() {
    publish(whole, 1, task("a"));
    await(catalog().reopen(id(1)));
    assertThat(open(whole).get(1L).touched()).isFalse();
  }

  // Ledgers

  @Test
  void listsALedgerOldestFirst() {
    WorkerId ann = new WorkerId(acme, "ann");
    WorkerId anna = new WorkerId(acme, "anna");
    await(catalog().putLedger(List.of(ledger(ann, 2), ledger(ann, 300), ledger(anna, 1))));
    await(catalog().putLedger(List.of(ledger(ann, 1), ledger(ann, 2))));
    assertThat(pages(cursor -> catalog().ledger(ann, cursor, 2)))
        .containsExactly(ledger(ann, 1), ledger(ann, 2), ledger(ann, 300));
    assertThat(pages(cursor -> catalog().ledger(anna, cursor, 2))).containsExactly(ledger(anna, 1));
  }

  /** Begins the journal of a task, as its entity does. */
  protected void touch(TaskId task) {
    await(catalog().touch(await(catalog().definition(task)).orElseThrow()));
  }

  // Feed

  @Test
  void resumesAFeedAfterTheCursor() {
    TenantId other = rows.other;
    await(catalog().putFeed(List.of(entry("e1"), entry(other, "x1"), entry("e2"))));
    Page<FeedEntry> first = await(catalog().feed(acme, null, 1));
    assertThat(first.items()).containsExactly(entry("e1"));
    Page<FeedEntry> second = await(catalog().feed(acme, first.next(), 10));
    assertThat(second.items()).containsExactly(entry("e2"));
    Page<FeedEntry> none = await(catalog().feed(acme, second.next(), 10));
    assertThat(none.items()).isEmpty();
    assertThat(none.next()).isNotNull();
    await(catalog().putFeed(List.of(entry("e3"))));
    assertThat(await(catalog().feed(acme, none.next(), 10)).items()).containsExactly(entry("e3"));
    assertThat(feedFrom(other, null)).containsExactly(entry(other, "x1"));
  }

  @Test
  void startsAtTheEndOfAFeedAsItIsNow() {
    Page<FeedEntry> empty = await(catalog().feed(acme, Catalog.FEED_END, 10));
    assertThat(empty.items()).isEmpty();
    await(catalog().putFeed(List.of(entry("e1"))));
    assertThat(feedFrom(acme, empty.next())).containsExactly(entry("e1"));
    String end = await(catalog().feed(acme, Catalog.FEED_END, 10)).next();
    await(catalog().putFeed(List.of(entry("e2"))));
    assertThat(feedFrom(acme, end)).containsExactly(entry("e2"));
  }

  @Test
  void writesAFeedEntryWithTheSameIdOnce() {
    await(catalog().putFeed(List.of(entry("e1"), entry("e2"), entry("e1"))));
    await(catalog().putFeed(List.of(entry("e2"))));
    assertThat(feedFrom(acme, null)).containsExactly(entry("e1"), entry("e2"));
  }

  // Replies

  @Test
  void givesTheReplyBackThatWasStored() {
    StoredReply reply =
        new StoredReply("digest", 201, "application/json", "{\"a\":1}", NOW, "/v1/pools/p");
    await(catalog().putReply(acme, "key-1", reply));
    assertThat(await(catalog().reply(acme, "key-1"))).contains(reply);
    assertThat(await(catalog().reply(acme, "key-2"))).isEmpty();
    assertThat(await(catalog().reply(rows.other, "key-1"))).isEmpty();
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

  private List<PoolView> pools() {
    return await(catalog().allPools()).stream()
        .filter(view -> Set.of(acme, rows.other).contains(view.id().tenant()))
        .toList();
  }

  /** A partition is scanned before anything is written to it. */
  long[] publish(PartitionId partition, long firstPosition, NewTask... tasks) {
    if (owned.add(partition)) {
      open(partition);
    }
    return await(catalog().publish(partition, firstPosition, List.of(tasks), NOW));
  }

  void publishMany(PartitionId partition, long firstPosition, int count) {
    publish(
        partition,
        firstPosition,
        IntStream.range(0, count).mapToObj(i -> task(null)).toArray(NewTask[]::new));
  }

  Map<Long, OpenTask> open(PartitionId partition) {
    owned.add(partition);
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

  private NewTask task(String key) {
    return rows.task(key);
  }

  private TaskId id(long number) {
    return rows.id(number);
  }

  private PoolView pool(PoolId id, long version, PoolStatus status) {
    return rows.pool(id, version, status);
  }

  private TaskRecord record(long number) {
    return rows.record(number);
  }

  private TaskRecord unsettled(long number) {
    return rows.unsettled(number);
  }

  private static FeedEntry ended(TaskRecord record) {
    return FeedEntries.ended(record);
  }

  private FeedEntry entry(String id) {
    return rows.entry(id);
  }

  private FeedEntry entry(TenantId tenant, String id) {
    return rows.entry(tenant, id);
  }

  private LedgerEntry ledger(WorkerId worker, long sequence) {
    return rows.ledger(worker, sequence);
  }
}
