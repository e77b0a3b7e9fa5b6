package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import swarmline.persistence.embedded.StoreFailure;

/**
 * Runs statements and gathers their rows over all pages. A stage fails with a {@link StoreFailure}.
 */
final class Queries {
  /** Rows read at a time where each may be 256 KiB. */
  static final int LARGE_ROWS_AT_ONCE = 32;

  private final CqlSession session;

  Queries(CqlSession session) {
    this.session = session;
  }

  CompletionStage<AsyncResultSet> run(Statement<?> statement) {
    return session
        .executeAsync(statement)
        .exceptionally(
            failure -> {
              throw failed(failure);
            });
  }

  /** Whether a conditional statement was applied. */
  CompletionStage<Boolean> applied(Statement<?> statement) {
    return run(statement).thenApply(AsyncResultSet::wasApplied);
  }

  CompletionStage<Optional<Row>> first(Statement<?> statement) {
    return run(statement).thenApply(result -> Optional.ofNullable(result.one()));
  }

  CompletionStage<List<Row>> rows(Statement<?> statement) {
    List<Row> rows = new ArrayList<>();
    return each(statement, rows::add).thenApply(done -> rows);
  }

  /** Hands every row to the consumer, in order, one at a time. */
  CompletionStage<Done> each(Statement<?> statement, Consumer<Row> consumer) {
    return run(statement).thenCompose(page -> page(page, consumer));
  }

  /** Hands rows to the consumer, in order, until it says that it wants no more. */
  CompletionStage<Done> eachWhile(Statement<?> statement, Predicate<Row> consumer) {
    return run(statement.setPageSize(LARGE_ROWS_AT_ONCE))
        .thenCompose(page -> pageWhile(page, consumer));
  }

  private CompletionStage<Done> pageWhile(AsyncResultSet page, Predicate<Row> consumer) {
    for (Row row : page.currentPage()) {
      if (!consumer.test(row)) {
        return CompletableFuture.completedStage(Done.getInstance());
      }
    }
    return page.hasMorePages()
        ? page.fetchNextPage()
            .exceptionally(
                failure -> {
                  throw failed(failure);
                })
            .thenCompose(next -> pageWhile(next, consumer))
        : CompletableFuture.completedStage(Done.getInstance());
  }

  private CompletionStage<Done> page(AsyncResultSet page, Consumer<Row> consumer) {
    page.currentPage().forEach(consumer);
    return page.hasMorePages()
        ? page.fetchNextPage()
            .exceptionally(
                failure -> {
                  throw failed(failure);
                })
            .thenCompose(next -> page(next, consumer))
        : CompletableFuture.completedStage(Done.getInstance());
  }

  /** All of them, the first failure where there is one. */
  static CompletionStage<Done> all(List<? extends CompletionStage<?>> stages) {
    return CompletableFuture.allOf(
            stages.stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new))
        .thenApply(nothing -> Done.getInstance());
  }

  /** Completes after a while. */
  static CompletionStage<Void> later(Duration pause) {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * Those who wait hear what came of it.
   *
   * @param failure null where all is well
   */
  static void settle(Stream<CompletableFuture<Done>> waiting, Throwable failure) {
    waiting.forEach(
        stage -> {
          if (failure == null) {
            stage.complete(Done.getInstance());
          } else {
            stage.completeExceptionally(failure);
          }
        });
  }

  private static CompletionException failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return new CompletionException(
        new StoreFailure(
            StoreFailure.Reason.UNWRITABLE,
            "Cassandra did not do it: " + cause.getMessage(),
            cause));
  }
}
