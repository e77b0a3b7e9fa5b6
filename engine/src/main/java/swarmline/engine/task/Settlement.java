package swarmline.engine.task;

/**
 * How an assignment ended for its worker, and what that earns. Fixed once, when it is stored.
 *
 * @param amount in millionths of the currency unit; below 0 only where it adjusts
 * @param otherwise of an answer to a gold, the amount had it been wrong instead of right, or right
 *     instead of wrong, by the terms of its time; null of others and of those stored without it
 */
public record Settlement(Verdict verdict, long amount, String currency, Long otherwise) {

  public Settlement(Verdict verdict, long amount, String currency) {
    this(verdict, amount, currency, null);
  }

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
