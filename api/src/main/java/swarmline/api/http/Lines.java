package swarmline.api.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import swarmline.engine.catalog.Page;

/** The rows of a list of the store as a stream that reads no faster than the client. */
final class Lines {
  private Lines() {}

  /** Reads one page from its cursor; null is the first one. */
  interface Reader<T> {
    CompletionStage<Page<T>> read(String cursor);
  }

  /**
   * A row and the page it is in.
   *
   * @param page the store's cursor of the page; null for the first
   */
  record Row<T>(String page, T item) {}

  /**
   * Every row after the cursor until there are no more. The stage fails where the cursor is none of
   * this list.
   *
   * @param name of a row, unique in its page
   */
  static <T> CompletionStage<Source<Row<T>, NotUsed>> after(
      Cursor cursor, Function<T, String> name, Reader<T> reader) {
    return first(cursor, reader)
        .thenApply(
            page ->
                Source.from(rows(cursor.page(), rest(page.items(), cursor, name)))
                    .concatLazy(following(page.next(), reader)));
  }

  /** The first page; a cursor that the store does not know is the client's error. */
  static <T> CompletionStage<Page<T>> first(Cursor cursor, Reader<T> reader) {
    return reader
        .read(cursor.page())
        .exceptionally(
            failure -> {
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause instanceof IllegalArgumentException) {
                throw Cursor.invalid();
              }
              throw new CompletionException(cause);
            });
  }

  /** What of a page the client does not have yet; all of it where the row it had is gone. */
  static <T> List<T> rest(List<T> items, Cursor cursor, Function<T, String> name) {
    for (int i = 0; i < items.size(); i++) {
      if (name.apply(items.get(i)).equals(cursor.after())) {
        return items.subList(i + 1, items.size());
      }
    }
    return items;
  }

  static <T> List<Row<T>> rows(String page, List<T> items) {
    return items.stream().map(item -> new Row<>(page, item)).toList();
  }

  /** Every row from a page on; none where there is no such page. */
  static <T> Source<Row<T>, NotUsed> following(String page, Reader<T> reader) {
    return Source.unfoldAsync(Optional.ofNullable(page), at -> next(at, reader))
        .mapConcat(rows -> rows);
  }

  private static <T> CompletionStage<Optional<Pair<Optional<String>, List<Row<T>>>>> next(
      Optional<String> at, Reader<T> reader) {
    if (at.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return reader
        .read(at.get())
        .thenApply(
            page ->
                Optional.of(
                    Pair.create(Optional.ofNullable(page.next()), rows(at.get(), page.items()))));
  }
}
