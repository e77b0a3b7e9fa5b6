package swarmline.persistence.embedded;

import java.nio.ByteBuffer;

/**
 * The last positions given out in the order of final tasks and in the feed. A position is given
 * once; a failed commit leaves a gap. Only on the committer's thread, but for the published one.
 */
final class Counters {
  static final byte[] KEY = {'C'};

  private long order;
  private long feed;
  private volatile long committedFeed;

  static Counters of(byte[] row) {
    Counters counters = new Counters();
    if (row != null) {
      ByteBuffer buffer = ByteBuffer.wrap(row);
      counters.order = buffer.getLong();
      counters.feed = buffer.getLong();
      counters.committedFeed = counters.feed;
    }
    return counters;
  }

  byte[] row() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(order).putLong(feed).array();
  }

  long nextOrder() {
    return ++order;
  }

  long nextFeed() {
    return ++feed;
  }

  void committed() {
    committedFeed = feed;
  }

  /** The last position of the feed that is on disk; any thread. */
  long committedFeed() {
    return committedFeed;
  }
}
