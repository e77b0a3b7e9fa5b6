package swarmline.loadtest.audit;

import java.util.List;

/** All checks over one history. */
public final class Audit {
  private static final List<Check> CHECKS =
      List.of(
          new AcknowledgedTasks(),
          new ToldLeases(),
          new AcceptedAnswers(),
          new OverAssignment(),
          new OnePerWorker(),
          new FencedAnswers(),
          new LeaseEnds(),
          new Outcomes(),
          new Ledgers(),
          new Phantoms(),
          new SteadyReplies());

  private Audit() {}

  /** What is wrong, and what was looked at. */
  public static Findings of(Evidence evidence) {
    var findings = new Findings();
    if (evidence.truthReadAt() == 0) {
      throw new IllegalArgumentException(
          "this history does not say what the server stored; nothing can be audited");
    }
    findings.measure("tasks", evidence.storedTasks().size());
    findings.measure("assignments", evidence.turns().size());
    findings.measure("accepted", evidence.turns().stream().filter(Audit::accepted).count());
    findings.measure("ledgerLines", evidence.ledger().size());
    CHECKS.forEach(check -> check.examine(evidence, findings));
    return findings;
  }

  private static boolean accepted(Turn turn) {
    return turn.told != null && turn.told.acceptedAt > 0;
  }
}
