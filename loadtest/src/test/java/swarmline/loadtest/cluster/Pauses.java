package swarmline.loadtest.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import swarmline.loadtest.history.HistoryReader;
import swarmline.loadtest.history.Note;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.server.PlatformApi;

/**
 * How long anybody had to wait while something was done to a cluster. A platform asks every node
 * again and again to publish to each slice, as a client that tries again does; workers are found in
 * their history.
 */
final class Pauses {
  /** Seldom enough not to be what keeps the machine busy. */
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(250);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  private final WallClock clock = new WallClock(InstantSource.system());
  private final long from = clock.micros();
  private Thread platform;
  private final List<Duration> tries = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean over;
  private long to;
  private int node;
  private Duration leaving;
  private Duration worker = Duration.ZERO;

  private Pauses() {}

  /** From now on until a node has {@link #left}. */
  static Pauses watch(LocalCluster cluster) throws IOException {
    var pauses = new Pauses();
    var api = new PlatformApi(cluster.anyNode());
    pauses.platform = new Thread(() -> pauses.publish(cluster, api), "platform");
    pauses.platform.setDaemon(true);
    pauses.platform.start();
    return pauses;
  }

  private void publish(LocalCluster cluster, PlatformApi api) {
    try {
      while (!over) {
        long first = System.nanoTime();
        int probe = cluster.nextProbe();
        while (!cluster.published(api, probe)) {
          TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
        }
        tries.add(Duration.ofNanos(System.nanoTime() - first));
        TimeUnit.NANOSECONDS.sleep(BETWEEN_REQUESTS.toNanos());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** A node has left meanwhile, and all is over. */
  void left(int number, Duration within) throws InterruptedException {
    node = number;
    leaving = within;
    over = true;
    platform.join();
    to = clock.micros();
  }

  /** Looks how long a worker had neither work nor an answer. */
  void workersIn(Path history) throws IOException {
    Map<Integer, Long> last = new HashMap<>();
    HistoryReader.read(
        history,
        note -> {
          if (note instanceof Note.Leased leased) {
            heard(last, leased.worker(), leased.at());
          } else if (note instanceof Note.Accepted accepted) {
            heard(last, accepted.worker(), accepted.at());
          }
        });
  }

  private void heard(Map<Integer, Long> last, int who, long at) {
    long before = Math.max(from, last.getOrDefault(who, at));
    last.put(who, at);
    if (at > from && before < to) {
      Duration silence = Duration.of(at - before, java.time.temporal.ChronoUnit.MICROS);
      worker = silence.compareTo(worker) > 0 ? silence : worker;
    }
  }

  /** Of a platform or of a worker. */
  Duration longest() {
    Duration platform = platform();
    return platform.compareTo(worker) > 0 ? platform : worker;
  }

  private Duration platform() {
    return tries.stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  @Override
  public String toString() {
    String worked = worker.isZero() ? "" : ", a worker for " + worker.toMillis() + " ms";
    return "node %d left in %d ms; a platform waited for %d ms at the most%s"
        .formatted(node, leaving.toMillis(), platform().toMillis(), worked);
  }
}
