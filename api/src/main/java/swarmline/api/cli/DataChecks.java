package swarmline.api.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import swarmline.persistence.embedded.DataDirectory;
import swarmline.persistence.embedded.StoreRefused;

/** What the doctor looks at in the data directory, or where it would be made. */
final class DataChecks {
  private static final int SYNCS = 100;
  private static final int WRITE_BYTES = 4_096;
  private static final double PERCENTILE = 0.99;

  /** Every acknowledged step waits for a sync, so this is what a claim costs at the least. */
  private static final long SYNC_MAX_MICROS = 10_000;

  private static final long FREE_MIN_MIB = 1_024;
  private static final long MIB = 1024 * 1024;

  private DataChecks() {}

  static List<Finding> findings(Path data) {
    Path there = existing(data);
    return List.of(holder(data), writable(there), space(there));
  }

  /** The directory itself, or the nearest above it that is there. */
  private static Path existing(Path path) {
    Path there = path;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }

  private static Finding holder(Path data) {
    if (!Files.exists(data)) {
      return Finding.ok("data", data + " will be made");
    }
    try (DataDirectory directory = DataDirectory.take(data)) {
      return Finding.ok("data", directory.path() + " is free to be served");
    } catch (StoreRefused refused) {
      return Files.exists(data.resolve("FORMAT"))
          ? Finding.fail("data", data + " cannot be served", refused.getMessage())
          : Finding.of(isEmpty(data), "data", data + " holds no data", "name another directory");
    }
  }

  private static boolean isEmpty(Path directory) {
    String[] names = directory.toFile().list();
    return names != null && names.length == 0;
  }

  private static Finding writable(Path directory) {
    try {
      long[] micros = syncs(directory);
      Arrays.sort(micros);
      long middle = micros[SYNCS / 2];
      String found =
          "a write is on disk in "
              + middle
              + " µs, 99 % in "
              + micros[(int) (SYNCS * PERCENTILE)]
              + " µs";
      return Finding.of(middle <= SYNC_MAX_MICROS, "disk", found, "use a faster disk");
    } catch (IOException e) {
      return Finding.fail("disk", directory + " cannot be written, " + e, "make it writable");
    }
  }

  private static long[] syncs(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "doctor", ".tmp");
    long[] micros = new long[SYNCS];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(WRITE_BYTES);
      for (int i = 0; i < SYNCS; i++) {
        long from = System.nanoTime();
        channel.write(bytes.clear());
        channel.force(false);
        micros[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - from);
      }
    } finally {
      Files.delete(file);
    }
    return micros;
  }

  private static Finding space(Path directory) {
    try {
      long free = Files.getFileStore(directory).getUsableSpace() / MIB;
      return Finding.of(free >= FREE_MIN_MIB, "space", free + " MiB are free", "make room");
    } catch (IOException e) {
      return Finding.warn("space", "is not known, " + e, "look with df");
    }
  }
}
