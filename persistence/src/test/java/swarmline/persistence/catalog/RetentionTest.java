package swarmline.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.catalog.CatalogContract.NOW;
import static swarmline.persistence.catalog.CatalogContract.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.StoreMetrics;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.embedded.TestStores;
import swarmline.persistence.journal.EmbeddedPersistence;
import swarmline.persistence.journal.EventList;
import swarmline.persistence.verification.JournalVerification;

/** What is removed when its time is over, and what is not. */
class RetentionTest {
  private static final SampleRows ROWS = new SampleRows("acme");

  @TempDir Path directory;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final InstantSource clock = now::get;
  private EmbeddedStore store;
  private EmbeddedCatalog catalog;
  private EmbeddedTaskJournal journal;
  private ActorTestKit actors;
  private TestProbe<Object> stored;

  @BeforeEach
  void open() {
    store = EmbeddedStore.open(directory, TestStores.settings(), StoreMetrics.none(), clock);
    catalog = new EmbeddedCatalog(store, clock);
    journal = new EmbeddedTaskJournal(store);
    actors = ActorTestKit.create(TestStores.actors());
    EmbeddedPersistence.bind(actors.system(), store);
    stored = actors.createTestProbe();
  }

  @AfterEach
  void close() {
    actors.shutdownTestKit();
    store.close();
    assertThat(JournalVerification.of(directory).violations()).isEmpty();
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /** Stores events of the task as its entity would. */
  private void write(TaskId task, int events) {
    ActorRef<Object> entity =
        actors.spawn(EventList.create(PersistenceIds.of(task), Integer.MAX_VALUE));
    for (int i = 1; i <= events; i++) {
      entity.tell(new EventList.Store(new TaskEvent.PrioritySet(i, NOW), stored.ref()));
      stored.receiveMessage();
    }
    actors.stop(entity);
  }

  @Test
  void theJournalOfAFinalTaskGoesAfterItsRetentionAndItsRecordStays() {
    await(catalog.publish(ROWS.whole, 1, List.of(ROWS.task("a"), ROWS.task("b")), NOW));
    write(ROWS.id(1), 5);
    write(ROWS.id(2), 100);
    await(catalog.finish(ROWS.whole, List.of(ROWS.record(1))));
    pass(Duration.ofDays(3));
    await(catalog.finish(ROWS.whole, List.of(ROWS.record(2))));

    pass(Duration.ofDays(4).minusMillis(1));
    store.sweep();
    assertThat(await(journal.events(ROWS.id(1)))).hasSize(5);

    pass(Duration.ofMillis(1));
    store.sweep();
    assertThat(await(journal.events(ROWS.id(1)))).isEmpty();
    assertThat(await(journal.events(ROWS.id(2)))).hasSize(100);
    assertThat(await(catalog.record(ROWS.id(1)))).contains(ROWS.record(1));

    pass(Duration.ofDays(3));
    assertThat(store.sweep()).isEqualTo(1);
    assertThat(await(journal.events(ROWS.id(2)))).isEmpty();
    assertThat(rows(Table.JOURNAL)).isZero();
    assertThat(rows(Table.RETENTION)).isZero();
  }

  @Test
  void aReopenedTaskKeepsItsJournal() {
    await(catalog.publish(ROWS.whole, 1, List.of(ROWS.task("a")), NOW));
    write(ROWS.id(1), 5);
    await(catalog.finish(ROWS.whole, List.of(ROWS.record(1))));
    await(catalog.reopen(ROWS.id(1)));
    pass(Duration.ofDays(30));
    store.sweep();
    assertThat(await(journal.events(ROWS.id(1)))).hasSize(5);
    await(catalog.finish(ROWS.whole, List.of(ROWS.record(1))));
    pass(Duration.ofDays(7));
    store.sweep();
    assertThat(await(journal.events(ROWS.id(1)))).isEmpty();
  }

  @Test
  void aTaskThatEndsAgainKeepsItsJournalAsLongAsAnyOther() {
    await(catalog.publish(ROWS.whole, 1, List.of(ROWS.task("a"), ROWS.task("b")), NOW));
    write(ROWS.id(1), 5);
    write(ROWS.id(2), 5);
    await(catalog.finish(ROWS.whole, List.of(ROWS.record(1), ROWS.record(2))));
    await(catalog.reopen(ROWS.id(1)));
    pass(Duration.ofDays(1));
    await(catalog.finish(ROWS.whole, List.of(ROWS.record(1))));
    pass(Duration.ofDays(6));
    store.sweep();
    assertThat(await(journal.events(ROWS.id(1)))).hasSize(5);
    assertThat(await(journal.events(ROWS.id(2)))).isEmpty();
    pass(Duration.ofDays(1));
    store.sweep();
    assertThat(await(journal.events(ROWS.id(1)))).isEmpty();
    assertThat(rows(Table.RETENTION)).isZero();
  }

  @Test
  void aReplyGoesAfterItsRetentionAndTheKeyIsFreeBefore() {
    StoredReply reply = new StoredReply("d", 200, "text/plain", "ok", NOW, null);
    await(catalog.putReply(ROWS.acme, "k", reply));
    pass(Duration.ofHours(24).minusMillis(1));
    assertThat(await(catalog.reply(ROWS.acme, "k"))).contains(reply);
    pass(Duration.ofMillis(1));
    assertThat(await(catalog.reply(ROWS.acme, "k"))).isEmpty();
    StoredReply newer = new StoredReply("e", 200, "text/plain", "newer", NOW, null);
    await(catalog.putReply(ROWS.acme, "k", newer));
    store.sweep();
    assertThat(await(catalog.reply(ROWS.acme, "k"))).contains(newer);
    pass(Duration.ofHours(24));
    store.sweep();
    assertThat(rows(Table.REPLIES)).isZero();
  }

  @Test
  void oldEntriesOfEveryFeedGoWithTheirIds() {
    await(catalog.publish(ROWS.whole, 1, List.of(ROWS.task("a")), NOW));
    await(catalog.finish(ROWS.whole, List.of(ROWS.record(1))));
    await(catalog.putFeed(List.of(ROWS.entry("e1"), ROWS.entry(ROWS.other, "x1"))));
    pass(Duration.ofDays(31));
    await(catalog.putFeed(List.of(at(now.get(), "e2"))));
    store.sweep();
    assertThat(await(catalog.feed(ROWS.acme, null, 10)).items())
        .containsExactly(at(now.get(), "e2"));
    assertThat(await(catalog.feed(ROWS.other, null, 10)).items()).isEmpty();
    assertThat(rows(Table.FEED_IDS)).isEqualTo(1);
  }

  private static FeedEntry at(Instant at, String id) {
    return new FeedEntry(ROWS.acme, id, "task.ended", at, "{}");
  }

  @Test
  void aSnapshotThatANewerOneReplacesGoesAfterItsRetention() {
    ActorRef<Object> entity = actors.spawn(EventList.create("Worker|acme/ann", 2));
    for (int i = 1; i <= 7; i++) {
      entity.tell(new EventList.Store(new TaskEvent.PrioritySet(i, NOW), stored.ref()));
      stored.receiveMessage();
    }
    actors.stop(entity);
    byte[] third = Keys.event(Keys.utf8("Worker|acme/ann"), 6);
    stored.awaitAssert(
        () -> {
          assertThat(store.database().get(Table.SNAPSHOTS, third)).isNotNull();
          return Optional.empty();
        });
    assertThat(rows(Table.SNAPSHOTS)).isEqualTo(4);
    pass(Duration.ofHours(2));
    assertThat(store.sweep()).isEqualTo(2);
    assertThat(rows(Table.SNAPSHOTS)).isEqualTo(2);

    ActorRef<Object> again = actors.spawn(EventList.create("Worker|acme/ann", 2));
    TestProbe<List<Integer>> held = actors.createTestProbe();
    again.tell(new EventList.Get(held.ref()));
    assertThat(held.receiveMessage()).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  private int rows(Table table) {
    int[] count = new int[1];
    store
        .database()
        .scan(
            table,
            null,
            null,
            (key, value) -> {
              count[0]++;
              return true;
            });
    return count[0];
  }
}
