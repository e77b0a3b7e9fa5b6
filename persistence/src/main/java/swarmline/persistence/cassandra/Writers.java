package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import swarmline.persistence.embedded.StoreFailure;

/**
 * Who writes the events of workers and pools, which have no slice. An entity that is recovered says
 * so before it reads, under an epoch greater than that of whoever wrote before; and after each
 * write it looks whether another has said so since. Either the other reads what was written, or the
 * writer sees the other and tells nobody that it has written. Thread-safe.
 */
final class Writers {
  /** Entities that are remembered; one that is forgotten has to recover before it writes again. */
  private static final int KNOWN_MAX = 500_000;

  /** The lowest bits of an epoch tell nodes apart that recover an entity in one millisecond. */
  private static final int NODE_BITS = 10;

  private final Queries queries;
  private final Statements statements;
  private final NodeLease lease;
  private final Map<String, Long> epochs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > KNOWN_MAX;
        }
      };

  Writers(Queries queries, Statements statements, NodeLease lease) {
    this.queries = queries;
    this.statements = statements;
    this.lease = lease;
  }

  /** From the end of this stage on the entity writes here and nowhere else. */
  CompletionStage<Done> begin(String persistenceId) {
    return claimed(persistenceId)
        .thenCompose(
            last -> {
              long now =
                  System.currentTimeMillis() << NODE_BITS | lease.number() % (1 << NODE_BITS);
              long epoch = Math.max(last + 1, now);
              return queries
                  .run(statements.putWriter.bind(persistenceId, epoch, epoch))
                  .thenApply(
                      done -> {
                        synchronized (epochs) {
                          epochs.put(persistenceId, epoch);
                        }
                        return Done.getInstance();
                      });
            });
  }

  /** Under which epoch the entity writes here; fails where it has not been recovered here. */
  long epoch(String persistenceId) {
    synchronized (epochs) {
      Long epoch = epochs.get(persistenceId);
      if (epoch == null) {
        throw fenced(persistenceId);
      }
      return epoch;
    }
  }

  /** Fails where the entity was recovered by another since it began under this epoch. */
  CompletionStage<Done> check(String persistenceId, long epoch) {
    return claimed(persistenceId)
        .thenApply(
            last -> {
              if (last > epoch) {
                throw fenced(persistenceId);
              }
              return Done.getInstance();
            });
  }

  private CompletionStage<Long> claimed(String persistenceId) {
    return queries
        .first(statements.writer.bind(persistenceId))
        .thenApply((Optional<Row> row) -> row.map(r -> r.getLong("epoch")).orElse(0L));
  }

  private StoreFailure fenced(String persistenceId) {
    return new StoreFailure(
        StoreFailure.Reason.UNWRITABLE,
        persistenceId + " was recovered by another than node " + lease.number());
  }
}
