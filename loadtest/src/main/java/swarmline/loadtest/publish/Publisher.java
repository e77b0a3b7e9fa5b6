package swarmline.loadtest.publish;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongUnaryOperator;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.pace.Arrivals;
import swarmline.loadtest.server.ApiRefusal;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.PublishReply;

/**
 * Publishes a counted series of tasks over several connections, batch by batch, pool by pool. A
 * batch that was not acknowledged is sent again with the same keys.
 */
public final class Publisher {
  /** Bytes of the smallest payload. */
  public static final int PAYLOAD_MIN = TaskLines.payloadMin();

  private static final int OK = 200;
  private static final Duration RETRY = Duration.ofMillis(100);

  /**
   * What is published.
   *
   * @param series begins the task keys
   * @param batch tasks in one request
   */
  public record Goods(List<String> pools, String series, int payloadBytes, int batch) {
    public Goods {
      if (payloadBytes < PAYLOAD_MIN) {
        throw new IllegalArgumentException("a payload has at least " + PAYLOAD_MIN + " bytes");
      }
      pools = List.copyOf(pools);
    }
  }

  private final PlatformApi api;
  private final Goods goods;
  private final WallClock clock;
  private final HistoryFile history;
  private final Duration patience;
  private final AtomicLong claimed = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private volatile boolean stopped;

  /**
   * @param history null where none is kept
   * @param patience how long a batch is tried again
   */
  public Publisher(
      PlatformApi api, Goods goods, WallClock clock, HistoryFile history, Duration patience) {
    this.api = api;
    this.goods = goods;
    this.clock = clock;
    this.history = history;
    this.patience = patience;
  }

  /** Tasks that the server has acknowledged. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** Gives up soon. */
  public void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /**
   * Publishes the tasks whose time has come, each stamped with that time. By one thread, and not
   * beside {@link #publishUpTo}.
   *
   * @return whether there were any
   */
  boolean publishDue(Arrivals arrivals) throws IOException, InterruptedException {
    long now = System.nanoTime();
    long[] due = new long[goods.batch()];
    int count = 0;
    while (count < due.length && arrivals.next() - now <= 0) {
      due[count++] = clock.micros(arrivals.next());
      arrivals.advance();
    }
    if (count == 0) {
      return false;
    }
    Scribe scribe = history == null ? null : history.scribe();
    long first = claimed.getAndAdd(count);
    publish(first, count, line -> due[(int) (line - first)], scribe);
    if (scribe != null) {
      scribe.flush();
    }
    return true;
  }

  /** Publishes until the series has this many tasks, over this many connections. */
  public void publishUpTo(long total, int connections) throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      var thread = new Thread(() -> work(total), "publisher-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private void work(long total) {
    Scribe scribe = history == null ? null : history.scribe();
    try {
      while (!stopped && failure.get() == null) {
        long first = claimed.getAndUpdate(n -> Math.min(total, n + goods.batch()));
        int count = (int) Math.min(goods.batch(), total - first);
        if (count <= 0) {
          break;
        }
        publish(first, count, line -> clock.micros(), scribe);
      }
    } catch (IOException given) {
      failure.compareAndSet(null, given);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      if (scribe != null) {
        scribe.flush();
      }
    }
  }

  private void publish(long first, int count, LongUnaryOperator times, Scribe scribe)
      throws IOException, InterruptedException {
    String pool = goods.pools().get((int) (requests.getAndIncrement() % goods.pools().size()));
    if (scribe != null) {
      scribe.publishing(clock.micros(), pool, goods.series(), first, count);
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (!stopped) {
      try {
        send(pool, first, count, times);
        if (scribe != null) {
          scribe.published(clock.micros(), pool, goods.series(), first, count);
        }
        acknowledged.addAndGet(count);
        return;
      } catch (ApiRefusal refusal) {
        if (!refusal.isTemporary()) {
          throw refusal;
        }
        pauseBefore(deadline, refusal);
      } catch (IOException lost) {
        pauseBefore(deadline, lost);
      }
    }
  }

  private void send(String pool, long first, int count, LongUnaryOperator times)
      throws IOException, InterruptedException {
    var lines = new TaskLines(goods.series(), goods.payloadBytes(), first, count, times);
    var body = BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(lines), lines.bytes());
    PublishReply reply = api.publish(pool, body);
    if (reply.isTemporary()) {
      throw new IOException("the server asks to send it again: " + reply.firstRefusal());
    }
    if (reply.refused() > 0 || reply.added() + reply.existing() != count) {
      throw new ApiRefusal("publishing " + count + " good lines", OK, reply.toString());
    }
  }

  private void pauseBefore(long deadline, IOException why)
      throws IOException, InterruptedException {
    if (System.nanoTime() + RETRY.toNanos() > deadline) {
      throw why;
    }
    TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
  }
}
