package swarmline.persistence.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable store of one node: a RocksDB database in a data directory that this process alone
 * holds. All writes go through one queue and are committed in groups, synced before they are
 * acknowledged. Thread-safe; nothing but {@link #open} and {@link #close} blocks.
 */
public final class EmbeddedStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedStore.class);
  private static final long CLOSE_SECONDS = 30;

  private final DataDirectory directory;
  private final Database database;
  private final EmbeddedSettings settings;
  private final StoreMetrics metrics;
  private final WriteQueue queue;
  private final Counters counters;
  private final Committer committer;
  private final Thread committerThread;
  private final ExecutorService readers;
  private final RetentionSweep sweep;

  private EmbeddedStore(
      DataDirectory directory,
      Database database,
      EmbeddedSettings settings,
      StoreMetrics metrics,
      InstantSource clock) {
    this.directory = directory;
    this.database = database;
    this.settings = settings;
    this.metrics = metrics;
    queue = new WriteQueue(settings.queueWrites(), settings.queueBytes());
    counters = Counters.of(database.get(Table.META, Counters.KEY));
    committer = new Committer(database, queue, counters, settings, metrics, clock);
    committerThread = new Thread(committer, "swarmline-store-committer");
    readers = Executors.newFixedThreadPool(settings.readThreads(), threads("swarmline-store-read"));
    sweep = new RetentionSweep(this, settings.retention(), metrics, clock);
  }

  /** Opens the directory, which is made when it is not there, or refuses it. */
  public static EmbeddedStore open(Path path, EmbeddedSettings settings) {
    return open(path, settings, StoreMetrics.none(), InstantSource.system());
  }

  /**
   * Opens the directory, which is made when it is not there, or refuses it.
   *
   * @param clock says when retention is over
   * @throws StoreRefused where another process holds the directory, its format is newer, or what is
   *     in it is corrupt
   */
  public static EmbeddedStore open(
      Path path, EmbeddedSettings settings, StoreMetrics metrics, InstantSource clock) {
    DataDirectory directory = DataDirectory.takeOrCreate(path.toAbsolutePath().normalize());
    Database database = null;
    EmbeddedStore store = null;
    try {
      LogRepair.apply(directory.database());
      database = Database.open(directory.database(), settings);
      verify(database, settings);
      store = new EmbeddedStore(directory, database, settings, metrics, clock);
      store.start();
      return store;
    } finally {
      if (store == null) {
        if (database != null) {
          database.close();
        }
        directory.close();
      }
    }
  }

  private static void verify(Database database, EmbeddedSettings settings) {
    long bytes = database.tableFileBytes();
    if (bytes > settings.verifyOnOpenBytes()) {
      log.info("Not verifying {} bytes of table files now; verify-on-open is less", bytes);
      return;
    }
    try {
      database.verifyChecksums();
    } catch (StoreFailure e) {
      throw new StoreRefused(e.getMessage() + ". Restore the directory from a backup.", e);
    }
  }

  private void start() {
    if (!settings.fsync()) {
      log.error(
          "fsync is OFF for {}: acknowledged work WILL be lost in a crash. Never run a platform like"
              + " this.",
          directory.path());
    }
    committerThread.setDaemon(true);
    committerThread.start();
    sweep.start();
  }

  public EmbeddedSettings settings() {
    return settings;
  }

  public Path path() {
    return directory.path();
  }

  /** Whether the disk takes writes. */
  public boolean writable() {
    return committer.unwritable() == null;
  }

  /** Why the disk takes no writes; empty while it does. */
  public Optional<String> unwritable() {
    return Optional.ofNullable(committer.unwritable()).map(StoreFailure::getMessage);
  }

  /** Writes that wait for the disk. */
  public int queueDepth() {
    return queue.depth();
  }

  /** Bytes that wait for the disk. */
  public long queueBytes() {
    return queue.bytes();
  }

  /** Bytes of the table files on disk; the log comes on top. */
  public long tableFileBytes() {
    return database.tableFileBytes();
  }

  /** The last position of the feed that is on disk. */
  public long committedFeed() {
    return counters.committedFeed();
  }

  /**
   * Hands in a write; it is told how it ends, on the committer's thread.
   *
   * @return its ticket: higher than that of every write handed in before; 0 when it was refused,
   *     and then it has been told so already, on this thread
   */
  public long submit(Write write) {
    StoreFailure unwritable = committer.unwritable();
    long ticket = unwritable == null ? queue.offer(write) : 0;
    if (ticket > 0) {
      return ticket;
    }
    write.failed(unwritable == null ? refusal(ticket) : unwritable);
    return 0;
  }

  private StoreFailure refusal(long offer) {
    if (offer == WriteQueue.CLOSED) {
      return new StoreFailure(StoreFailure.Reason.CLOSED, "The store is closed");
    }
    metrics.refused();
    return new StoreFailure(
        StoreFailure.Reason.OVERLOADED,
        "Too much is waiting to be written: the bound is "
            + settings.queueWrites()
            + " writes or "
            + settings.queueBytes()
            + " bytes");
  }

  /** Writes the rows; completes on a thread of the readers when they are on disk. */
  public CompletionStage<Done> write(Rows rows) {
    StagedWrite write =
        new StagedWrite(rows.size(), commit -> commit.rows().addAll(rows), this::inReaders);
    submit(write);
    return write.stage();
  }

  /** Writes what is decided on the committer's thread; completes as {@link #write} does. */
  public CompletionStage<Done> write(int size, Consumer<Commit> decide) {
    StagedWrite write = new StagedWrite(size, decide, this::inReaders);
    submit(write);
    return write.stage();
  }

  /** Whether the write with this ticket, and all before it, are on disk or have failed. */
  public boolean settled(long ticket) {
    return committer.settled() >= ticket;
  }

  /** Runs the work on a thread of the readers once every write handed in before is settled. */
  public void afterPending(Runnable work) {
    if (queue.force(new Barrier(() -> inReaders(work))) == WriteQueue.CLOSED) {
      inReaders(work);
    }
  }

  /** Runs the work on a thread of the readers; on this one when the store is closed. */
  public void inReaders(Runnable work) {
    try {
      readers.execute(work);
    } catch (RejectedExecutionException closed) {
      work.run();
    }
  }

  /** Reads on a thread of the readers. */
  public <T> CompletionStage<T> read(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    inReaders(() -> complete(result, work));
    return result;
  }

  /** Reads on a thread of the readers once every write handed in before is settled. */
  public <T> CompletionStage<T> readAfterPending(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    afterPending(() -> complete(result, work));
    return result;
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
    try {
      result.complete(work.call());
    } catch (Throwable e) {
      // Whatever it was: nobody must wait for ever.
      result.completeExceptionally(e);
    }
  }

  /** The rows. Blocks where memory is not enough; for threads of the store only. */
  public Database database() {
    return database;
  }

  /** Removes everything that is over now; how many rows went. Blocks. */
  public int sweep() {
    return sweep.run();
  }

  /** Writes what waits, then lets go of the directory. */
  @Override
  public void close() {
    sweep.close();
    queue.close();
    try {
      committerThread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      readers.shutdown();
      if (!readers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("Reads of {} were still under way after {} s", directory.path(), CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.close();
    directory.close();
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
