package swarmline.loadtest.worker;

/** An assignment in a worker's hands, from being told of it to the last word about it. */
final class Held {
  /** What the worker has done about it. */
  enum Stage {
    THINKING,
    ANSWERING,
    RETURNING,
    ABANDONED
  }

  final byte[] assignment;
  Stage stage = Stage.THINKING;
  byte[] answer;
  int request;
  long sentAt;

  Held(byte[] assignment) {
    this.assignment = assignment;
  }

  /** Whether a request about it awaits its answer. */
  boolean isAsking() {
    return stage == Stage.ANSWERING || stage == Stage.RETURNING;
  }
}
