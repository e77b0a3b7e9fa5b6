package swarmline.loadtest.audit;

/**
 * For how long a turn certainly held its place: as the server stored it, and as its client saw it.
 */
final class Occupation {
  /** By this the two clocks may differ, and by this is a span seen by a client cut. */
  static final long CLOCK_SLACK = 50_000;

  private Occupation() {}

  /** By the server's times; empty where it did not store the turn. */
  static Span stored(Turn turn) {
    return turn.stored == null
        ? new Span(0, 0)
        : new Span(turn.stored.leasedAt(), turn.heldUntil());
  }

  /**
   * By what the client was told. An accepted answer holds the place for ever, since it had the
   * lease until then; a lease that ended otherwise held until the client gave it back or its
   * deadline, and one that was revoked may have ended before the client heard.
   */
  static Span seen(Turn turn) {
    Told told = turn.told;
    if (told == null || told.leasedAt == 0) {
      return new Span(0, 0);
    }
    if (told.acceptedAt > 0) {
      return new Span(told.leasedAt, Long.MAX_VALUE);
    }
    if (told.revokedAt > 0 || told.refusedAt > 0 || (told.answeredAt > 0 && told.acceptedAt == 0)) {
      return new Span(0, 0);
    }
    long end = told.returnedAt > 0 ? told.returnedAt : told.expiresAt - CLOCK_SLACK;
    return told.expiredAt > 0 || told.returnAcceptedAt > 0
        ? new Span(told.leasedAt, end)
        : new Span(0, 0);
  }
}
