package swarmline.loadtest.publish;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import swarmline.loadtest.pace.Arrivals;

/**
 * Keeps tasks coming while workers work, on a thread of its own: either so many open ahead of them,
 * or each when the schedule says, stamped with that moment. Thread-safe.
 */
public final class Supply {
  private static final Duration TICK = Duration.ofMillis(5);
  private static final int CONNECTIONS = 1;

  private final Publisher publisher;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile IOException failure;

  private interface Round {
    void go() throws IOException, InterruptedException;
  }

  private Supply(Publisher publisher, Round round) {
    this.publisher = publisher;
    this.thread = new Thread(() -> work(round), "supply");
    thread.setDaemon(true);
  }

  /** Publishes a batch whenever fewer than {@code ahead} tasks are open. */
  public static Supply ahead(Publisher publisher, long ahead, int batch, LongSupplier done) {
    return new Supply(
        publisher,
        () -> {
          if (publisher.acknowledged() - done.getAsLong() < ahead) {
            publisher.publishUpTo(publisher.acknowledged() + batch, CONNECTIONS);
          } else {
            TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
          }
        });
  }

  /** Publishes every task when it is due, those that fall together in one request. */
  public static Supply scheduled(Publisher publisher, Arrivals arrivals) {
    return new Supply(
        publisher,
        () -> {
          if (!publisher.publishDue(arrivals)) {
            TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
          }
        });
  }

  public void start() {
    thread.start();
  }

  /** Ends it after the request that is under way. */
  public void stop() throws InterruptedException {
    stopped = true;
    thread.join();
  }

  /** Why it ended by itself; null while it has not. */
  public IOException failure() {
    return failure;
  }

  private void work(Round round) {
    try {
      while (!stopped && !publisher.isStopped()) {
        round.go();
      }
    } catch (IOException given) {
      failure = given;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
