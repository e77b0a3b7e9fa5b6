package swarmline.loadtest.audit;

import java.util.HashMap;
import java.util.Map;
import swarmline.loadtest.history.Note.StoredLedgerLine;

/**
 * Every settled assignment is in its worker's ledger once, with what the worker was told. What
 * corrected golds adjusted comes, with what was paid first, to the reward or to nothing.
 */
final class Ledgers implements Check {
  private static final String APPROVED = "approved";
  private static final String ADJUSTED = "adjusted";

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
    examineAdjusted(evidence, findings);
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
    } else if (!mayBe(line, pool(turn, evidence))) {
      findings.add(this, "{} is {} for {}", line.assignment(), line.verdict(), line.amount());
    }
  }

  private void examine(Turn turn, StoredLedgerLine line, Evidence evidence, Findings findings) {
    boolean approved = turn.stored != null && turn.stored.state().equals(APPROVED);
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

  /** What a line by itself may be; of adjusted ones it is the sum that counts. */
  private static boolean mayBe(StoredLedgerLine line, PoolFacts pool) {
    return switch (line.verdict()) {
      case ADJUSTED -> true;
      case APPROVED ->
          line.amount() == pool.reward() || (line.amount() == 0 && pool.sparesWrongGolds());
      default -> line.amount() == 0;
    };
  }

  private static PoolFacts pool(Turn turn, Evidence evidence) {
    return evidence.poolOf(evidence.task(turn.stored.task()));
  }

  private void examineAdjusted(Evidence evidence, Findings findings) {
    Map<Account, Long> sums = new HashMap<>();
    Map<Account, PoolFacts> adjusted = new HashMap<>();
    for (StoredLedgerLine line : evidence.ledger()) {
      Turn turn = evidence.turn(line.assignment());
      if (turn == null || turn.stored == null) {
        continue;
      }
      var account = new Account(line.worker(), turn.stored.task());
      if (line.verdict().equals(APPROVED) || line.verdict().equals(ADJUSTED)) {
        sums.merge(account, line.amount(), Long::sum);
      }
      if (line.verdict().equals(ADJUSTED)) {
        adjusted.put(account, pool(turn, evidence));
      }
    }
    adjusted.forEach(
        (account, pool) -> {
          long sum = sums.get(account);
          if (sum != 0 && sum != pool.reward()) {
            findings.add(
                this, "{} has, all adjusted, {} for task {}", account.worker, sum, account.task);
          }
        });
  }

  /** A worker's lines of one task. */
  private record Account(String worker, String task) {}
}
