package swarmline.persistence.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;

/**
 * How the store writes, caches and forgets; {@code reference.conf} says what each setting is for.
 *
 * @param fsync whether a write is forced to disk before it is acknowledged
 * @param queueWrites writes that may wait for the committer
 * @param queueBytes bytes that may wait for the committer
 * @param commitBytes a batch takes no further write once it has this many bytes
 * @param readThreads threads that read what is not in memory
 * @param blockCacheBytes memory for blocks read from disk
 * @param memtableBytes memory for what is not in a table file yet
 * @param walBytes the log is cut when it is longer
 * @param verifyOnOpenBytes table files are verified on opening if they are not more than this
 */
public record EmbeddedSettings(
    boolean fsync,
    int queueWrites,
    long queueBytes,
    int commitBytes,
    int readThreads,
    long blockCacheBytes,
    long memtableBytes,
    long walBytes,
    long verifyOnOpenBytes,
    Retention retention) {

  /** Where the settings stand in a configuration. */
  public static final String PATH = "swarmline.persistence.embedded";

  /**
   * How long things are kept once nothing needs them.
   *
   * @param journals of tasks that are final
   * @param snapshots that a newer one replaces
   * @param replies to requests with an idempotency key
   * @param feed entries of a tenant's feed
   * @param sweepInterval between two looks for what is over
   * @param sweepRows removed in one write at the most
   */
  public record Retention(
      Duration journals,
      Duration snapshots,
      Duration replies,
      Duration feed,
      Duration sweepInterval,
      int sweepRows) {}

  /** As the configuration says, {@code reference.conf} included. */
  public static EmbeddedSettings from(Config configuration) {
    Config config = configuration.getConfig(PATH);
    return new EmbeddedSettings(
        config.getBoolean("fsync"),
        config.getInt("queue-writes"),
        config.getBytes("queue-bytes"),
        Math.toIntExact(config.getBytes("commit-bytes")),
        config.getInt("read-threads"),
        config.getBytes("block-cache"),
        config.getBytes("memtables"),
        config.getBytes("wal"),
        config.getBytes("verify-on-open"),
        new Retention(
            config.getDuration("retention.journals"),
            config.getDuration("retention.snapshots"),
            config.getDuration("retention.replies"),
            config.getDuration("retention.feed"),
            config.getDuration("retention.sweep-interval"),
            config.getInt("retention.sweep-rows")));
  }

  /** As {@code reference.conf} says. */
  public static EmbeddedSettings defaults() {
    return from(ConfigFactory.defaultReference());
  }
}
