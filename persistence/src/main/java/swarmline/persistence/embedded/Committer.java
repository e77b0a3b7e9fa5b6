package swarmline.persistence.embedded;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes whatever waits, writes it as one synced batch, tells the
 * writers. While it waits for the disk the next batch gathers, so batches grow with the load. When
 * the disk refuses, every write fails at once until a probe, every second, succeeds.
 */
final class Committer implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Committer.class);
  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Room that the disk must have before writing is tried again, beside what the log becomes. */
  private static final long ROOM_BYTES = 8L << 20;

  private static final byte[] PROBE_KEY = {'W'};

  private final Database database;
  private final WriteQueue queue;
  private final Counters counters;
  private final Commit commit;
  private final int commitBytes;
  private final StoreMetrics metrics;
  private final InstantSource clock;

  /** Failed writes that the next successful probe takes along. */
  private final List<Write> carriedOver = new ArrayList<>();

  private volatile StoreFailure unwritable;
  private final AtomicLong settled = new AtomicLong();

  Committer(
      Database database,
      WriteQueue queue,
      Counters counters,
      EmbeddedSettings settings,
      StoreMetrics metrics,
      InstantSource clock) {
    this.database = database;
    this.queue = queue;
    this.counters = counters;
    this.commit = new Commit(database, counters);
    this.commitBytes = settings.commitBytes();
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Why the disk takes no writes; null while it does. */
  StoreFailure unwritable() {
    return unwritable;
  }

  /** The highest ticket whose write is on disk or has failed, as have all before it. */
  long settled() {
    return settled.get();
  }

  @Override
  public void run() {
    List<Write> spare = new ArrayList<>();
    try {
      while (true) {
        List<Write> taken = queue.take(spare, PROBE_NANOS);
        if (taken == null) {
          return;
        }
        if (unwritable != null) {
          probe();
        }
        for (int from = 0; from < taken.size(); ) {
          from = writeSome(taken, from);
        }
        taken.clear();
        spare = taken;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes as much as fits in a batch; the index of the first write that did not. */
  private int writeSome(List<Write> writes, int from) {
    StoreFailure failure = unwritable;
    int to = writes.size();
    if (failure == null) {
      try {
        to = write(writes, from);
        counters.committed();
      } catch (RocksDBException | RuntimeException e) {
        failure = refuseWrites(e);
      }
    }
    settled.addAndGet(to - from);
    for (Write write : writes.subList(from, to)) {
      settle(write, failure);
    }
    if (failure != null) {
      metrics.failed(to - from);
    }
    return to;
  }

  private int write(List<Write> writes, int from) throws RocksDBException {
    long began = System.nanoTime();
    commit.begin(clock.instant());
    int to = from;
    while (to < writes.size() && commit.rows().size() < commitBytes) {
      writes.get(to++).addTo(commit);
    }
    Rows rows = commit.finish();
    if (!rows.isEmpty()) {
      database.write(rows.toBatch());
      metrics.committed(to - from, rows.size(), System.nanoTime() - began);
    }
    return to;
  }

  private void settle(Write write, StoreFailure failure) {
    if (failure != null && write.carriedOver()) {
      carriedOver.add(write);
    }
    try {
      if (failure == null) {
        write.committed();
      } else {
        write.failed(failure);
      }
    } catch (RuntimeException e) {
      log.error("A writer could not take the news of its write", e);
    }
  }

  private StoreFailure refuseWrites(Exception cause) {
    log.error("The disk takes no writes; trying again every second", cause);
    unwritable =
        new StoreFailure(
            StoreFailure.Reason.UNWRITABLE, "The store cannot write: " + cause.getMessage(), cause);
    return unwritable;
  }

  /** Tries whether the disk takes writes again; opens the database again where it must. */
  private void probe() {
    try {
      if (database.room() < ROOM_BYTES + database.logBytes()) {
        return;
      }
      database.reopen();
      Instant now = clock.instant();
      commit.begin(now);
      commit.rows().put(Table.META, PROBE_KEY, Keys.number(now.toEpochMilli()));
      carriedOver.forEach(write -> write.addTo(commit));
      database.write(commit.finish().toBatch());
      carriedOver.clear();
      unwritable = null;
      log.info("The disk takes writes again");
    } catch (RocksDBException | IOException | RuntimeException e) {
      log.warn("The disk still takes no writes: {}", e.getMessage());
    }
  }
}
