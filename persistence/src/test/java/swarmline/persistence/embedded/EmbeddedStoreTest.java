package swarmline.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one queue and its committer. */
class EmbeddedStoreTest {
  @TempDir Path directory;

  private static Rows row(String key, String value) {
    return new Rows(64).put(Table.META, Keys.utf8(key), Keys.utf8(value));
  }

  private interface Body {
    void run() throws Exception;
  }

  /** Runs the body while the committer is held, so that what it writes gathers. */
  private static void holding(EmbeddedStore store, Body body) throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    CompletableFuture<Done> held =
        store
            .write(
                0,
                commit -> {
                  reached.countDown();
                  try {
                    letGo.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toCompletableFuture();
    reached.await();
    try {
      body.run();
    } finally {
      letGo.countDown();
    }
    held.join();
  }

  @Test
  void whatWasWrittenIsThereAfterOpeningAgain() {
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      store.write(row("k", "v")).toCompletableFuture().join();
    }
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      assertThat(store.database().get(Table.META, Keys.utf8("k"))).isEqualTo(Keys.utf8("v"));
    }
  }

  @Test
  void writesThatGatheredWhileTheDiskWasBusyAreCommittedTogetherAndInOrder() throws Exception {
    LongAdder commits = new LongAdder();
    StoreMetrics counting =
        new StoreMetrics() {
          @Override
          public void committed(int writes, long bytes, long nanos) {
            commits.increment();
          }

          @Override
          public void failed(int writes) {}

          @Override
          public void refused() {}

          @Override
          public void swept(int rows) {}
        };
    try (EmbeddedStore store =
        EmbeddedStore.open(directory, TestStores.settings(), counting, InstantSource.system())) {
      List<Integer> order = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch all = new CountDownLatch(1000);
      holding(
          store,
          () -> {
            for (int i = 0; i < 1000; i++) {
              store.submit(new Noted(i, order, all));
            }
          });
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(order).hasSize(1000).isSorted();
      assertThat(commits.sum()).isEqualTo(1);
      assertThat(store.database().get(Table.META, Keys.utf8("row"))).isEqualTo(Keys.utf8("999"));
    }
  }

  private record Noted(int number, List<Integer> order, CountDownLatch all) implements Write {
    @Override
    public void addTo(Commit commit) {
      commit.rows().addAll(row("row", Integer.toString(number)));
    }

    @Override
    public int size() {
      return 16;
    }

    @Override
    public void committed() {
      order.add(number);
      all.countDown();
    }

    @Override
    public void failed(StoreFailure failure) {
      throw failure;
    }
  }

  @Test
  void aWriteSeesThoseBeforeItInTheSameCommit() throws Exception {
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      byte[] key = Keys.utf8("once");
      AtomicInteger first = new AtomicInteger();
      List<CompletableFuture<Done>> writes = new ArrayList<>();
      holding(
          store,
          () -> {
            for (int i = 0; i < 100; i++) {
              writes.add(
                  store
                      .write(
                          8,
                          commit -> {
                            if (commit.current(Table.META, key) == null) {
                              first.incrementAndGet();
                              commit.put(Table.META, key, key);
                            }
                          })
                      .toCompletableFuture());
            }
          });
      writes.forEach(CompletableFuture::join);
      assertThat(first).hasValue(1);
    }
  }

  @Test
  void aWriteBeyondTheBoundOfTheQueueIsRefusedAndTheOthersAreNot() throws Exception {
    try (EmbeddedStore store =
        EmbeddedStore.open(directory, TestStores.settings("queue-writes = 10"))) {
      List<CompletableFuture<Done>> taken = new ArrayList<>();
      holding(
          store,
          () -> {
            for (int i = 0; i < 10; i++) {
              taken.add(store.write(row("k" + i, "v")).toCompletableFuture());
            }
            assertThat(store.queueDepth()).isEqualTo(10);
            assertThatThrownBy(() -> store.write(row("k", "v")).toCompletableFuture().join())
                .hasCauseInstanceOf(StoreFailure.class)
                .hasMessageContaining("10 writes");
            assertThat(store.writable()).isTrue();
          });
      taken.forEach(CompletableFuture::join);
      store.write(row("k", "v")).toCompletableFuture().join();
    }
  }

  @Test
  void bytesThatWaitAreBoundedToo() throws Exception {
    try (EmbeddedStore store =
        EmbeddedStore.open(directory, TestStores.settings("queue-bytes = 100"))) {
      List<CompletableFuture<Done>> large = new ArrayList<>();
      holding(
          store,
          () -> {
            large.add(store.write(row("k", "v".repeat(200))).toCompletableFuture());
            CompletableFuture<Done> refused = store.write(row("k", "v")).toCompletableFuture();
            assertThatThrownBy(refused::join).hasCauseInstanceOf(StoreFailure.class);
          });
      large.forEach(CompletableFuture::join);
    }
  }

  @Test
  void readingAfterWhatIsPendingWaitsForIt() throws Exception {
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      List<CompletableFuture<byte[]>> reads = new ArrayList<>();
      holding(
          store,
          () -> {
            store.submit(
                new Noted(
                    7, Collections.synchronizedList(new ArrayList<>()), new CountDownLatch(1)));
            CompletableFuture<byte[]> read =
                store
                    .readAfterPending(() -> store.database().get(Table.META, Keys.utf8("row")))
                    .toCompletableFuture();
            assertThat(read).isNotDone();
            reads.add(read);
          });
      assertThat(reads.get(0).get(20, TimeUnit.SECONDS)).isEqualTo(Keys.utf8("7"));
    }
  }

  @Test
  void closingWritesWhatWaitsAndRefusesWhatComesAfter() throws Exception {
    EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings());
    CompletableFuture<Done> before = store.write(row("before", "v")).toCompletableFuture();
    store.close();
    before.get(20, TimeUnit.SECONDS);
    assertThatThrownBy(() -> store.write(row("after", "v")).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.database().get(Table.META, Keys.utf8("before")))
        .isInstanceOf(StoreFailure.class);
    try (EmbeddedStore again = EmbeddedStore.open(directory, TestStores.settings())) {
      assertThat(again.database().get(Table.META, Keys.utf8("before"))).isNotNull();
      assertThat(again.database().get(Table.META, Keys.utf8("after"))).isNull();
    }
  }

  /** Rows that nobody waits for and that later writes rely on. */
  private record Mark(Rows rows) implements Write {
    @Override
    public void addTo(Commit commit) {
      commit.rows().addAll(rows);
    }

    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public boolean carriedOver() {
      return true;
    }

    @Override
    public void committed() {}

    @Override
    public void failed(StoreFailure failure) {}
  }

  @Test
  void aMarkThatFailedIsWrittenBeforeAnythingElseIs() throws Exception {
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      List<CompletableFuture<Done>> failing = new ArrayList<>();
      holding(
          store,
          () -> {
            store.submit(new Mark(row("mark", "v")));
            failing.add(
                store
                    .write(
                        8,
                        commit -> {
                          throw new IllegalStateException("a planted fault");
                        })
                    .toCompletableFuture());
          });
      assertThatThrownBy(failing.get(0)::join).hasMessageContaining("a planted fault");
      assertThat(store.database().get(Table.META, Keys.utf8("mark"))).isNull();
      assertThat(store.unwritable().orElseThrow()).contains("a planted fault");

      TestStores.waitUntil(store::writable);
      assertThat(store.database().get(Table.META, Keys.utf8("mark"))).isNotNull();
      store.write(row("k", "v")).toCompletableFuture().join();
    }
  }
}
