package swarmline.loadtest.audit;

/** Every lease a worker was told of is stored, once, for that worker and that task. */
final class ToldLeases implements Check {
  @Override
  public String promise() {
    return "Every lease a worker was told of is stored, once, for that worker and that task";
  }

  @Override
  public String invariant() {
    return "I4";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    for (Turn turn : evidence.turns()) {
      if (turn.listed > 1) {
        findings.add(this, "{} is stored {} times", turn.assignment, turn.listed);
      }
      if (turn.told == null || turn.told.leasedAt == 0) {
        continue;
      }
      String worker = evidence.nameOf(turn.told.worker);
      if (turn.stored == null) {
        findings.add(this, "{} was handed to {} and is not stored", turn.assignment, worker);
      } else if (!turn.stored.worker().equals(worker)) {
        findings.add(
            this,
            "{} was handed to {} and is stored for {}",
            turn.assignment,
            worker,
            turn.stored.worker());
      } else if (!turn.stored.task().equals(turn.told.task)) {
        findings.add(
            this,
            "{} was handed out for task {} and is stored for {}",
            turn.assignment,
            turn.told.task,
            turn.stored.task());
      }
    }
  }
}
