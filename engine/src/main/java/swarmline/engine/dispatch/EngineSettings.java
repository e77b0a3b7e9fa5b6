package swarmline.engine.dispatch;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * What {@code swarmline.engine} in the configuration says, read once; see {@code reference.conf}.
 */
public record EngineSettings(
    Duration askTimeout,
    Duration tick,
    Duration workerFlush,
    int workerFlushAt,
    Duration workerIdle,
    Duration claimRetry,
    Duration resendSettlement,
    int idleTasks,
    int recordsAtOnce,
    int publishQueue,
    int workerSnapshotEvery) {

  public static EngineSettings of(Config config) {
    Config engine = config.getConfig("swarmline.engine");
    return new EngineSettings(
        engine.getDuration("ask-timeout"),
        engine.getDuration("tick"),
        engine.getDuration("worker.flush-interval"),
        engine.getInt("worker.flush-at"),
        engine.getDuration("worker.idle-timeout"),
        engine.getDuration("worker.claim-retry"),
        engine.getDuration("task.resend-settlement"),
        engine.getInt("partition.idle-tasks"),
        engine.getInt("partition.records-at-once"),
        engine.getInt("partition.publish-queue"),
        engine.getInt("worker.snapshot-every"));
  }
}
