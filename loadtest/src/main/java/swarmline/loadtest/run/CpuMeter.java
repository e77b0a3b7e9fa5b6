package swarmline.loadtest.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Processor time used since a moment: by this process, its busiest socket thread, the server. */
final class CpuMeter {
  private static final double NANOS_PER_SECOND = 1e9;

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<Thread> watched;
  private final Supplier<Duration> others;
  private final Supplier<Duration> server;
  private final long startNanos = System.nanoTime();
  private final long startCpu;
  private final long[] startOfThread;
  private final Duration startOfOthers;
  private final Duration startOfServer;

  /**
   * @param others processor time of joined generators so far
   * @param server processor time of the server so far; zero where it is not known
   */
  CpuMeter(List<Thread> watched, Supplier<Duration> others, Supplier<Duration> server) {
    this.others = others;
    this.watched = watched;
    this.server = server;
    startCpu = system.getProcessCpuTime();
    startOfThread = watched.stream().mapToLong(this::cpuOf).toArray();
    startOfOthers = others.get();
    startOfServer = server.get();
  }

  Cpu read() {
    double elapsed = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    long ofOthers = others.get().minus(startOfOthers).toNanos();
    double own = (system.getProcessCpuTime() - startCpu + ofOthers) / NANOS_PER_SECOND;
    double busiest = 0;
    for (int i = 0; i < startOfThread.length; i++) {
      double used = (cpuOf(watched.get(i)) - startOfThread[i]) / NANOS_PER_SECOND;
      busiest = Math.max(busiest, used / elapsed);
    }
    double ofServer = server.get().minus(startOfServer).toNanos() / NANOS_PER_SECOND;
    return new Cpu(own, own / elapsed, busiest, ofServer / elapsed);
  }

  private long cpuOf(Thread thread) {
    return Math.max(0, threads.getThreadCpuTime(thread.getId()));
  }
}
