package swarmline.persistence.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.SessionMessage.Accepted;
import swarmline.engine.dispatch.SessionMessage.Assigned;
import swarmline.engine.dispatch.SessionMessage.Settled;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.id.WorkerId;
import swarmline.persistence.embedded.TestStores;

/**
 * Full cycles through the engine and the embedded store in one process, fsync on: each worker
 * answers what it is assigned at once. A cycle is an answer accepted, settled and recorded in the
 * worker's ledger; the claim's latency is from an answer to the next assignment. The processor's
 * time is all of the process, the simulated workers and the compiler's share, which is told apart,
 * included.
 *
 * <p>Usage: workers, redundancy, seconds, seconds to warm up (8 where left out); see {@code
 * docs/benchmarks.md}.
 */
public final class DispatchBenchmark {
  private static final int WARM_UP_SECONDS = 8;

  private final RunningEngine running;
  private final int redundancy;
  private final BenchmarkPool tasks;
  private final AtomicLong settled = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicInteger samples = new AtomicInteger();
  private final long[] latencies = new long[20_000_000];
  private volatile boolean measuring;

  private DispatchBenchmark(RunningEngine running, int redundancy) {
    this.running = running;
    this.redundancy = redundancy;
    this.tasks = new BenchmarkPool(running.engine());
  }

  public static void main(String[] args) throws Exception {
    int workers = Integer.parseInt(args[0]);
    int redundancy = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    int warmUp = args.length > 3 ? Integer.parseInt(args[3]) : WARM_UP_SECONDS;
    Path directory = TestStores.newDirectory();
    try (RunningEngine running = RunningEngine.start(directory)) {
      new DispatchBenchmark(running, redundancy)
          .run(workers, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    } finally {
      TestStores.remove(directory);
    }
  }

  private void run(int workers, Duration warmUp, Duration length) throws InterruptedException {
    Engine engine = running.engine();
    tasks.open(redundancy, 600);
    tasks.publish(200_000);
    for (int i = 0; i < workers; i++) {
      String name = "w" + i;
      ActorRef<SessionMessage> session =
          running
              .system()
              .systemActorOf(
                  Behaviors.setup(context -> new Worker(context, name)),
                  "session-" + name,
                  Props.empty());
      engine.tell(
          new WorkerId(BenchmarkPool.TENANT, name),
          new WorkerCommand.Connect("", session, 1, List.of(BenchmarkPool.ID)));
    }
    Thread publisher = new Thread(this::keepPublished, "publisher");
    publisher.setDaemon(true);
    publisher.start();
    Thread.sleep(warmUp.toMillis());
    measuring = true;
    long acceptedBefore = accepted.get();
    long settledBefore = settled.get();
    long cpuBefore = processorNanos();
    long compilerBefore = compilerMillis();
    long from = System.nanoTime();
    Thread.sleep(length.toMillis());
    double seconds = (System.nanoTime() - from) / 1e9;
    long cycles = accepted.get() - acceptedBefore;
    double cpuSeconds = (processorNanos() - cpuBefore) / 1e9;
    double compilerSeconds = (compilerMillis() - compilerBefore) / 1e3;
    report(workers, cycles / seconds, (settled.get() - settledBefore) / seconds);
    System.out.printf(
        "processor: %.2f cores, of these the compiler %.2f; %.0f us a cycle without the compiler%n",
        cpuSeconds / seconds,
        compilerSeconds / seconds,
        (cpuSeconds - compilerSeconds) * 1e6 / cycles);
    measuring = false;
    publisher.interrupt();
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long compilerMillis() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }

  private void report(int workers, double acceptedRate, double settledRate) {
    int count = Math.min(samples.get(), latencies.length);
    long[] sorted = Arrays.copyOf(latencies, count);
    Arrays.sort(sorted);
    System.out.printf(
        "workers %d redundancy %d: %.0f cycles/s accepted, %.0f settled; claim p50 %.2f ms, p99"
            + " %.2f ms, p99.9 %.2f ms%n",
        workers,
        redundancy,
        acceptedRate,
        settledRate,
        millis(sorted, 0.5),
        millis(sorted, 0.99),
        millis(sorted, 0.999));
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * quantile)] / 1e6;
  }

  /** There are always tasks to do. */
  private void keepPublished() {
    while (!Thread.currentThread().isInterrupted()) {
      if (tasks.count().open() < 150_000) {
        tasks.publish(50_000);
      } else {
        try {
          Thread.sleep(200);
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  /** A worker that answers at once. */
  private final class Worker extends AbstractBehavior<SessionMessage> {
    private final WorkerId id;
    private long answeredAt;

    Worker(ActorContext<SessionMessage> context, String name) {
      super(context);
      this.id = new WorkerId(BenchmarkPool.TENANT, name);
    }

    @Override
    public Receive<SessionMessage> createReceive() {
      return newReceiveBuilder()
          .onMessage(Assigned.class, this::assigned)
          .onMessage(Accepted.class, this::accepted)
          .onMessage(Settled.class, this::settled)
          .onAnyMessage(other -> this)
          .build();
    }

    private Behavior<SessionMessage> assigned(Assigned assigned) {
      long now = System.nanoTime();
      if (measuring && answeredAt != 0) {
        int at = samples.getAndIncrement();
        if (at < latencies.length) {
          latencies[at] = now - answeredAt;
        }
      }
      answeredAt = now;
      running
          .engine()
          .tell(
              id,
              new WorkerCommand.Answer(
                  "", assigned.held().assignment(), "\"yes\"", getContext().getSelf()));
      return this;
    }

    private Behavior<SessionMessage> accepted(Accepted reply) {
      accepted.incrementAndGet();
      return this;
    }

    private Behavior<SessionMessage> settled(Settled one) {
      settled.incrementAndGet();
      return this;
    }
  }
}
