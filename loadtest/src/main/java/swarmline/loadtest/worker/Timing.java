package swarmline.loadtest.worker;

import java.util.Locale;

/** What is timed. */
public enum Timing {
  /** From a place becoming free to the task that fills it; not where nothing was there to offer. */
  CLAIM,

  /** From an answer's sending, or the moment it was to be sent, to its acceptance. */
  ANSWER,

  /**
   * From a task's publishing to its push to a worker that had been waiting; where tasks are
   * published on a schedule, from the moment each was due to its first worker, waiting or not.
   */
  PUSH,

  /** From a lease's deadline to the moment the next worker is handed the task. */
  REASSIGN,

  /** By how much the generator itself was late with what it could have sent on schedule. */
  LAG;

  /** As reports and thresholds name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
