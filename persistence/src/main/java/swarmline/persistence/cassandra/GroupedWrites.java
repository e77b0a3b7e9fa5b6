package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import swarmline.persistence.embedded.StoreFailure;

/**
 * Writes to one place of a table, one statement at a time: what comes while one is under way goes
 * together into the next, as a batch of one Cassandra partition, which is as cheap as one row. A
 * write that fails is tried again a few times; every one may be written twice. Thread-safe.
 */
final class GroupedWrites {
  private static final int ROWS_MAX = 100;
  private static final int BYTES_MAX = 256 * 1024;
  private static final int ATTEMPTS = 5;
  private static final long FIRST_PAUSE_MILLIS = 50;

  private final Queries queries;
  private final int waitingMax;
  private final Map<List<?>, Place> places = new HashMap<>();
  private int waiting;

  /** What waits for one Cassandra partition while a statement to it is under way. */
  private static final class Place {
    private final Queue<Pending> queue = new ArrayDeque<>();
  }

  private record Pending(List<BoundStatement> rows, int bytes, CompletableFuture<Done> stage) {}

  GroupedWrites(Queries queries, CassandraSettings settings) {
    this.queries = queries;
    this.waitingMax = settings.writesWaiting();
  }

  /**
   * Writes a row.
   *
   * @param place names the Cassandra partition: the table and its key
   * @param bytes about as many as the row has
   */
  CompletionStage<Done> write(List<?> place, BoundStatement statement, int bytes) {
    return write(place, List.of(statement), bytes);
  }

  /**
   * Writes rows that belong together, of one table or of several with the same key, as one.
   *
   * @param place names the Cassandra partition
   * @param bytes about as many as the rows have
   */
  CompletionStage<Done> write(List<?> place, List<BoundStatement> rows, int bytes) {
    var pending = new Pending(rows, bytes, new CompletableFuture<>());
    List<Pending> first;
    synchronized (places) {
      if (waiting >= waitingMax) {
        return CompletableFuture.failedStage(
            new StoreFailure(
                StoreFailure.Reason.OVERLOADED, waiting + " writes wait for Cassandra already"));
      }
      waiting++;
      Place at = places.get(place);
      if (at != null) {
        at.queue.add(pending);
        return pending.stage();
      }
      places.put(place, new Place());
      first = List.of(pending);
    }
    send(place, first);
    return pending.stage();
  }

  /** Writes rows of several places in one statement, which waits for no other. */
  CompletionStage<Done> together(List<BoundStatement> rows) {
    return attempt(statement(rows), 1);
  }

  private static Statement<?> statement(List<BoundStatement> rows) {
    return rows.size() == 1
        ? rows.get(0)
        : BatchStatement.newInstance(BatchType.UNLOGGED, rows.toArray(BoundStatement[]::new));
  }

  private void send(List<?> place, List<Pending> group) {
    attempt(statement(group.stream().flatMap(pending -> pending.rows().stream()).toList()), 1)
        .whenComplete(
            (done, failure) -> {
              List<Pending> next = next(place, group.size());
              if (!next.isEmpty()) {
                send(place, next);
              }
              Queries.settle(group.stream().map(Pending::stage), failure);
            });
  }

  private List<Pending> next(List<?> place, int done) {
    synchronized (places) {
      waiting -= done;
      Queue<Pending> queue = places.get(place).queue;
      List<Pending> group = new ArrayList<>();
      int bytes = 0;
      while (!queue.isEmpty()
          && group.size() < ROWS_MAX
          && (group.isEmpty() || bytes + queue.peek().bytes() <= BYTES_MAX)) {
        bytes += queue.peek().bytes();
        group.add(queue.poll());
      }
      if (group.isEmpty()) {
        places.remove(place);
      }
      return group;
    }
  }

  private CompletionStage<Done> attempt(Statement<?> statement, int attempt) {
    return queries
        .run(statement)
        .thenApply(result -> Done.getInstance())
        .exceptionallyCompose(
            failure ->
                attempt == ATTEMPTS
                    ? CompletableFuture.failedStage(failure)
                    : Queries.later(Duration.ofMillis(FIRST_PAUSE_MILLIS << attempt))
                        .thenCompose(nothing -> attempt(statement, attempt + 1)));
  }
}
