package swarmline.api.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the doctor looks at outside of the data directory. */
final class Machine {
  private static final int JAVA_MIN = 17;
  private static final int CORES_MIN = 2;
  private static final long HEAP_MIN_MIB = 512;
  private static final long MIB = 1024 * 1024;

  /** Enough for a thousand workers and the store. */
  private static final long FILES_MIN = 4_096;

  /** No machine whose clock is right runs this before it was written. */
  private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");

  private static final Duration CLOCK_WATCHED = Duration.ofMillis(200);
  private static final Duration CLOCK_DRIFT_MAX = Duration.ofMillis(20);

  private Machine() {}

  static List<Finding> findings() {
    return List.of(java(), cores(), memory(), files(), clock());
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    return version >= JAVA_MIN
        ? Finding.ok("java", Runtime.version().toString())
        : Finding.fail("java", Runtime.version().toString(), "install Java " + JAVA_MIN);
  }

  private static Finding cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return Finding.of(
        cores >= CORES_MIN, "cores", Integer.toString(cores), "give it " + CORES_MIN + " or more");
  }

  private static Finding memory() {
    long heap = Runtime.getRuntime().maxMemory() / MIB;
    return Finding.of(
        heap >= HEAP_MIN_MIB,
        "memory",
        heap + " MiB of heap at the most",
        "start Java with -Xmx" + HEAP_MIN_MIB + "m or more");
  }

  private static Finding files() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long limit = unix.getMaxFileDescriptorCount();
      return Finding.of(
          limit >= FILES_MIN,
          "open files",
          limit + " at the most",
          "each worker takes one; raise it with ulimit -n");
    }
    return Finding.ok("open files", "this system does not say how many");
  }

  /** Whether the wall clock is of this time, and runs as fast as time passes. */
  private static Finding clock() {
    Instant from = Instant.now();
    long fromNanos = System.nanoTime();
    while (System.nanoTime() - fromNanos < CLOCK_WATCHED.toNanos()) {
      Thread.onSpinWait();
    }
    Duration passed = Duration.ofNanos(System.nanoTime() - fromNanos);
    Duration drift = Duration.between(from, Instant.now()).minus(passed).abs();
    boolean fine = from.isAfter(WRITTEN) && drift.compareTo(CLOCK_DRIFT_MAX) <= 0;
    return Finding.of(
        fine,
        "clock",
        from + ", off by " + drift.toMillis() + " ms in " + passed.toMillis() + " ms",
        "let NTP set it; times in answers come from it");
  }

  static Finding port(String host, int port) {
    String address = host + ":" + port;
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
      return Finding.ok("port", address + " is free");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.fail(
          "port", address + " cannot be listened on, " + e.getMessage(), "choose another");
    }
  }
}
