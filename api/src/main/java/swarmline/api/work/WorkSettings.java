package swarmline.api.work;

import com.typesafe.config.Config;
import java.time.Duration;

/** What {@code swarmline.work} in the configuration says, read once; see {@code reference.conf}. */
public record WorkSettings(
    Duration pingEvery,
    Duration closeTimeout,
    int messageMaxBytes,
    int queueMaxBytes,
    int queueMaxMessages,
    int unansweredMax,
    int socketsMax) {

  public static WorkSettings of(Config config) {
    Config work = config.getConfig("swarmline.work");
    return new WorkSettings(
        work.getDuration("ping-every"),
        work.getDuration("close-timeout"),
        Math.toIntExact(work.getBytes("message-max")),
        Math.toIntExact(work.getBytes("queue-max-bytes")),
        work.getInt("queue-max-messages"),
        work.getInt("unanswered-max"),
        work.getInt("sockets-max"));
  }
}
