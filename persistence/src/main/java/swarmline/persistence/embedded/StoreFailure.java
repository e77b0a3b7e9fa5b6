package swarmline.persistence.embedded;

/**
 * A read or a write that the store could not do. A write that failed may still be found later: it
 * was only never promised.
 */
public final class StoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** More is waiting to be written than the queue may hold; try again later. */
    OVERLOADED,
    /** The disk does not take writes; {@code EmbeddedStore.unwritable()} says why. */
    UNWRITABLE,
    /** What is on disk is not what was written. */
    CORRUPT,
    /** The disk cannot be read. */
    UNREADABLE,
    /** The store was closed. */
    CLOSED
  }

  private final Reason reason;

  public StoreFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public StoreFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
