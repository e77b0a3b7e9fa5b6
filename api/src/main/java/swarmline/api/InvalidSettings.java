package swarmline.api;

/** A configuration that the server cannot start with; the message says why and what to do. */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSettings(String message) {
    super(message);
  }
}
