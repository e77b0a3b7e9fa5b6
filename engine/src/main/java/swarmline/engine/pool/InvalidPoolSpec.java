package swarmline.engine.pool;

/** A pool spec that breaks a rule; the message says which and what would keep it. */
public final class InvalidPoolSpec extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidPoolSpec(String message) {
    super(message);
  }
}
