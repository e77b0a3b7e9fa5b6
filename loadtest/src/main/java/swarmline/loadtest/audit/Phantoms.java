package swarmline.loadtest.audit;

import java.time.Duration;

/**
 * The server stores no answer that nobody gave, and no lease whose worker could have been told of
 * it and was not.
 */
final class Phantoms implements Check {
  private static final Duration HEARING_MIN = Duration.ofSeconds(1);
  private static final long NANOS_PER_MICRO = 1_000;

  /**
   * A connection that lasted this long, in microseconds, while a lease lived has told of it, in a
   * history that shows no slower telling.
   */
  private final long hearing;

  /**
   * @param lateMax how late 99 of 100 leases may end: a server that is as slow as that may also be
   *     slow to tell
   */
  Phantoms(Duration lateMax) {
    Duration half = lateMax.dividedBy(2);
    Duration longer = half.compareTo(HEARING_MIN) > 0 ? half : HEARING_MIN;
    hearing = longer.toNanos() / NANOS_PER_MICRO;
  }

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
    long enough = Math.max(hearing, 2 * slowest(evidence));
    for (Turn turn : evidence.turns()) {
      if (turn.stored != null) {
        examine(turn, enough, evidence, findings);
      }
    }
  }

  /** The longest, in microseconds, that a connected worker waited to be told of a lease. */
  private static long slowest(Evidence evidence) {
    long slowest = 0;
    for (Turn turn : evidence.turns()) {
      if (turn.stored != null && turn.told != null) {
        Attendance attendance = evidence.attendanceOf(turn.stored.worker());
        long leased = turn.stored.leasedAt();
        long told = turn.told.leasedAt;
        boolean there =
            attendance != null
                && attendance.longestWithin(leased, told, evidence.outages()) >= told - leased;
        if (there) {
          slowest = Math.max(slowest, told - leased);
        }
      }
    }
    return slowest;
  }

  private void examine(Turn turn, long enough, Evidence evidence, Findings findings) {
    Attendance attendance = evidence.attendanceOf(turn.stored.worker());
    boolean answered = turn.told != null && turn.told.answeredAt > 0;
    if (attendance == null) {
      findings.add(
          this, "{} is stored for {}, who is unknown", turn.assignment, turn.stored.worker());
    } else if (!turn.stored.answer().isEmpty() && !answered) {
      findings.add(this, "the answer under {} was given by nobody", turn.assignment);
    } else if (turn.told == null
        && attendance.longestWithin(turn.stored.leasedAt(), end(turn), evidence.outages())
            >= enough) {
      findings.add(this, "{} was never told of {}", turn.stored.worker(), turn.assignment);
    }
  }

  private static long end(Turn turn) {
    return turn.stored.endedAt() > 0 ? turn.stored.endedAt() : turn.stored.expiresAt();
  }
}
