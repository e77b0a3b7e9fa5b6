package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.internal.core.config.typesafe.DefaultDriverConfigLoader;

/** Opens connections to Cassandra. */
public final class Sessions {
  private Sessions() {}

  /** Connects; blocks. Throws what the driver throws where nobody answers. */
  public static CqlSession open(CassandraSettings settings) {
    return open(settings, StatementMetrics.none());
  }

  static CqlSession open(CassandraSettings settings, StatementMetrics metrics) {
    return CqlSession.builder()
        .withApplicationName("swarmline")
        .addRequestTracker(new StatementTracker(metrics))
        .withConfigLoader(new DefaultDriverConfigLoader(settings::driver))
        .build();
  }
}
