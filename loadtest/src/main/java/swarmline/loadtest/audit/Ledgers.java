package swarmline.loadtest.audit;

import java.util.HashMap;
import java.util.Map;
import swarmline.loadtest.history.Note.StoredLedgerLine;

/** Every settled assignment is in its worker's ledger once, with what the worker was told. */
final class Ledgers implements Check {
  @Override
  public String promise() {
    return "Every settled assignment is in its worker's ledger once, for what was promised";
  }

  @Override
  public String invariant() {
    return "I8";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    Map<String, StoredLedgerLine> lines = new HashMap<>();
    for (StoredLedgerLine line : evidence.ledger()) {
      if (lines.put(line.assignment(), line) != null) {
        findings.add(this, "{} is in the ledger of {} twice", line.assignment(), line.worker());
      }
      examine(line, evidence, findings);
    }
    for (Turn turn : evidence.turns()) {
      examine(turn, lines.get(turn.assignment), evidence, findings);
    }
  }

  private void examine(StoredLedgerLine line, Evidence evidence, Findings findings) {
    Turn turn = evidence.turn(line.assignment());
    if (turn == null || turn.stored == null) {
      findings.add(
          this, "the ledger of {} has {}, which is not stored", line.worker(), line.assignment());
    } else if (!turn.stored.worker().equals(line.worker())) {
      findings.add(
          this,
          "the ledger of {} has {} of {}",
          line.worker(),
          line.assignment(),
          turn.stored.worker());
    } else if (line.amount() != due(turn, line.verdict(), evidence)) {
      findings.add(this, "{} is {} for {}", line.assignment(), line.verdict(), line.amount());
    }
  }

  private void examine(Turn turn, StoredLedgerLine line, Evidence evidence, Findings findings) {
    boolean approved = turn.stored != null && turn.stored.state().equals("approved");
    if (approved && line == null) {
      findings.add(this, "{} is approved and in no ledger", turn.assignment);
    }
    if (turn.told == null || !turn.told.wasSettled()) {
      return;
    }
    String worker = evidence.nameOf(turn.told.worker);
    if (turn.told.settledDifferently) {
      findings.add(this, "{} was told different settlements of {}", worker, turn.assignment);
    } else if (line == null && !approved) {
      findings.add(
          this, "{} was told of a settlement of {}, in no ledger", worker, turn.assignment);
    } else if (line != null
        && (line.amount() != turn.told.amount || !line.verdict().equals(turn.told.verdict))) {
      findings.add(
          this,
          "{} was told that {} is {} for {}, the ledger says {} for {}",
          worker,
          turn.assignment,
          turn.told.verdict,
          turn.told.amount,
          line.verdict(),
          line.amount());
    }
  }

  private static long due(Turn turn, String verdict, Evidence evidence) {
    boolean paid = verdict.equals("approved");
    return paid ? evidence.poolOf(evidence.task(turn.stored.task())).reward() : 0;
  }
}
