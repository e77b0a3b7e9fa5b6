package swarmline.persistence.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.catalog.EmbeddedCatalog;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.JournalEnd;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.LogInspection;
import swarmline.persistence.embedded.Rows;
import swarmline.persistence.embedded.StoreRefused;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.embedded.TestStores;
import swarmline.persistence.journal.StoredEvent;
import swarmline.persistence.serialization.StoredCodec;
import swarmline.persistence.serialization.StoredSerializer;

/** A directory without fault is clean; every planted fault is found and named. */
class JournalVerificationTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:15:30Z");
  private static final TenantId ACME = new TenantId("acme");
  private static final PoolId POOL = new PoolId(ACME, "p0123456789ab");
  private static final PartitionId WHOLE = new PartitionId(POOL, 0, 1);
  private static final byte[] ENTITY = Keys.utf8(PersistenceIds.of(task(1)));

  @TempDir Path directory;

  private static TaskId task(long number) {
    return new TaskId(POOL, number);
  }

  /** Three tasks, the first with three events, the third final. */
  @BeforeEach
  void write() {
    change(
        (store, rows) -> {
          EmbeddedCatalog catalog = new EmbeddedCatalog(store);
          NewTask task = new NewTask("a", "1", 0, null, Set.of(), Set.of());
          NewTask unnamed = new NewTask(null, "1", 0, null, Set.of(), Set.of());
          catalog
              .publish(WHOLE, 1, List.of(task, unnamed, unnamed), AT)
              .toCompletableFuture()
              .join();
          TaskRecord record =
              new TaskRecord(
                  task(3),
                  null,
                  OutcomeKind.EXPIRED,
                  null,
                  0,
                  "late",
                  0,
                  AT,
                  List.of(),
                  true,
                  null,
                  List.of());
          FeedEntry entry = new FeedEntry(ACME, "e1", "pool.changed", AT, "{}");
          catalog.finish(WHOLE, List.of(record)).toCompletableFuture().join();
          catalog.putFeed(List.of(entry)).toCompletableFuture().join();
          for (long sequenceNr = 1; sequenceNr <= 3; sequenceNr++) {
            rows.put(Table.JOURNAL, Keys.event(ENTITY, sequenceNr), event().bytes());
          }
          TaskDefinition first = catalog.definition(task(1)).toCompletableFuture().join().get();
          catalog.touch(first).toCompletableFuture().join();
        });
  }

  private static StoredEvent event() {
    return new StoredEvent(
        0,
        "writer",
        "",
        StoredSerializer.IDENTIFIER,
        "task/priority-set",
        StoredCodec.encode(new TaskEvent.PrioritySet(1, AT)));
  }

  private void change(BiConsumer<EmbeddedStore, Rows> change) {
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      Rows rows = new Rows(256);
      change.accept(store, rows);
      store.write(rows).toCompletableFuture().join();
    }
  }

  @Test
  void aDirectoryWithoutFaultIsCleanAndCounted() {
    VerificationReport report = JournalVerification.of(directory);
    assertThat(report.violations()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.counts())
        .containsEntry("events", 3L)
        .containsEntry("persistence ids", 1L)
        .containsEntry("tasks", 3L)
        .containsEntry("keys", 1L)
        .containsEntry("open tasks", 2L)
        .containsEntry("touched tasks", 1L)
        .containsEntry("records", 1L)
        .containsEntry("feed entries", 2L)
        .containsEntry("retention rows", 1L);
  }

  @Test
  void verifyingChangesNothingThatTheStoreReads() {
    JournalVerification.of(directory);
    JournalVerification.of(directory);
    change((store, rows) -> assertThat(JournalEnd.of(store.database(), ENTITY)).isEqualTo(3));
  }

  private static Arguments fault(String found, BiConsumer<EmbeddedStore, Rows> planted) {
    return Arguments.of(found, planted);
  }

  static Stream<Arguments> faults() {
    byte[] open = Keys.task(task(1));
    byte[] ended = Keys.task(task(3));
    return Stream.of(
        fault(
            "the events between them are missing",
            (store, rows) -> rows.delete(Table.JOURNAL, Keys.event(ENTITY, 2))),
        fault(
            "the last event is 3: those up to it are missing",
            (store, rows) -> rows.put(Table.SNAPSHOTS, Keys.event(ENTITY, 4), event().bytes())),
        fault(
            "cannot be decoded",
            (store, rows) -> rows.put(Table.JOURNAL, Keys.event(ENTITY, 2), new byte[] {9, 9})),
        fault("the task is neither open nor final", (store, rows) -> rows.delete(Table.OPEN, open)),
        fault(
            "the task is both open and final",
            (store, rows) -> rows.put(Table.OPEN, ended, store.database().get(Table.OPEN, open))),
        fault("the task is not defined", (store, rows) -> rows.delete(Table.TASKS, open)),
        fault(
            "the task 9 is not defined",
            (store, rows) -> rows.put(Table.KEYS, Keys.inPool(POOL, "z"), Keys.number(9))),
        fault(
            "its place in the order is missing",
            (store, rows) -> rows.delete(Table.ORDER, Keys.inPool(POOL, 1))),
        fault(
            "has no record with this place",
            (store, rows) -> rows.put(Table.ORDER, Keys.inPool(POOL, 8), Keys.number(3))),
        fault(
            "does not lead here",
            (store, rows) -> rows.delete(Table.FEED_IDS, Keys.inTenant(ACME, "e1"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aPlantedFaultIsFound(String found, BiConsumer<EmbeddedStore, Rows> planted) {
    change(planted);
    VerificationReport report = JournalVerification.of(directory);
    assertThat(report.clean()).isFalse();
    assertThat(report.violations()).anyMatch(violation -> violation.what().contains(found));
  }

  private Path lastLog() throws IOException {
    List<Path> logs = LogInspection.logs(directory.resolve("db"));
    return logs.get(logs.size() - 1);
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) ~one.get(0)).rewind();
      channel.write(one, at);
    }
  }

  @Test
  void aTornTailIsANoteAndNoFault() throws IOException {
    Files.write(lastLog(), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    VerificationReport report = JournalVerification.of(directory);
    assertThat(report.violations()).isEmpty();
    assertThat(report.notes()).anyMatch(note -> note.contains("3 bytes"));
  }

  @Test
  void damageInTheLogIsNamedWithItsPlace() throws IOException {
    flip(lastLog(), 50);
    assertThat(JournalVerification.of(directory).violations())
        .anyMatch(violation -> violation.where().contains(".log after byte 0"));
  }

  @Test
  void damageInATableFileIsNamedWithItsFile() throws IOException {
    EmbeddedStore.open(directory, TestStores.settings()).close();
    try (Stream<Path> files = Files.list(directory.resolve("db"))) {
      Path table = files.filter(f -> f.toString().endsWith(".sst")).findFirst().orElseThrow();
      flip(table, 20);
      assertThat(JournalVerification.of(directory).violations())
          .anyMatch(violation -> violation.what().contains(table.getFileName().toString()));
    }
  }

  @Test
  void aDirectoryInUseOrWithoutFormatIsRefused() {
    change(
        (store, rows) ->
            assertThatThrownBy(() -> JournalVerification.of(directory))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("in use"));
    assertThatThrownBy(() -> JournalVerification.of(directory.resolve("nowhere")))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("not a data directory");
  }
}
