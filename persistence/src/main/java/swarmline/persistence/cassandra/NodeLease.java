package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's right to write, under a number no process had before. It is renewed in Cassandra
 * by compare-and-set and holds for a while after the moment at which the last renewal was
 * <em>sent</em>, by this machine's monotonic clock. Another node that has seen no renewal for as
 * long, by its own clock, may end it, and then it is never renewed again. So no two clocks need to
 * agree, only to run at about the same speed. Thread-safe.
 */
final class NodeLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);
  private static final String CLUSTER = "swarmline";
  private static final String COUNTER = "node";

  private final Queries queries;
  private final Statements statements;
  private final Duration lease;
  private final Duration renewEvery;
  private final LongSupplier nanos;
  private final ScheduledExecutorService timer;
  private final CompletableFuture<Done> lost = new CompletableFuture<>();
  private final Map<Long, Seen> others = new HashMap<>();
  private long number;
  private long renewal;
  private volatile long validUntil;

  /** What was last seen of another node, and when it was seen first. */
  private record Seen(long renewal, long since) {}

  NodeLease(
      Queries queries, Statements statements, CassandraSettings settings, LongSupplier nanos) {
    this.queries = queries;
    this.statements = statements;
    this.lease = settings.lease();
    this.renewEvery = settings.renewEvery();
    this.nanos = nanos;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var thread = new Thread(work, "swarmline-lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Takes a number and the first lease. Blocks. */
  @SuppressWarnings("FutureReturnValueIgnored") // a beat says itself what goes wrong
  void take() {
    number = nextNumber();
    long sent = nanos.getAsLong();
    if (!join(queries.applied(statements.joinNodes.bind(CLUSTER, number, 0L)))) {
      throw new IllegalStateException("Node number " + number + " is taken already");
    }
    validUntil = sent + lease.toNanos();
    timer.scheduleWithFixedDelay(
        this::beat, renewEvery.toNanos(), renewEvery.toNanos(), TimeUnit.NANOSECONDS);
  }

  private long nextNumber() {
    if (join(queries.applied(statements.firstNumber.bind(COUNTER, 1L)))) {
      return 1;
    }
    while (true) {
      // Others may be taking numbers at this moment: only a serial read sees what they have agreed
      // on.
      long last =
          join(queries.first(
                  statements
                      .lastNumber
                      .bind(COUNTER)
                      .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL)))
              .orElseThrow()
              .getLong(0);
      if (join(queries.applied(statements.nextNumber.bind(last + 1, COUNTER, last)))) {
        return last + 1;
      }
    }
  }

  /** Greater than the number of every process that started before. */
  long number() {
    return number;
  }

  /** Whether this process may write now. */
  boolean valid() {
    return validUntil - nanos.getAsLong() > 0 && !lost.isDone();
  }

  /** Completes when another node has ended this lease: nothing here may write any more. */
  CompletionStage<Done> lost() {
    return lost;
  }

  private void beat() {
    try {
      renew();
      look();
    } catch (RuntimeException e) {
      // The lease runs out by itself; renewing is tried again until then and after.
      LOG.warn("The lease of node {} could not be renewed: {}", number, e.getMessage());
    }
  }

  /** Renews the lease. Blocks. */
  void renew() {
    if (lost.isDone()) {
      return;
    }
    long sent = nanos.getAsLong();
    var result =
        join(queries.run(statements.renewNode.bind(renewal + 1, CLUSTER, number, renewal)));
    boolean applied = result.wasApplied();
    Row current = applied ? null : result.one();
    // An earlier renewal whose answer was lost may have been applied: only this process renews.
    if (applied) {
      renewal++;
      validUntil = sent + lease.toNanos();
    } else if (current != null
        && current.getColumnDefinitions().contains("renewal")
        && !current.isNull("renewal")) {
      renewal = current.getLong("renewal");
    } else {
      LOG.error("Another node has ended the lease of node {}: it writes nothing any more", number);
      lost.complete(Done.getInstance());
    }
  }

  /** Looks how the others are. Blocks. */
  void look() {
    Map<Long, Long> now = new HashMap<>();
    join(queries.rows(statements.nodes.bind(CLUSTER)))
        .forEach(row -> now.put(row.getLong("number"), row.getLong("renewal")));
    long at = nanos.getAsLong();
    synchronized (others) {
      others.keySet().retainAll(now.keySet());
      now.forEach(
          (node, seen) -> {
            Seen before = others.get(node);
            if (before == null || before.renewal() != seen) {
              others.put(node, new Seen(seen, at));
            }
          });
    }
  }

  /**
   * Whether a node has ended, or is ended now because its lease is over. Where it is not, look
   * again later.
   */
  CompletionStage<Boolean> ended(long node) {
    if (node == number) {
      return CompletableFuture.completedStage(false);
    }
    return queries
        .rows(statements.nodes.bind(CLUSTER))
        .thenCompose(
            rows -> {
              OptionalLong now =
                  rows.stream()
                      .filter(row -> row.getLong("number") == node)
                      .mapToLong(row -> row.getLong("renewal"))
                      .findAny();
              if (now.isEmpty()) {
                return CompletableFuture.completedStage(true);
              }
              return over(node, now.getAsLong())
                  ? queries.applied(statements.leaveNodes.bind(CLUSTER, node, now.getAsLong()))
                  : CompletableFuture.completedStage(false);
            });
  }

  /** How many other nodes renew their leases; waits for the end of those that do not. Blocks. */
  long others() {
    long deadline = nanos.getAsLong() + 2 * lease.toNanos();
    List<Long> left =
        join(queries.rows(statements.nodes.bind(CLUSTER))).stream()
            .map(row -> row.getLong("number"))
            .filter(node -> node != number)
            .collect(Collectors.toCollection(ArrayList::new));
    while (!left.isEmpty() && nanos.getAsLong() < deadline) {
      left.removeIf(node -> join(ended(node)));
      join(Queries.later(renewEvery));
    }
    return left.size();
  }

  /** Whether this renewal has been the last one for longer than a lease. */
  private boolean over(long node, long current) {
    long at = nanos.getAsLong();
    synchronized (others) {
      Seen seen = others.get(node);
      if (seen == null || seen.renewal() != current) {
        others.put(node, new Seen(current, at));
        return false;
      }
      return at - seen.since() > lease.toNanos();
    }
  }

  /** Gives the lease up, so that nobody needs to wait for its end. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(lease.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A renewal of node {} is still under way", number);
      }
      if (lost.complete(Done.getInstance())) {
        join(queries.applied(statements.leaveNodes.bind(CLUSTER, number, renewal)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Node {} could not say that it leaves: {}", number, e.getMessage());
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
