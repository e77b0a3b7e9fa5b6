package swarmline.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open RocksDB database. Reads are for any thread; there is one writer. Every use holds a
 * shared lock that {@link #close} waits for, since RocksDB itself does not survive a call after.
 */
public final class Database implements AutoCloseable {
  static {
    RocksDB.loadLibrary();
  }

  private final ReentrantReadWriteLock uses = new ReentrantReadWriteLock();
  private final Path path;
  private final DatabaseOptions options;
  private final boolean readOnly;
  private final WriteOptions durable;
  private final ReadOptions anywhere = new ReadOptions();
  private final ReadOptions inMemory = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);
  private List<ColumnFamilyHandle> tables = List.of();

  /** Null while it is not open. */
  private RocksDB rocks;

  private boolean closed;

  private Database(Path path, DatabaseOptions options, boolean readOnly, boolean fsync) {
    this.path = path;
    this.options = options;
    this.readOnly = readOnly;
    this.durable = new WriteOptions().setSync(fsync);
  }

  private void openRocks() throws RocksDBException {
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    rocks =
        readOnly
            ? RocksDB.openReadOnly(options.database(), path.toString(), options.tables(), opened)
            : RocksDB.open(options.database(), path.toString(), options.tables(), opened);
    tables = opened;
  }

  private void closeRocks() {
    if (rocks != null) {
      tables.forEach(ColumnFamilyHandle::close);
      rocks.close();
      rocks = null;
    }
  }

  /**
   * Closes RocksDB and opens it again, which is how it takes writes again after an error of the
   * disk. Where that fails nothing can be read until it succeeds.
   */
  void reopen() throws RocksDBException {
    uses.writeLock().lock();
    try {
      if (!closed) {
        closeRocks();
        LogRepair.apply(path);
        openRocks();
      }
    } finally {
      uses.writeLock().unlock();
    }
  }

  /** Bytes of the logs that opening reads. */
  long logBytes() throws IOException {
    long bytes = 0;
    for (Path log : LogInspection.logs(path)) {
      bytes += Files.size(log);
    }
    return bytes;
  }

  /** Bytes that the disk has room for. */
  long room() throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  static Database open(Path path, EmbeddedSettings settings) {
    return open(path, settings, false);
  }

  /** Replays the log in memory and changes nothing on disk. */
  public static Database openReadOnly(Path path, EmbeddedSettings settings) {
    return open(path, settings, true);
  }

  private static Database open(Path path, EmbeddedSettings settings, boolean readOnly) {
    DatabaseOptions options = new DatabaseOptions(settings, readOnly);
    try {
      if (!readOnly) {
        Files.createDirectories(path);
      }
      Database database = new Database(path, options, readOnly, settings.fsync());
      database.openRocks();
      database.checkTables();
      return database;
    } catch (RocksDBException | IOException e) {
      options.close();
      throw new StoreRefused(
          "The database in "
              + path
              + " cannot be opened: "
              + e.getMessage()
              + ". If it is corrupt, restore the directory from a backup; `swarmline journal"
              + " verify` says what is wrong with it.",
          e);
    }
  }

  private ColumnFamilyHandle handle(Table table) {
    return tables.get(table.number());
  }

  private void checkTables() {
    for (Table table : Table.values()) {
      if (handle(table).getID() != table.number()) {
        close();
        throw new StoreRefused(
            "The table " + table.label() + " in " + path + " is not the one it should be.");
      }
    }
  }

  /** Writes a batch, on disk when it returns. */
  void write(byte[] bytes) throws RocksDBException {
    uses.readLock().lock();
    try (WriteBatch batch = new WriteBatch(bytes)) {
      requireOpen();
      rocks.write(durable, batch);
    } finally {
      uses.readLock().unlock();
    }
  }

  /** The row, from memory or disk; null when there is none. */
  public byte[] get(Table table, byte[] key) {
    return use(() -> rocks.get(handle(table), anywhere, key));
  }

  /** The rows in the order of the keys, from memory or disk; null for each that is not there. */
  public List<byte[]> getAll(Table table, List<byte[]> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    return use(
        () ->
            rocks.multiGetAsList(anywhere, Collections.nCopies(keys.size(), handle(table)), keys));
  }

  /** The row if memory is enough to tell. */
  public Cached cached(Table table, byte[] key) {
    uses.readLock().lock();
    try {
      requireOpen();
      return new Cached(true, rocks.get(handle(table), inMemory, key));
    } catch (RocksDBException e) {
      if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete) {
        return Cached.UNKNOWN;
      }
      throw failure(e);
    } finally {
      uses.readLock().unlock();
    }
  }

  /**
   * What memory knows of a row.
   *
   * @param known whether it knows at all; else the disk must be asked
   * @param value null when there is no such row
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Cached(boolean known, byte[] value) {
    static final Cached UNKNOWN = new Cached(false, null);
  }

  /** Takes rows in the order of their keys. */
  public interface Visitor {
    /** Whether it wants to see the next one too. */
    boolean visit(byte[] key, byte[] value);
  }

  /** Shows the rows from a key on, up to another, exclusive; a null bound is none. */
  public void scan(Table table, byte[] from, byte[] to, Visitor visitor) {
    view(view -> view.scan(table, from, to, visitor));
  }

  /** Shows the last row from a key on, up to another, exclusive, if there is one. */
  public void last(Table table, byte[] from, byte[] to, Visitor visitor) {
    use(
        () -> {
          try (Slice lower = new Slice(from);
              Slice upper = new Slice(to);
              ReadOptions reading =
                  new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
              RocksIterator iterator = rocks.newIterator(handle(table), reading)) {
            iterator.seekToLast();
            if (iterator.isValid()) {
              visitor.visit(iterator.key(), iterator.value());
            } else {
              iterator.status();
            }
          }
          return null;
        });
  }

  /** Works on the rows as they are at one moment. */
  public void view(Consumer<View> work) {
    use(
        () -> {
          Snapshot snapshot = rocks.getSnapshot();
          try {
            work.accept(new View(snapshot));
          } finally {
            rocks.releaseSnapshot(snapshot);
            snapshot.close();
          }
          return null;
        });
  }

  /** The rows as they were at one moment. */
  public final class View {
    private final Snapshot snapshot;

    private View(Snapshot snapshot) {
      this.snapshot = snapshot;
    }

    public byte[] get(Table table, byte[] key) {
      try (ReadOptions reading = new ReadOptions().setSnapshot(snapshot)) {
        return use(() -> rocks.get(handle(table), reading, key));
      }
    }

    public void scan(Table table, byte[] from, byte[] to, Visitor visitor) {
      try (Cursor cursor = cursor(table, from, to)) {
        while (cursor.valid() && visitor.visit(cursor.key(), cursor.value())) {
          cursor.next();
        }
      }
    }

    public Cursor cursor(Table table, byte[] from, byte[] to) {
      return new Cursor(table, from, to, snapshot);
    }
  }

  /** A place among the rows of a table, in order. */
  public final class Cursor implements AutoCloseable {
    private final Slice bound;
    private final ReadOptions reading;
    private final RocksIterator iterator;

    private Cursor(Table table, byte[] from, byte[] to, Snapshot snapshot) {
      this.bound = to == null ? null : new Slice(to);
      this.reading = new ReadOptions().setSnapshot(snapshot);
      if (bound != null) {
        reading.setIterateUpperBound(bound);
      }
      this.iterator = rocks.newIterator(handle(table), reading);
      if (from == null) {
        iterator.seekToFirst();
      } else {
        iterator.seek(from);
      }
    }

    /** Whether there is a row here. */
    public boolean valid() {
      if (iterator.isValid()) {
        return true;
      }
      try {
        iterator.status();
        return false;
      } catch (RocksDBException e) {
        throw failure(e);
      }
    }

    public byte[] key() {
      return iterator.key();
    }

    public byte[] value() {
      return iterator.value();
    }

    public void next() {
      iterator.next();
    }

    /** Goes to the row of the key, or the one after. */
    public void seek(byte[] key) {
      iterator.seek(key);
    }

    @Override
    public void close() {
      iterator.close();
      reading.close();
      if (bound != null) {
        bound.close();
      }
    }
  }

  /** Reads every table file and compares every checksum. */
  public void verifyChecksums() {
    use(
        () -> {
          rocks.verifyChecksum();
          return null;
        });
  }

  /** Bytes of all table files. */
  public long tableFileBytes() {
    return use(() -> rocks.getLiveFilesMetaData().stream().mapToLong(LiveFileMetaData::size).sum());
  }

  private interface Use<T> {
    T run() throws RocksDBException;
  }

  private <T> T use(Use<T> work) {
    uses.readLock().lock();
    try {
      requireOpen();
      return work.run();
    } catch (RocksDBException e) {
      throw failure(e);
    } finally {
      uses.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreFailure(StoreFailure.Reason.CLOSED, "The store is closed");
    }
    if (rocks == null) {
      throw new StoreFailure(
          StoreFailure.Reason.UNREADABLE, "The database in " + path + " is being opened again");
    }
  }

  private StoreFailure failure(RocksDBException e) {
    boolean corrupt = e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
    return new StoreFailure(
        corrupt ? StoreFailure.Reason.CORRUPT : StoreFailure.Reason.UNREADABLE,
        "The database in " + path + " could not be read: " + e.getMessage(),
        e);
  }

  @Override
  public void close() {
    uses.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        closeRocks();
        durable.close();
        anywhere.close();
        inMemory.close();
        options.close();
      }
    } finally {
      uses.writeLock().unlock();
    }
  }
}
