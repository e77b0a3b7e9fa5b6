package swarmline.api.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import swarmline.api.problem.ApiError;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.CanonicalAnswer;
import swarmline.engine.task.Refusal;

/** The golds among tasks that were read: their truths must be answers that the pool asks for. */
final class Golds {
  private Golds() {}

  /** Whether the pool makes anything of golds. */
  private static boolean known(PoolSpec pool) {
    return pool.consensus().weighs() || pool.gold().mixes();
  }

  /** The same with truths in canonical form; tasks whose truth is no answer there are refused. */
  static ReadTasks checked(PoolSpec pool, ReadTasks read) {
    if (read.tasks().stream().allMatch(task -> task.gold() == null)) {
      return read;
    }
    List<NewTask> tasks = new ArrayList<>();
    List<RefusedLine> refused = new ArrayList<>(read.refused());
    long[] lines = new long[read.lines().length];
    for (int i = 0; i < read.tasks().size(); i++) {
      NewTask task = read.tasks().get(i);
      Optional<String> truth = CanonicalAnswer.of(pool.answer(), task.gold());
      if (task.gold() == null || (truth.isPresent() && known(pool))) {
        lines[tasks.size()] = read.lines()[i];
        tasks.add(task.withGold(truth.orElse(null)));
      } else if (truth.isPresent()) {
        refused.add(RefusedLine.of(read.lines()[i], Refusal.POOL_HAS_NO_MODEL));
      } else {
        String detail = "\"gold.answer\" is not of the form the pool asks for";
        refused.add(RefusedLine.of(read.lines()[i], ApiError.INVALID_FIELD, detail));
      }
    }
    return new ReadTasks(tasks, Arrays.copyOf(lines, tasks.size()), refused);
  }
}
