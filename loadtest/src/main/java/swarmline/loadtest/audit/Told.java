package swarmline.loadtest.audit;

/**
 * What a client was told and did about one assignment. Times are microseconds by the generator's
 * clock, 0 where it did not happen; the first of each kind.
 */
final class Told {
  final int worker;
  final String task;
  final long leasedAt;
  long expiresAt;
  long answeredAt;
  String answer = "";
  long acceptedAt;
  long refusedAt;
  String refusal = "";
  long returnedAt;
  long returnAcceptedAt;
  long revokedAt;
  long expiredAt;
  String verdict = "";
  long amount;
  boolean settledDifferently;

  Told(int worker, String task, long leasedAt, long expiresAt) {
    this.worker = worker;
    this.task = task;
    this.leasedAt = leasedAt;
    this.expiresAt = expiresAt;
  }

  boolean wasSettled() {
    return !verdict.isEmpty();
  }

  static long first(long before, long now) {
    return before == 0 ? now : before;
  }
}
