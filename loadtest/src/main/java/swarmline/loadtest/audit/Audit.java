package swarmline.loadtest.audit;

import java.time.Duration;
import java.util.List;

/** All checks over one history. */
public final class Audit {
  /** How late 99 of 100 leases may end, by the design. */
  public static final Duration LATE_MAX = Duration.ofMillis(100);

  private Audit() {}

  private static List<Check> checks(Duration lateMax) {
    return List.of(
        new AcknowledgedTasks(),
        new ToldLeases(),
        new AcceptedAnswers(),
        new OverAssignment(),
        new OnePerWorker(),
        new FencedAnswers(),
        new LeaseEnds(lateMax),
        new ToldEnds(),
        new Outcomes(),
        new Starvation(),
        new Ledgers(),
        new LedgerSums(),
        new Phantoms(lateMax),
        new SteadyReplies());
  }

  /** What is wrong, and what was looked at. */
  public static Findings of(Evidence evidence) {
    return of(evidence, LATE_MAX);
  }

  /**
   * What is wrong, and what was looked at.
   *
   * @param lateMax how late 99 of 100 leases may end
   */
  public static Findings of(Evidence evidence, Duration lateMax) {
    var findings = new Findings();
    if (evidence.truthReadAt() == 0) {
      throw new IllegalArgumentException(
          "this history does not say what the server stored; nothing can be audited");
    }
    findings.measure("tasks", evidence.storedTasks().size());
    findings.measure("assignments", evidence.turns().size());
    findings.measure("accepted", evidence.turns().stream().filter(Audit::accepted).count());
    findings.measure("ledgerLines", evidence.ledger().size());
    for (Check check : checks(lateMax)) {
      check.examine(evidence, findings);
      findings.made(check);
    }
    return findings;
  }

  private static boolean accepted(Turn turn) {
    return turn.told != null && turn.told.acceptedAt > 0;
  }
}
