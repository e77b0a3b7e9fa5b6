package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import swarmline.engine.id.PoolId;
import swarmline.engine.task.TaskDefinition;

/**
 * Which task has which key. Each key is a Cassandra partition of its own, so that whoever has one
 * finds its task; several are asked for, and written, in one statement.
 */
final class TaskKeys {
  /** Keys in one statement: Cassandra warns of batches over more partitions. */
  private static final int AT_ONCE = 10;

  private final Queries queries;
  private final Statements statements;
  private final GroupedWrites writes;
  private final Tasks tasks;

  TaskKeys(CassandraStore store, Tasks tasks) {
    this.queries = store.queries();
    this.statements = store.statements();
    this.writes = store.writes();
    this.tasks = tasks;
  }

  /**
   * The numbers of those of the keys that are known. A key that an owner of before stored too late,
   * for a number that a later owner gave to another task, is no key.
   */
  CompletionStage<Map<String, Long>> known(PoolId pool, List<String> keys) {
    Map<String, Long> found = new ConcurrentHashMap<>();
    return Queries.all(
            inParts(keys).stream()
                .map(
                    part ->
                        queries.each(
                            statements.keys.bind(pool.tenant().value(), pool.code(), part),
                            row -> found.put(row.getString("key"), row.getLong("number"))))
                .toList())
        .thenCompose(done -> checked(pool, found));
  }

  private CompletionStage<Map<String, Long>> checked(PoolId pool, Map<String, Long> found) {
    return tasks
        .definitions(pool, found.values().stream().distinct().toList())
        .thenApply(
            definitions -> {
              Map<String, Long> known = new ConcurrentHashMap<>();
              for (TaskDefinition task : definitions) {
                if (task.key() != null
                    && found.getOrDefault(task.key(), 0L) == task.id().number()) {
                  known.put(task.key(), task.id().number());
                }
              }
              return known;
            });
  }

  /** Notes the keys of new tasks of a slice. */
  CompletionStage<Done> put(Slice slice, List<TaskDefinition> added) {
    PoolId pool = slice.partition().pool();
    List<BoundStatement> rows =
        added.stream()
            .filter(task -> task.key() != null)
            .map(
                task ->
                    statements.putKey.bind(
                        pool.tenant().value(),
                        pool.code(),
                        task.key(),
                        task.id().number(),
                        slice.writeTime()))
            .toList();
    return Queries.all(inParts(rows).stream().map(writes::together).toList());
  }

  private static <T> List<List<T>> inParts(List<T> items) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < items.size(); from += AT_ONCE) {
      parts.add(items.subList(from, Math.min(items.size(), from + AT_ONCE)));
    }
    return parts;
  }
}
