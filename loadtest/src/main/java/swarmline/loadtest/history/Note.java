package swarmline.loadtest.history;

/**
 * One thing that was said or seen. Times are microseconds since 1970 by the generator's clock,
 * except in what the server stored. A file format: kinds and fields are added, never changed.
 */
public sealed interface Note {

  /**
   * @param settings the run's settings as JSON text
   */
  record RunStarted(long at, String settings) implements Note {}

  /**
   * @param drained whether every task that was published should have been done
   */
  record RunEnded(long at, boolean drained) implements Note {}

  /**
   * @param spec the pool's specification as JSON text
   */
  record PoolMade(String pool, String spec) implements Note {}

  /** The server acknowledged these tasks: {@code count} keys of a series, from {@code first} on. */
  record Published(long at, String pool, String series, long first, int count) implements Note {}

  /** These tasks were about to be sent: from now on the server may have them. */
  record Publishing(long at, String pool, String series, long first, int count) implements Note {}

  record WorkerNamed(int worker, String name) implements Note {}

  /** A session began; what the worker holds is told in {@code Leased} notes after it. */
  record Welcomed(int worker, long at) implements Note {}

  record Disconnected(int worker, long at, String why) implements Note {}

  /**
   * @param again told on reconnecting, not pushed
   */
  record Leased(int worker, long at, String assignment, String task, long expiresAt, boolean again)
      implements Note {}

  /**
   * The worker sent an answer; again with the same request number when it was sent again.
   *
   * @param answer JSON text
   */
  record Answered(int worker, long at, String assignment, int request, String answer)
      implements Note {}

  record Accepted(int worker, long at, String assignment, int request) implements Note {}

  /** An answer or return was refused. */
  record Refused(int worker, long at, String assignment, int request, String code)
      implements Note {}

  /** The worker asked to return the assignment. */
  record Returned(int worker, long at, String assignment, int request) implements Note {}

  record ReturnAccepted(int worker, long at, String assignment, int request) implements Note {}

  record Revoked(int worker, long at, String assignment, String reason) implements Note {}

  record Expired(int worker, long at, String assignment) implements Note {}

  /**
   * @param amount in millionths of the currency unit
   */
  record Settled(int worker, long at, String assignment, String verdict, long amount)
      implements Note {}

  /** The server has nothing to offer the worker now and will push. */
  record Waiting(int worker, long at) implements Note {}

  /** The harness took the server away: it was killed, stopped or cut off. */
  record ServerDown(long at, String how) implements Note {}

  /** The server answers again. */
  record ServerUp(long at) implements Note {}

  /** The stored truth was read from now on. */
  record TruthRead(long at) implements Note {}

  record StoredTask(String pool, String task, String key, String state) implements Note {}

  /**
   * One turn as the server stored it.
   *
   * @param answer JSON text; empty where there is none
   * @param submittedAt 0 where there is none; as the other times, by the server's clock
   * @param endedAt when the lease ended; 0 where it is live or the server does not say
   */
  record StoredAnswer(
      String pool,
      String assignment,
      String task,
      String key,
      String worker,
      String answer,
      String state,
      boolean counted,
      long leasedAt,
      long expiresAt,
      long submittedAt,
      long endedAt)
      implements Note {}

  record StoredOutcome(
      String pool, String task, String key, String outcome, String value, int answers, long at)
      implements Note {}

  record StoredLedgerLine(String worker, String assignment, String verdict, long amount)
      implements Note {}

  /**
   * What the server says of a worker as a whole.
   *
   * @param earned in millionths of the currency unit, over all its life
   */
  record StoredWorker(String worker, long earned) implements Note {}
}
