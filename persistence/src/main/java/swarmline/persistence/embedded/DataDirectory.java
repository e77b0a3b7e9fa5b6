package swarmline.persistence.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A data directory held by this process: its lock, the version of its format, and where the
 * database is in it.
 */
public final class DataDirectory implements AutoCloseable {
  /** The format that this version writes, and the only one it reads. */
  static final int FORMAT = 2;

  private static final String FORMAT_FILE = "FORMAT";
  private static final String LOCK_FILE = "LOCKED-BY";
  private static final String DATABASE = "db";

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Takes the directory, makes it when it is not there yet. */
  static DataDirectory takeOrCreate(Path path) {
    try {
      Files.createDirectories(path);
      refuseForeign(path);
      DataDirectory directory = lock(path);
      directory.orRelease(directory::checkOrWriteFormat);
      return directory;
    } catch (IOException e) {
      throw new StoreRefused(
          "The data directory " + path + " cannot be used: " + e + ". Make it writable.", e);
    }
  }

  /** Takes a directory that must be there, to read it only. */
  public static DataDirectory take(Path path) {
    if (!Files.exists(path.resolve(FORMAT_FILE))) {
      throw new StoreRefused(
          path + " is not a data directory: it has no file " + FORMAT_FILE + ". Name another.");
    }
    try {
      DataDirectory directory = lock(path);
      directory.orRelease(directory::checkFormat);
      return directory;
    } catch (IOException e) {
      throw new StoreRefused("The data directory " + path + " cannot be read: " + e, e);
    }
  }

  /** Where RocksDB keeps its files. */
  public Path database() {
    return path.resolve(DATABASE);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new StoreFailure(
          StoreFailure.Reason.UNREADABLE, "The lock of " + path + " could not be released", e);
    }
  }

  private static DataDirectory lock(Path path) throws IOException {
    Path file = path.resolve(LOCK_FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        channel.truncate(0);
        channel.write(
            ByteBuffer.wrap(
                ("process " + ProcessHandle.current().pid() + "\n")
                    .getBytes(StandardCharsets.UTF_8)),
            0);
        return new DataDirectory(path, channel, lock);
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      channel.close();
      throw inUse(path, "this process", heldByThisProcess);
    }
    channel.close();
    throw inUse(path, Files.readString(file).strip(), null);
  }

  private static StoreRefused inUse(Path path, String holder, Exception cause) {
    return new StoreRefused(
        "The data directory "
            + path
            + " is in use by "
            + (holder.isEmpty() ? "another process" : holder)
            + ". Stop that first, or name another directory.",
        cause);
  }

  private static void refuseForeign(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      boolean ours = Files.exists(path.resolve(FORMAT_FILE));
      Optional<Path> foreign =
          ours
              ? Optional.empty()
              : files
                  .filter(file -> !file.endsWith(LOCK_FILE) && !file.endsWith(FORMAT_FILE + ".new"))
                  .findFirst();
      if (foreign.isPresent()) {
        throw new StoreRefused(
            path
                + " is not a data directory: it holds "
                + foreign.get().getFileName()
                + " and no file "
                + FORMAT_FILE
                + ". Name an empty directory or one that does not exist yet.");
      }
    }
  }

  private interface Check {
    void run() throws IOException;
  }

  private void orRelease(Check check) throws IOException {
    boolean passed = false;
    try {
      check.run();
      passed = true;
    } finally {
      if (!passed) {
        close();
      }
    }
  }

  private void checkOrWriteFormat() throws IOException {
    if (Files.exists(path.resolve(FORMAT_FILE))) {
      checkFormat();
    } else {
      writeFormat();
    }
  }

  private void checkFormat() throws IOException {
    List<String> lines = Files.readAllLines(path.resolve(FORMAT_FILE));
    String writtenBy = field(lines, "written-by").orElse("an unknown version");
    int format = field(lines, "format").map(DataDirectory::numberOrZero).orElse(0);
    if (format > FORMAT) {
      throw new StoreRefused(
          "The data directory "
              + path
              + " has format "
              + format
              + ", written by Swarmline "
              + writtenBy
              + "; this is Swarmline "
              + version()
              + " and reads format "
              + FORMAT
              + ". Start that version or a newer one.");
    }
    if (format >= 1 && format < FORMAT) {
      throw new StoreRefused(
          "The data directory "
              + path
              + " has format "
              + format
              + ", of a version before the first release, which is read no more. Take its outcomes"
              + " out with that version ("
              + writtenBy
              + ") and name an empty directory.");
    }
    if (format < 1) {
      throw new StoreRefused(
          "The file "
              + path.resolve(FORMAT_FILE)
              + " does not say which format the directory has. Restore it from a backup: its first"
              + " line is \"format: "
              + FORMAT
              + "\".");
    }
  }

  private static int numberOrZero(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Optional<String> field(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2).strip())
        .findFirst();
  }

  private void writeFormat() throws IOException {
    Path written = path.resolve(FORMAT_FILE + ".new");
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      String text = "format: " + FORMAT + "\nwritten-by: " + version() + "\n";
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    move(written, path.resolve(FORMAT_FILE));
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  private static String version() {
    String version = DataDirectory.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
