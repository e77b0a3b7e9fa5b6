package swarmline.loadtest.audit;

import java.util.Set;

/** A worker that stays connected is told when one of its leases ends without it. */
final class ToldEnds implements Check {
  private static final Set<String> ENDED = Set.of("expired", "revoked");

  /** Microseconds within which it is told. */
  private static final long TELLING = 5_000_000;

  @Override
  public String promise() {
    return "A worker that stays connected is told when one of its leases ends without it";
  }

  @Override
  public String invariant() {
    return "I5";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    for (Turn turn : evidence.turns()) {
      if (turn.told != null && turn.stored != null && ENDED.contains(turn.stored.state())) {
        examine(turn, evidence, findings);
      }
    }
  }

  private void examine(Turn turn, Evidence evidence, Findings findings) {
    long end = turn.stored.endedAt();
    Attendance attendance = evidence.attendanceOf(turn.stored.worker());
    boolean couldHear =
        attendance != null
            && attendance.covers(end, end + TELLING)
            && !evidence.outages().anyIn(end, end + TELLING);
    if (end > 0 && turn.told.leasedAt > 0 && !wasTold(turn.told) && couldHear) {
      String worker = turn.stored.worker();
      String state = turn.stored.state();
      findings.add(this, "{} was never told that {} is {}", worker, turn.assignment, state);
    }
  }

  private static boolean wasTold(Told told) {
    return told.expiredAt > 0 || told.revokedAt > 0 || told.refusedAt > 0;
  }
}
