package swarmline.loadtest.audit;

import java.util.Set;
import swarmline.loadtest.history.Note.StoredAnswer;

/** One assignment, from both sides. */
final class Turn {
  private static final Set<String> ANSWERED = Set.of("submitted", "approved", "rejected");
  private static final String LIVE = "leased";

  final String assignment;

  /** What a client knows; null where no client was told of it. */
  Told told;

  /** What the server stored; null where it did not. */
  StoredAnswer stored;

  /** How often the server listed it. */
  int listed;

  Turn(String assignment) {
    this.assignment = assignment;
  }

  boolean isStoredAsAnswered() {
    return stored != null && ANSWERED.contains(stored.state());
  }

  boolean isStoredAsLive() {
    return stored != null && stored.state().equals(LIVE);
  }

  boolean isCounted() {
    return stored != null && stored.counted();
  }

  /**
   * When it certainly was not over yet, by the server's times; {@link Long#MAX_VALUE} where it
   * never ended or holds its place with a counted answer.
   */
  long heldUntil() {
    if (stored.counted() || isStoredAsLive()) {
      return Long.MAX_VALUE;
    }
    if (stored.endedAt() > 0) {
      return stored.endedAt();
    }
    return stored.submittedAt() > 0 ? stored.submittedAt() : stored.leasedAt();
  }
}
