package swarmline.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;

/** A busy node whose tasks end and are forgotten: its disk does not grow for ever. */
@Tag("long")
class DiskUseTest {
  private static final int ROUNDS = 60;
  private static final int TASKS = 2_000;
  private static final int EVENTS = 4;
  private static final int EVENT_BYTES = 1_000;

  private static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");

  @TempDir Path directory;

  @Test
  void aStoreWhoseJournalsAreRemovedStaysSmall() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    Random random = new Random(1);
    long largest = 0;
    try (EmbeddedStore store =
        EmbeddedStore.open(
            directory,
            TestStores.settings("wal = 16 MiB", "memtables = 16 MiB", "verify-on-open = 0"),
            StoreMetrics.none(),
            now::get)) {
      for (int round = 0; round < ROUNDS; round++) {
        write(store, round, random);
        now.updateAndGet(instant -> instant.plus(Duration.ofDays(8)));
        store.sweep();
        largest = Math.max(largest, used());
      }
    }
    long written = (long) ROUNDS * TASKS * EVENTS * EVENT_BYTES;
    assertThat(written).isGreaterThan(400_000_000L);
    assertThat(largest).isLessThan(written / 4);
  }

  /** Journals of tasks that are final, with events that do not compress. */
  private static void write(EmbeddedStore store, int round, Random random) {
    List<CompletableFuture<Done>> writes = new ArrayList<>();
    for (int task = 0; task < TASKS; task++) {
      long number = (long) round * TASKS + task + 1;
      byte[] id = Keys.utf8("Task|" + POOL + "-" + number);
      Rows rows = new Rows(EVENTS * (EVENT_BYTES + 100));
      for (int event = 1; event <= EVENTS; event++) {
        byte[] bytes = new byte[EVENT_BYTES];
        random.nextBytes(bytes);
        rows.put(Table.JOURNAL, Keys.event(id, event), bytes);
      }
      writes.add(
          store
              .write(
                  rows.size(),
                  commit -> {
                    commit.rows().addAll(rows);
                    long due = Retention.due(commit.now(), store.settings().retention().journals());
                    byte[] key = Keys.inPool(POOL, number);
                    commit.put(Table.RECORDS, key, Keys.number(due));
                    commit.put(
                        Table.RETENTION,
                        Retention.TASK_JOURNALS.key(due, key),
                        Keys.number(number));
                  })
              .toCompletableFuture());
    }
    writes.forEach(CompletableFuture::join);
  }

  private long used() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
