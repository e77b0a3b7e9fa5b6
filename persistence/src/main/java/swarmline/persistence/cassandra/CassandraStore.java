package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;
import swarmline.persistence.embedded.StoreRefused;

/**
 * This process's connection to the cluster's store, and its right to write there. Thread-safe;
 * nothing but {@link #open} and {@link #close} blocks.
 */
public final class CassandraStore implements AutoCloseable {
  private final CqlSession session;
  private final CassandraSettings settings;
  private final StatementMetrics metrics;
  private final Queries queries;
  private final Statements statements;
  private final NodeLease lease;
  private final Slices slices;
  private final GroupedWrites writes;
  private final TaskEvents taskEvents;
  private final Writers writers;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "swarmline-store");
            thread.setDaemon(true);
            return thread;
          });

  private CassandraStore(
      CqlSession session,
      CassandraSettings settings,
      StatementMetrics metrics,
      LongSupplier nanos) {
    this.session = session;
    this.settings = settings;
    this.metrics = metrics;
    this.queries = new Queries(session);
    this.statements = new Statements(session, settings);
    this.lease = new NodeLease(queries, statements, settings, nanos);
    this.slices = new Slices(queries, statements, lease);
    this.writers = new Writers(queries, statements, lease);
    this.writes = new GroupedWrites(queries, settings);
    this.taskEvents = new TaskEvents(queries, statements, slices, writes);
  }

  /**
   * Connects and takes a lease.
   *
   * @throws StoreRefused where Cassandra does not answer or its schema is missing or another; the
   *     message says what to do
   */
  public static CassandraStore open(CassandraSettings settings, StatementMetrics metrics) {
    return open(settings, metrics, System::nanoTime);
  }

  static CassandraStore open(
      CassandraSettings settings, StatementMetrics metrics, LongSupplier nanos) {
    CqlSession session = connect(settings, metrics);
    CassandraStore store = null;
    try {
      new Schema(session, settings).require();
      store = new CassandraStore(session, settings, metrics, nanos);
      store.lease.take();
      return store;
    } catch (DriverException e) {
      throw new StoreRefused("Cassandra could not be used: " + e.getMessage(), e);
    } finally {
      if (store == null) {
        session.close();
      }
    }
  }

  /** Connects, or refuses with what to do. */
  public static CqlSession connect(CassandraSettings settings) {
    return connect(settings, StatementMetrics.none());
  }

  private static CqlSession connect(CassandraSettings settings, StatementMetrics metrics) {
    try {
      return Sessions.open(settings, metrics);
    } catch (DriverException e) {
      throw new StoreRefused(
          "Cassandra does not answer at "
              + settings.driver().getStringList("basic.contact-points")
              + ": "
              + e.getMessage()
              + ". Start it, or set "
              + CassandraSettings.PATH
              + ".contact-points.",
          e);
    }
  }

  /** Why nothing can be written now; empty while it can. */
  public Optional<String> unwritable() {
    return lease.valid()
        ? Optional.empty()
        : Optional.of("this node's lease in Cassandra could not be renewed");
  }

  /** Completes when another node has ended this node's lease: this process has to end. */
  public CompletionStage<Done> lost() {
    return lease.lost();
  }

  CassandraSettings settings() {
    return settings;
  }

  /** One more connection, which whoever asked for it closes. */
  CqlSession openSession() {
    return Sessions.open(settings, metrics);
  }

  CqlSession session() {
    return session;
  }

  Queries queries() {
    return queries;
  }

  Statements statements() {
    return statements;
  }

  NodeLease lease() {
    return lease;
  }

  Slices slices() {
    return slices;
  }

  GroupedWrites writes() {
    return writes;
  }

  Writers writers() {
    return writers;
  }

  TaskEvents taskEvents() {
    return taskEvents;
  }

  /** For what is done now and then, and may block; until the store is closed. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** Gives the lease up and disconnects. */
  @Override
  public void close() {
    timer.shutdownNow();
    lease.close();
    session.close();
  }
}
