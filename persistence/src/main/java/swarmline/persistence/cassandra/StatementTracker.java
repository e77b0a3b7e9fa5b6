package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.tracker.RequestTracker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells of every statement that the driver sends, by the table it is about. Whoever opens a session
 * gives it one, so that nothing is sent uncounted. Thread-safe.
 */
final class StatementTracker implements RequestTracker {
  /** A table stands after its keyspace, or after the word that names it. */
  private static final Pattern TABLE =
      Pattern.compile("(?i)\\b(?:from|into|update)\\s+(?:\\w+\\.)?(\\w+)");

  private static final String OTHER = "other";

  /** Texts that are remembered: all that are prepared, and a few that are not. */
  private static final int TEXTS_MAX = 1_000;

  private final StatementMetrics metrics;
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  /** What a statement's text says of it. */
  record Kind(String table, boolean read) {}

  StatementTracker(StatementMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void onNodeSuccess(
      Request request,
      long nanos,
      DriverExecutionProfile profile,
      Node node,
      String requestLogPrefix) {
    tell(request, false, nanos);
  }

  @Override
  public void onNodeError(
      Request request,
      Throwable failure,
      long nanos,
      DriverExecutionProfile profile,
      Node node,
      String requestLogPrefix) {
    tell(request, true, nanos);
  }

  private void tell(Request request, boolean failed, long nanos) {
    Kind kind = kind(text(request));
    metrics.sent(kind.table(), kind.read(), failed, nanos);
  }

  /** A batch is of one table. */
  private static String text(Request request) {
    if (request instanceof BatchStatement batch) {
      for (BatchableStatement<?> first : batch) {
        return text(first);
      }
    }
    if (request instanceof BoundStatement bound) {
      return bound.getPreparedStatement().getQuery();
    }
    return request instanceof SimpleStatement simple ? simple.getQuery() : "";
  }

  private Kind kind(String text) {
    Kind known = kinds.get(text);
    if (known == null) {
      known = read(text);
      if (kinds.size() < TEXTS_MAX) {
        kinds.put(text, known);
      }
    }
    return known;
  }

  static Kind read(String text) {
    Matcher table = TABLE.matcher(text);
    return new Kind(
        table.find() ? table.group(1) : OTHER,
        text.stripLeading().regionMatches(true, 0, "select", 0, "select".length()));
  }

  @Override
  public void close() {}
}
