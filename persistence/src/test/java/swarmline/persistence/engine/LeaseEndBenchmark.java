package swarmline.persistence.engine;

import static swarmline.persistence.engine.RunningEngine.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.embedded.TestStores;

/**
 * How late leases end: many live leases, whose workers are silent, and the time from each deadline
 * to the stored end. Usage: leases, seconds of a lease, whether the engine is restarted meanwhile.
 */
public final class LeaseEndBenchmark {
  private static final int WORKERS = 100;

  private LeaseEndBenchmark() {}

  public static void main(String[] args) throws InterruptedException {
    int leases = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    boolean restart = Boolean.parseBoolean(args[2]);
    Path directory = TestStores.newDirectory();
    RunningEngine running = RunningEngine.start(directory);
    try {
      var pool = new BenchmarkPool(running.engine());
      pool.open(1, seconds);
      pool.publish(leases);
      hold(running.engine(), leases);
      Instant held = Instant.now();
      if (restart) {
        running.close();
        running = RunningEngine.start(directory);
      }
      Duration left = Duration.between(Instant.now(), held.plusSeconds(seconds + 3L));
      Thread.sleep(Math.max(0, left.toMillis()));
      report(running.engine(), leases, restart);
    } finally {
      running.close();
      TestStores.remove(directory);
    }
  }

  private static void hold(Engine engine, int leases) {
    List<CompletableFuture<?>> pulls = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      pulls.add(
          engine
              .pull(
                  new WorkerId(BenchmarkPool.TENANT, "w" + i),
                  List.of(BenchmarkPool.ID),
                  null,
                  leases / WORKERS,
                  Instant.now(),
                  Duration.ofSeconds(20),
                  null)
              .toCompletableFuture());
    }
    pulls.forEach(RunningEngine::await);
  }

  private static void report(Engine engine, int leases, boolean restart) {
    long[] late = new long[leases];
    int ended = 0;
    for (long number = 1; number <= leases; number++) {
      Instant deadline = null;
      for (TaskEvent event : await(engine.journal().events(new TaskId(BenchmarkPool.ID, number)))) {
        if (event instanceof TaskEvent.LeaseGranted granted) {
          deadline = granted.holdsUntil();
        } else if (event instanceof TaskEvent.LeaseExpired expired) {
          late[ended++] = Duration.between(deadline, expired.at()).toMillis();
        }
      }
    }
    long[] sorted = Arrays.copyOf(late, ended);
    Arrays.sort(sorted);
    System.out.printf(
        "%d of %d leases ended%s; after the deadline p50 %d ms, p99 %d ms, max %d ms%n",
        ended,
        leases,
        restart ? " across a restart" : "",
        sorted[ended / 2],
        sorted[(int) (ended * 0.99)],
        sorted[ended - 1]);
  }
}
