package swarmline.loadtest.audit;

import swarmline.loadtest.history.Note.StoredOutcome;

/**
 * A task has one outcome, made of the answers that count; when all was to be done, each has one.
 */
final class Outcomes implements Check {
  @Override
  public String promise() {
    return "A task has one outcome, made of the answers that count";
  }

  @Override
  public String invariant() {
    return "I7";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    for (TaskFacts task : evidence.tasks()) {
      if (task.outcomes.size() > 1) {
        findings.add(this, "task {} has {} outcomes", task.id, task.outcomes.size());
      } else if (task.outcomes.size() == 1) {
        examine(task, evidence.poolOf(task), findings);
      } else if (evidence.isDrained() && !task.pool.isEmpty()) {
        findings.add(this, "all was done, but task {} has no outcome", task.id);
      }
    }
  }

  private void examine(TaskFacts task, PoolFacts pool, Findings findings) {
    StoredOutcome outcome = task.outcomes.get(0);
    long counted = task.turns.stream().filter(Turn::isCounted).count();
    if (outcome.answers() != counted) {
      findings.add(
          this,
          "the outcome of task {} is of {} answers, and {} count",
          task.id,
          outcome.answers(),
          counted);
    }
    boolean byAnswers =
        outcome.outcome().equals("resolved") || outcome.outcome().equals("contested");
    if (byAnswers && pool.takesAll() && counted != pool.answersMax()) {
      findings.add(
          this,
          "task {} is {} with {} answers and wants {}",
          task.id,
          outcome.outcome(),
          counted,
          pool.answersMax());
    }
  }
}
