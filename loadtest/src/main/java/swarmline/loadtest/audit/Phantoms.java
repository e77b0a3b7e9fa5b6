package swarmline.loadtest.audit;

/**
 * The server stores no answer that nobody gave, and no lease whose worker could have been told of
 * it and was not.
 */
final class Phantoms implements Check {
  /** A connection that lasted this long, in microseconds, while a lease lived has told of it. */
  private static final long HEARING = 1_000_000;

  @Override
  public String promise() {
    return "Nothing is stored that nobody did, and nothing kept from its worker";
  }

  @Override
  public String invariant() {
    return "I3";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    for (Turn turn : evidence.turns()) {
      if (turn.stored != null) {
        examine(turn, evidence, findings);
      }
    }
  }

  private void examine(Turn turn, Evidence evidence, Findings findings) {
    Attendance attendance = evidence.attendanceOf(turn.stored.worker());
    boolean answered = turn.told != null && turn.told.answeredAt > 0;
    if (attendance == null) {
      findings.add(
          this, "{} is stored for {}, who is unknown", turn.assignment, turn.stored.worker());
    } else if (!turn.stored.answer().isEmpty() && !answered) {
      findings.add(this, "the answer under {} was given by nobody", turn.assignment);
    } else if (turn.told == null
        && attendance.longestWithin(turn.stored.leasedAt(), end(turn), evidence.outages())
            >= HEARING) {
      findings.add(this, "{} was never told of {}", turn.stored.worker(), turn.assignment);
    }
  }

  private static long end(Turn turn) {
    return turn.stored.endedAt() > 0 ? turn.stored.endedAt() : turn.stored.expiresAt();
  }
}
