package swarmline.persistence.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where Cassandra is and how it is used; {@code reference.conf} says what each setting is for.
 *
 * @param driver the driver's configuration, ours applied
 * @param replication the class and its options as CQL writes them
 * @param lease how long a node may write after it renewed its lease
 * @param renewEvery between two renewals
 * @param keepJournals how long the journal of a task is kept after the task became final
 * @param writesWaiting writes that may wait for earlier ones to the same place
 */
public record CassandraSettings(
    Config driver,
    String keyspace,
    String replication,
    Duration lease,
    Duration renewEvery,
    int writesWaiting,
    Duration keepReplies,
    Duration keepFeed,
    Duration keepJournals,
    Duration sweepEvery) {
  /** Where the settings stand in a configuration. */
  public static final String PATH = "swarmline.persistence.cassandra";

  private static final String DRIVER = "datastax-java-driver";

  /**
   * What begins the settings of a profile: the driver's own, and those of journal and snapshots.
   */
  private static final List<String> PROFILES =
      List.of(
          "",
          "profiles.pekko-persistence-cassandra-profile.",
          "profiles.pekko-persistence-cassandra-snapshot-profile.");

  public CassandraSettings {
    if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
      throw new IllegalArgumentException(
          PATH + ".keyspace = \"" + keyspace + "\": lower-case letters, digits and underscores");
    }
    if (renewEvery.multipliedBy(2).compareTo(lease) >= 0) {
      throw new IllegalArgumentException(
          PATH + ".lease must be more than twice " + PATH + ".renew-every");
    }
  }

  /** As the configuration says, {@code reference.conf} included. */
  public static CassandraSettings from(Config configuration) {
    Config config = configuration.getConfig(PATH);
    return new CassandraSettings(
        driver(config, configuration),
        config.getString("keyspace"),
        config.getString("replication"),
        config.getDuration("lease"),
        config.getDuration("renew-every"),
        config.getInt("writes-waiting"),
        config.getDuration("retention.replies"),
        config.getDuration("retention.feed"),
        config.getDuration("retention.journals"),
        config.getDuration("retention.sweep-interval"));
  }

  private static Config driver(Config config, Config configuration) {
    Map<String, Object> ours = new HashMap<>();
    ours.put(
        "basic.contact-points",
        List.of(config.getString("contact-points").trim().split("\\s*,\\s*")));
    ours.put("basic.load-balancing-policy.local-datacenter", config.getString("datacenter"));
    ours.put("basic.request.timeout", config.getString("request-timeout"));
    for (String profile : PROFILES) {
      ours.put(profile + "basic.request.consistency", config.getString("consistency"));
      ours.put(
          profile + "basic.request.serial-consistency", config.getString("serial-consistency"));
      ours.put(profile + "basic.request.default-idempotence", true);
    }
    ours.put("advanced.throttler.class", "ConcurrencyLimitingRequestThrottler");
    ours.put("advanced.throttler.max-concurrent-requests", config.getInt("requests-at-once"));
    ours.put("advanced.throttler.max-queue-size", config.getInt("requests-waiting"));
    ours.put("advanced.reconnection-policy.max-delay", "5 seconds");
    return ConfigFactory.parseMap(ours).withFallback(configuration.getConfig(DRIVER));
  }
}
