package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swarmline.cassandra.LocalCassandra;

/** The one Cassandra of all tests of this process, started when it is first asked for. */
public final class TestCassandra {
  private static final AtomicInteger KEYSPACES = new AtomicInteger();
  private static LocalCassandra cassandra;
  private static CassandraSettings shared;

  private TestCassandra() {}

  private static synchronized LocalCassandra running() {
    if (cassandra == null) {
      try {
        cassandra = LocalCassandra.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return cassandra;
  }

  /** The defaults on a keyspace, but for these lines of configuration under the store's path. */
  public static CassandraSettings settings(String keyspace, String... lines) {
    String own =
        Stream.concat(
                Stream.of(
                    "contact-points = \"" + running().contactPoint() + '"',
                    "keyspace = " + keyspace,
                    "replication = \"{'class': 'SimpleStrategy', 'replication_factor': 1}\"",
                    "request-timeout = 20 seconds"),
                Stream.of(lines))
            .map(line -> CassandraSettings.PATH + "." + line)
            .collect(Collectors.joining("\n"));
    return CassandraSettings.from(
        ConfigFactory.parseString(own).withFallback(ConfigFactory.load()));
  }

  /** Settings on a keyspace that all tests share, with its schema. */
  public static synchronized CassandraSettings settings() {
    if (shared == null) {
      CassandraSettings made = settings("shared", "lease = 10 minutes");
      createSchema(made);
      shared = made;
    }
    return shared;
  }

  /** The name of a keyspace that no test has used. */
  public static String newKeyspace() {
    return "own_" + KEYSPACES.incrementAndGet();
  }

  public static void createSchema(CassandraSettings settings) {
    try (CqlSession session = Sessions.open(settings)) {
      new Schema(session, settings).create();
    }
  }
}
