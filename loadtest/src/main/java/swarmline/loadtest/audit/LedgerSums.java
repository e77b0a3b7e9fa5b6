package swarmline.loadtest.audit;

import java.util.HashMap;
import java.util.Map;
import swarmline.loadtest.history.Note.StoredLedgerLine;

/** What a worker is said to have earned is the sum of its ledger. */
final class LedgerSums implements Check {
  @Override
  public String promise() {
    return "What a worker is said to have earned is the sum of its ledger";
  }

  @Override
  public String invariant() {
    return "I8";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    Map<String, Long> sums = new HashMap<>();
    for (StoredLedgerLine line : evidence.ledger()) {
      sums.merge(line.worker(), line.amount(), Long::sum);
    }
    evidence
        .earned()
        .forEach(
            (worker, earned) -> {
              long sum = sums.getOrDefault(worker, 0L);
              if (earned != sum) {
                findings.add(this, "{} has earned {}, its ledger sums to {}", worker, earned, sum);
              }
            });
  }
}
