package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * How long a worker may hold an assignment and what follows when it does not answer.
 *
 * @param seconds from lease to deadline, 1 s to 30 days
 * @param graceSeconds an answer is still in time this long after the deadline
 * @param lateAnswer what becomes of an answer that comes when the lease has ended
 * @param afterReturn whether a worker that gave a task back or let it lapse is offered it again
 * @param afterDisconnectSeconds how long leases outlive a lost connection; null keeps them to their
 *     deadline
 */
public record LeasePolicy(
    Integer seconds,
    Integer graceSeconds,
    LateAnswer lateAnswer,
    AfterReturn afterReturn,
    Integer afterDisconnectSeconds) {

  static final int SECONDS_DEFAULT = 600;
  static final int SECONDS_MAX = 30 * 24 * 3600;

  /** What becomes of an answer whose lease has ended. It never counts under the ended lease. */
  public enum LateAnswer {
    /** Refused; nothing is kept. */
    @JsonProperty("reject")
    REJECT,
    /** Kept beside the task, not counted, not paid. */
    @JsonProperty("record")
    RECORD,
    /**
     * Counted under a new assignment if a slot is free for this worker, else kept as {@code
     * record}.
     */
    @JsonProperty("accept")
    ACCEPT
  }

  /** Whether a worker may get a task again that it returned or let expire. */
  public enum AfterReturn {
    @JsonProperty("may-retry")
    MAY_RETRY,
    @JsonProperty("not-again")
    NOT_AGAIN
  }

  public LeasePolicy {
    seconds = Require.orElse(seconds, SECONDS_DEFAULT);
    graceSeconds = Require.orElse(graceSeconds, 0);
    lateAnswer = Require.orElse(lateAnswer, LateAnswer.REJECT);
    afterReturn = Require.orElse(afterReturn, AfterReturn.MAY_RETRY);
    Require.between("lease.seconds", seconds, 1, SECONDS_MAX);
    Require.between("lease.graceSeconds", graceSeconds, 0, SECONDS_MAX);
    if (afterDisconnectSeconds != null) {
      Require.between("lease.afterDisconnectSeconds", afterDisconnectSeconds, 0, SECONDS_MAX);
    }
  }

  static LeasePolicy defaults() {
    return new LeasePolicy(null, null, null, null, null);
  }

  /** From lease to the deadline that the worker is told. */
  public Duration length() {
    return Duration.ofSeconds(seconds);
  }

  /** From the deadline to the moment at which the lease ends. */
  public Duration grace() {
    return Duration.ofSeconds(graceSeconds);
  }
}
