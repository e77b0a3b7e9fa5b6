package swarmline.persistence.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to the last log before RocksDB reads it: a torn tail is cut off. */
final class LogRepair {
  private static final Logger log = LoggerFactory.getLogger(LogRepair.class);

  private LogRepair() {}

  /** Leaves a last log that is whole, or refuses the directory. */
  static void apply(Path database) {
    try {
      List<Path> logs = LogInspection.logs(database);
      if (!logs.isEmpty()) {
        repair(LogInspection.of(logs.get(logs.size() - 1)));
      }
    } catch (IOException e) {
      throw new StoreRefused("The log in " + database + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void repair(LogInspection last) throws IOException {
    if (last.corrupt()) {
      throw new StoreRefused(
          "The log "
              + last.file()
              + " is corrupt after byte "
              + last.intact()
              + " of "
              + last.length()
              + ": batches that were acknowledged follow the damage. Restore the directory from a"
              + " backup.");
    }
    if (last.torn()) {
      log.warn(
          "Cutting {} bytes off {} after byte {}: the last write was torn before it was"
              + " acknowledged",
          last.length() - last.intact(),
          last.file(),
          last.intact());
      try (FileChannel channel = FileChannel.open(last.file(), StandardOpenOption.WRITE)) {
        channel.truncate(last.intact());
        channel.force(true);
      }
    }
  }
}
