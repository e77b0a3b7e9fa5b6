package swarmline.loadtest.worker;

/** An assignment in a worker's hands, from being told of it to the last word about it. */
final class Held {
  /** What the worker has done about it. */
  enum Stage {
    THINKING,
    ANSWERING,
    RETURNING,
    ABANDONED,
    /** To be answered when its lease has ended. */
    WAITING_FOR_THE_END
  }

  final byte[] assignment;
  final byte[] task;
  final long expiresAt;
  Stage stage = Stage.THINKING;
  byte[] answer;
  int request;

  /** When the request was sent, or was to be sent: nanoseconds. */
  long sentAt;

  /** Whether the thinking is over, and only a connection is missing. */
  boolean isDue;

  /** Whether the lease has ended already: the place is another's. */
  boolean isOver;

  /** Replies that are still to come to copies of the request. */
  int copies;

  /**
   * @param expiresAt microseconds since 1970
   */
  Held(byte[] assignment, byte[] task, long expiresAt) {
    this.assignment = assignment;
    this.task = task;
    this.expiresAt = expiresAt;
  }

  /** Whether a request about it awaits its answer. */
  boolean isAsking() {
    return stage == Stage.ANSWERING || stage == Stage.RETURNING;
  }

  /** Whether the worker waits for nothing but the end of the lease. */
  boolean isLeftAlone() {
    return stage == Stage.ABANDONED || stage == Stage.WAITING_FOR_THE_END;
  }
}
