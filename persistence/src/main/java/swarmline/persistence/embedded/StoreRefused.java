package swarmline.persistence.embedded;

/** A data directory that must not be opened; the message says why and what to do. */
public final class StoreRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreRefused(String message) {
    super(message);
  }

  public StoreRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
