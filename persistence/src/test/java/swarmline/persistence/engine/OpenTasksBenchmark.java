package swarmline.persistence.engine;

import static swarmline.persistence.engine.RunningEngine.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import swarmline.engine.dispatch.WorkerReply.Pulled;
import swarmline.engine.id.WorkerId;
import swarmline.persistence.embedded.TestStores;

/**
 * What open tasks cost: heap for each after a collection, the rate of publishing in process, and
 * the time from the start of an engine on them to the first claim. Usage: how many.
 */
public final class OpenTasksBenchmark {
  private OpenTasksBenchmark() {}

  public static void main(String[] args) {
    int tasks = Integer.parseInt(args[0]);
    Path directory = TestStores.newDirectory();
    try {
      publish(directory, tasks);
      restart(directory, tasks);
    } finally {
      TestStores.remove(directory);
    }
  }

  private static void publish(Path directory, int tasks) {
    try (RunningEngine running = RunningEngine.start(directory)) {
      var pool = new BenchmarkPool(running.engine());
      pool.open(1, 600);
      long before = heap();
      long from = System.nanoTime();
      pool.publish(tasks);
      double seconds = (System.nanoTime() - from) / 1e9;
      System.out.printf(
          "published %d tasks in process at %.0f/s; %.0f bytes of heap each%n",
          tasks, tasks / seconds, (double) (heap() - before) / tasks);
    }
  }

  private static void restart(Path directory, int tasks) {
    long before = heap();
    long from = System.nanoTime();
    try (RunningEngine running = RunningEngine.start(directory)) {
      double started = (System.nanoTime() - from) / 1e9;
      var worker = new WorkerId(BenchmarkPool.TENANT, "first");
      var pulled =
          (Pulled)
              await(
                  running
                      .engine()
                      .pull(
                          worker,
                          List.of(BenchmarkPool.ID),
                          null,
                          1,
                          Instant.now(),
                          Duration.ofSeconds(1),
                          null));
      double claimed = (System.nanoTime() - from) / 1e9;
      System.out.printf(
          "restarted on %d open tasks in %.1f s, first claim (%d lease) after %.1f s; %.0f bytes of"
              + " heap each%n",
          tasks, started, pulled.assignments().size(), claimed, (double) (heap() - before) / tasks);
    }
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
