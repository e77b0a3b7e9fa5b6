package swarmline.api.work;

/** Fails a stream whose peer does not take what it is sent, so that the network drops it. */
final class ConnectionGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConnectionGone() {
    super("the peer is gone", null, false, false);
  }
}
