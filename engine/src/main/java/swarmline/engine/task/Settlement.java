package swarmline.engine.task;

/**
 * How an assignment ended for its worker, and what that earns. Fixed once, when it is stored.
 *
 * @param amount in millionths of the currency unit; below 0 only where it adjusts
 */
public record Settlement(Verdict verdict, long amount, String currency) {

  /** The ends of an assignment. */
  public enum Verdict {
    APPROVED,
    REJECTED,
    RETURNED,
    SKIPPED,
    EXPIRED,
    REVOKED,
    /** Of a turn that only changes what an earlier one came to. */
    ADJUSTED
  }

  static Settlement unpaid(Verdict verdict, String currency) {
    return new Settlement(verdict, 0, currency);
  }
}
