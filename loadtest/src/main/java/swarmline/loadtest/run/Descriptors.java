package swarmline.loadtest.run;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** How many files and sockets this process may open. */
final class Descriptors {
  /** What a run needs beside its workers' sockets. */
  private static final int OTHERS = 200;

  private Descriptors() {}

  /**
   * Makes sure that so many workers can have a socket each.
   *
   * @throws IOException where the limit is too low, with what to do about it
   */
  static void require(int workers) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof UnixOperatingSystemMXBean unix) {
      require(workers, unix.getMaxFileDescriptorCount());
    }
  }

  static void require(int workers, long limit) throws IOException {
    if (workers + OTHERS > limit) {
      throw new IOException(
          workers
              + " workers need as many sockets, and this process may open "
              + limit
              + " files: raise the limit with ulimit -n "
              + (workers + 2 * OTHERS));
    }
  }
}
