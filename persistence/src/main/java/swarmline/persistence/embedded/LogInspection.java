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
      Reader reader = new Reader(channel);
      long intact = reader.readWholeBatches();
      boolean corrupt = intact < reader.length && reader.batchBeginsAfterDamage();
      return new LogInspection(log, reader.length, intact, corrupt);
    }
  }

  /** Walks over the records of one log, a block at a time: no record reaches over its block. */
  private static final class Reader {
    private final FileChannel channel;
    private final long length;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    private long blockStart = -1;
    private long at;

    Reader(FileChannel channel) throws IOException {
      this.channel = channel;
      this.length = channel.size();
    }

    /** The end of the last whole batch before any damage; the reader stays at the damage. */
    long readWholeBatches() throws IOException {
      long intact = 0;
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
    boolean batchBeginsAfterDamage() throws IOException {
      long next = (at / BLOCK + 1) * BLOCK;
      for (long from = at + 1; from + HEADER <= Math.min(length, next); from++) {
        if (beginsBatch(from)) {
          return true;
        }
      }
      for (long start = next; start < length; start += BLOCK) {
        long from = start;
        while (typeOfValidRecord(from) > 0) {
          if (beginsBatch(from)) {
            return true;
          }
          from = end(from);
        }
      }
      return false;
    }

    private boolean beginsBatch(long from) throws IOException {
      int type = typeAt(from);
      return (type == FULL || type == FIRST) && typeOfValidRecord(from) == type;
    }

    /** The end of a block that is too short for a header holds nothing. */
    private void skipBlockTrailer() {
      long left = BLOCK - at % BLOCK;
      if (left < HEADER) {
        at = Math.min(length, at + left);
      }
    }

    /** The record's type, or -1 where no whole record with a right checksum begins. */
    private int typeOfValidRecord(long from) throws IOException {
      long blockEnd = (from / BLOCK + 1) * BLOCK;
      if (from + HEADER > Math.min(length, blockEnd)) {
        return -1;
      }
      int type = typeAt(from);
      long end = end(from);
      if (type == 0 || end > Math.min(length, blockEnd)) {
        return -1;
      }
      int begin = (int) (from - blockStart);
      crc.reset();
      crc.update(block.array(), begin + HEADER - 1, (int) (end - from) - HEADER + 1);
      int checksum = (int) crc.getValue();
      int masked = ((checksum >>> 15) | (checksum << 17)) + CHECKSUM_MASK;
      return masked == block.getInt(begin) ? type : -1;
    }

    private int typeAt(long from) throws IOException {
      load(from);
      return block.get((int) (from - blockStart) + HEADER - 1) & 0xff;
    }

    private long end(long from) throws IOException {
      load(from);
      return from + HEADER + (block.getShort((int) (from - blockStart) + 4) & 0xffff);
    }

    private void load(long from) throws IOException {
      long start = from / BLOCK * BLOCK;
      if (start == blockStart) {
        return;
      }
      block.clear();
      int read = 0;
      while (read >= 0 && block.hasRemaining()) {
        read = channel.read(block, start + block.position());
      }
      block.clear();
      blockStart = start;
    }
  }
}
