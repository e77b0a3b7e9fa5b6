package swarmline.loadtest.wire;

/** Who speaks through a connection. Called on the loop's thread only. */
public interface Peer {

  /** The upgrade succeeded. */
  void opened(Connection connection);

  /** A text message fills the range of bytes; it is gone when this returns. */
  void message(Connection connection, byte[] bytes, int from, int to);

  /** Told once for every connection, also for one that never opened. */
  void closed(Connection connection, Closing why);
}
