package swarmline.persistence.embedded;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is over, in the background, through the same queue as every other write and a few
 * rows at a time. A row of the retention table that was taken back in the meantime has no effect,
 * since it is looked at again when the batch is made.
 */
final class RetentionSweep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RetentionSweep.class);

  /** Writes waiting at which a sweep leaves the disk to others. */
  private static final int BUSY_DEPTH = 4096;

  private final EmbeddedStore store;
  private final EmbeddedSettings.Retention settings;
  private final StoreMetrics metrics;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "swarmline-store-sweep");
            thread.setDaemon(true);
            return thread;
          });

  private ScheduledFuture<?> schedule;

  RetentionSweep(
      EmbeddedStore store,
      EmbeddedSettings.Retention settings,
      StoreMetrics metrics,
      InstantSource clock) {
    this.store = store;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
  }

  void start() {
    long interval = settings.sweepInterval().toMillis();
    schedule =
        timer.scheduleWithFixedDelay(this::runQuietly, interval, interval, TimeUnit.MILLISECONDS);
  }

  private void runQuietly() {
    try {
      if (store.queueDepth() < BUSY_DEPTH) {
        run();
      }
    } catch (RuntimeException e) {
      log.warn("What is over could not be removed now; trying again", e);
    }
  }

  /** Removes everything that is over; how many things went. */
  synchronized int run() {
    int removed = 0;
    Due due = due();
    while (!due.keys().isEmpty()) {
      remove(due.keys());
      removed += due.subjects();
      due = due();
    }
    int entries = new FeedSweep(store, settings).run(clock.instant());
    metrics.swept(removed + entries);
    return removed + entries;
  }

  /** Rows that are due, and how many things they are about: as many as one write removes. */
  private record Due(List<byte[]> keys, int subjects) {}

  private Due due() {
    byte[] end = Keys.number(clock.millis() + 1);
    List<byte[]> keys = new ArrayList<>();
    int[] subjects = {0};
    store
        .database()
        .scan(
            Table.RETENTION,
            null,
            end,
            (key, value) -> {
              keys.add(key);
              subjects[0] += Math.max(1, value.length / Long.BYTES);
              return subjects[0] < settings.sweepRows();
            });
    return new Due(keys, subjects[0]);
  }

  private void remove(List<byte[]> keys) {
    int size = keys.stream().mapToInt(key -> key.length).sum();
    store
        .write(size, commit -> keys.forEach(key -> remove(commit, key)))
        .toCompletableFuture()
        .join();
  }

  private void remove(Commit commit, byte[] key) {
    byte[] row = commit.current(Table.RETENTION, key);
    if (row != null) {
      byte[] subject = Arrays.copyOfRange(key, Retention.SUBJECT, key.length);
      Retention.of(key).remove(commit, subject, row);
      commit.delete(Table.RETENTION, key);
    }
  }

  @Override
  public void close() {
    schedule.cancel(false);
    timer.shutdown();
    try {
      if (!timer.awaitTermination(30, TimeUnit.SECONDS)) {
        log.warn("A sweep was still under way on closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
