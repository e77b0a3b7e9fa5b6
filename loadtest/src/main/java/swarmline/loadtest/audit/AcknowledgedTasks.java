package swarmline.loadtest.audit;

import java.util.BitSet;

/** Every task whose publishing was acknowledged is stored, once, and no other is. */
final class AcknowledgedTasks implements Check {
  @Override
  public String promise() {
    return "Every task whose publishing was acknowledged is stored, once, and no other is";
  }

  @Override
  public String invariant() {
    return "I4";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    var stored = new KeyRanges();
    for (var task : evidence.storedTasks()) {
      if (stored.addKey(task.pool(), task.key())) {
        findings.add(this, "key {} is stored twice in pool {}", task.key(), task.pool());
      }
      if (!evidence.offered().hasKey(task.pool(), task.key())) {
        findings.add(this, "task {} has key {} that nobody published", task.task(), task.key());
      }
    }
    evidence
        .acknowledged()
        .without(stored)
        .forEach((series, missing) -> tell(series, missing, findings));
  }

  private void tell(String series, BitSet missing, Findings findings) {
    missing.stream()
        .forEach(n -> findings.add(this, "task {} of {} was acknowledged and is lost", n, series));
  }
}
