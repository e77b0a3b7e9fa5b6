package swarmline.persistence.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What is wrong with a write-ahead log of RocksDB, if anything. A batch is synced before the next
 * one begins, so only the last batch of the last log can be torn, and it was never acknowledged:
 * damage that no beginning of a batch follows is a torn tail, any other is corruption. The form of
 * the log is RocksDB's {@code log_format.h}: blocks of 32 KiB, records of a checksum, a length, a
 * type and the data, batches split where a block ends.
 *
 * @param length bytes in the file
 * @param intact bytes up to the end of the last whole batch
 * @param corrupt whether a batch begins after the damage
 */
public record LogInspection(Path file, long length, long intact, boolean corrupt) {
  private static final int BLOCK = 32 * 1024;
  private static final int HEADER = 7;
  private static final int CHECKSUM_MASK = 0xa282ead8;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;
  private static final int COMPRESSION = 9;
  private static final int TIMESTAMPS = 10;
  private static final int PREDECESSOR = 130;
  private static final String SUFFIX = ".log";

  /** Whether everything in the file is whole. */
  public boolean whole() {
    return intact == length;
  }

  /** Whether the file ends in the middle of its last batch. */
  public boolean torn() {
    return !whole() && !corrupt;
  }

  /** The logs of a database, oldest first. */
  public static List<Path> logs(Path database) throws IOException {
    if (!Files.isDirectory(database)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(database)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]+\\" + SUFFIX))
          .sorted(Comparator.comparingLong(LogInspection::number))
          .collect(Collectors.toList());
    }
  }

  private static long number(Path log) {
    String name = log.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  /** Reads the log to its end. */
  public static LogInspection of(Path log) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      long length = channel.size();
      if (length == 0) {
        return new LogInspection(log, 0, 0, false);
      }
      ByteBuffer bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, length).order(ByteOrder.LITTLE_ENDIAN);
      Reader reader = new Reader(bytes);
      long intact = reader.readWholeBatches();
      boolean corrupt = intact < length && reader.batchBeginsAfterDamage();
      return new LogInspection(log, length, intact, corrupt);
    }
  }

  /** Walks over the records of one log. */
  private static final class Reader {
    private final ByteBuffer bytes;
    private final int length;
    private final CRC32C crc = new CRC32C();
    private int at;

    Reader(ByteBuffer bytes) {
      this.bytes = bytes;
      this.length = bytes.limit();
    }

    /** The end of the last whole batch before any damage; the reader stays at the damage. */
    int readWholeBatches() {
      int intact = 0;
      boolean inBatch = false;
      while (true) {
        skipBlockTrailer();
        int type = at < length ? typeOfValidRecord(at) : -1;
        boolean expected =
            switch (type) {
              case FULL, FIRST, COMPRESSION, TIMESTAMPS, PREDECESSOR -> !inBatch;
              case MIDDLE, LAST -> inBatch;
              default -> false;
            };
        if (!expected) {
          return at >= length && !inBatch ? length : intact;
        }
        inBatch = type == FIRST || type == MIDDLE;
        at = end(at);
        if (!inBatch) {
          intact = at;
        }
      }
    }

    /** Whether a record that begins a batch stands anywhere after the damage. */
    boolean batchBeginsAfterDamage() {
      int blockEnd = Math.min(length, (at / BLOCK + 1) * BLOCK);
      for (int from = at + 1; from + HEADER <= blockEnd; from++) {
        if (beginsBatch(from)) {
          return true;
        }
      }
      for (int block = (at / BLOCK + 1) * BLOCK; block < length; block += BLOCK) {
        int from = block;
        while (from + HEADER <= Math.min(length, block + BLOCK) && typeOfValidRecord(from) > 0) {
          if (beginsBatch(from)) {
            return true;
          }
          from = end(from);
        }
      }
      return false;
    }

    private boolean beginsBatch(int from) {
      int type = bytes.get(from + HEADER - 1) & 0xff;
      return (type == FULL || type == FIRST) && typeOfValidRecord(from) == type;
    }

    /** The end of a block that is too short for a header holds nothing. */
    private void skipBlockTrailer() {
      int left = BLOCK - at % BLOCK;
      if (left < HEADER) {
        at = Math.min(length, at + left);
      }
    }

    private int end(int from) {
      return from + HEADER + (bytes.getShort(from + 4) & 0xffff);
    }

    /** The record's type, or -1 where no whole record with a right checksum begins. */
    private int typeOfValidRecord(int from) {
      if (from + HEADER > length) {
        return -1;
      }
      int type = bytes.get(from + HEADER - 1) & 0xff;
      int end = end(from);
      if (type == 0 || end > length || end > (from / BLOCK + 1) * BLOCK) {
        return -1;
      }
      crc.reset();
      crc.update(bytes.duplicate().position(from + HEADER - 1).limit(end));
      int checksum = (int) crc.getValue();
      int masked = ((checksum >>> 15) | (checksum << 17)) + CHECKSUM_MASK;
      return masked == bytes.getInt(from) ? type : -1;
    }
  }
}
