package swarmline.loadtest.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A worker has one live lease on a task at a time, and one counted answer at the most. */
final class OnePerWorker implements Check {
  @Override
  public String promise() {
    return "No worker has two live leases on one task, nor two counted answers";
  }

  @Override
  public String invariant() {
    return "I2";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    for (TaskFacts task : evidence.tasks()) {
      if (task.turns.size() < 2) {
        continue;
      }
      var byWorker = new HashMap<String, List<Turn>>();
      for (Turn turn : task.turns) {
        byWorker.computeIfAbsent(worker(turn, evidence), name -> new ArrayList<>()).add(turn);
      }
      examine(task, byWorker, findings);
    }
  }

  private void examine(TaskFacts task, Map<String, List<Turn>> byWorker, Findings findings) {
    byWorker.forEach(
        (worker, turns) -> {
          long counted = turns.stream().filter(Turn::isCounted).count();
          if (counted > 1) {
            findings.add(this, "{} answers of {} count on task {}", counted, worker, task.id);
          } else if (overlap(turns, Occupation::stored) || overlap(turns, Occupation::seen)) {
            findings.add(this, "{} held two leases at once on task {}", worker, task.id);
          }
        });
  }

  private static boolean overlap(List<Turn> turns, Function<Turn, Span> span) {
    return Span.mostAtOnce(turns.stream().map(span).toList()) > 1;
  }

  private static String worker(Turn turn, Evidence evidence) {
    return turn.stored == null ? evidence.nameOf(turn.told.worker) : turn.stored.worker();
  }
}
