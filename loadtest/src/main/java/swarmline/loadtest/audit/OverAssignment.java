package swarmline.loadtest.audit;

import java.util.List;
import java.util.function.Function;

/** Live leases and counted answers of a task are never more than it wants. */
final class OverAssignment implements Check {
  @Override
  public String promise() {
    return "Live leases and counted answers of a task are never more than it wants";
  }

  @Override
  public String invariant() {
    return "I1";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    for (TaskFacts task : evidence.tasks()) {
      int wanted = evidence.poolOf(task).answersMax();
      if (task.turns.size() > wanted) {
        check(task, wanted, "as stored", Occupation::stored, findings);
        check(task, wanted, "as clients saw it", Occupation::seen, findings);
      }
    }
  }

  private void check(
      TaskFacts task, int wanted, String side, Function<Turn, Span> span, Findings findings) {
    List<Span> spans = task.turns.stream().map(span).toList();
    int most = Span.mostAtOnce(spans);
    if (most > wanted) {
      findings.add(this, "task {} wants {} and had {} at once, {}", task.id, wanted, most, side);
    }
  }
}
