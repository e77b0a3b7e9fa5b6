package swarmline.loadtest.audit;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Every lease ends, none before its deadline by itself, and 99 of 100 soon after it; where the
 * server was away at the deadline, after its return.
 */
final class LeaseEnds implements Check {
  private static final long NEVER = 2_000_000;
  private static final int DIGITS = 3;
  private static final int P99 = 99;
  private static final long MICROS_PER_MILLI = 1_000;

  private final Duration lateMax;

  /**
   * @param lateMax how late 99 of 100 leases may end
   */
  LeaseEnds(Duration lateMax) {
    this.lateMax = lateMax;
  }

  @Override
  public String promise() {
    return "Every lease ends, none before its deadline, 99 of 100 soon after it";
  }

  @Override
  public String invariant() {
    return "I5";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    var lateness = new Histogram(DIGITS);
    for (Turn turn : evidence.turns()) {
      if (turn.stored != null) {
        examine(turn, evidence, lateness, findings);
      }
    }
    if (lateness.getTotalCount() > 0) {
      long p99 = lateness.getValueAtPercentile(P99);
      findings.measure("expiredLeases", lateness.getTotalCount());
      findings.measure("expiryLateP99Micros", p99);
      findings.measure("expiryLateMaxMicros", lateness.getMaxValue());
      if (p99 > lateMax.toMillis() * MICROS_PER_MILLI) {
        findings.add(this, "leases expired up to {} us (p99) after their deadline", p99);
      }
    }
  }

  private void examine(Turn turn, Evidence evidence, Histogram lateness, Findings findings) {
    long grace = evidence.poolOf(evidence.task(turn.stored.task())).graceMicros();
    long deadline = turn.stored.expiresAt() + grace;
    long due = evidence.outages().firstUpFrom(deadline);
    if (turn.isStoredAsLive()) {
      if (evidence.truthReadAt() > due + NEVER) {
        findings.add(
            this,
            "{} is still live {} us after its deadline",
            turn.assignment,
            evidence.truthReadAt() - due);
      }
    } else if (turn.stored.state().equals("expired") && turn.stored.endedAt() > 0) {
      if (turn.stored.endedAt() < deadline) {
        findings.add(
            this,
            "{} expired {} us before its deadline",
            turn.assignment,
            deadline - turn.stored.endedAt());
      }
      lateness.recordValue(Math.max(0, turn.stored.endedAt() - due));
    }
  }
}
