package swarmline.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.dispatch.TaskInspection;
import swarmline.engine.id.PoolId;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskState;
import swarmline.engine.whatif.RecordedTask;

/** The tasks of a pool that have answers, as far as they are not too many to be kept in memory. */
final class RecordedPool {
  private static final int READS_AT_ONCE = 16;

  private final Bounds bounds;
  private final List<RecordedTask> tasks = new ArrayList<>();
  private int answers;
  private long characters;

  /** How many answers a pool may have, and how many characters they may have in all. */
  record Bounds(int answers, long characters) {

    /** What is left for each of so many policies. */
    Bounds shared(int policies) {
      return new Bounds(answers / policies, characters / policies);
    }
  }

  private RecordedPool(Bounds bounds) {
    this.bounds = bounds;
  }

  /** The stage is rejected where the pool has more answers. */
  static CompletionStage<RecordedPool> read(Api api, PoolId pool, Bounds bounds) {
    Lines.Reader<TaskDefinition> definitions =
        page -> api.engine().catalog().definitions(pool, page, api.settings().streamPage());
    return Lines.first(Cursor.START, definitions)
        .thenCompose(
            first ->
                Source.from(Lines.rows(null, first.items()))
                    .concatLazy(Lines.following(first.next(), definitions))
                    .mapAsync(READS_AT_ONCE, row -> api.engine().inspect(row.item().id()))
                    .mapConcat(found -> found.stream().toList())
                    .runWith(
                        Sink.fold(new RecordedPool(bounds), (pooled, task) -> pooled.with(task)),
                        api.system()));
  }

  private RecordedPool with(TaskInspection task) {
    List<CountedAnswer> counted = task.state().turns().given();
    if (counted.isEmpty()) {
      return this;
    }
    answers += counted.size();
    characters += counted.stream().mapToLong(one -> one.answer().length()).sum();
    if (answers > bounds.answers() || characters > bounds.characters()) {
      throw new Rejected(
          ApiError.SIMULATION_TOO_LARGE,
          "The pool has more than "
              + bounds.answers()
              + " answers, or more than "
              + bounds.characters()
              + " characters of them, which is what can be simulated under so many policies.");
    }
    String outcome = task.state() instanceof TaskState.Ended ended ? ended.value() : null;
    tasks.add(
        new RecordedTask(
            task.definition().id().number(),
            task.definition().redundancy(),
            task.definition().gold(),
            outcome,
            counted));
    return this;
  }

  List<RecordedTask> tasks() {
    return tasks;
  }

  int answers() {
    return answers;
  }

  /** The same tasks, each of which wants what a policy says. */
  static List<RecordedTask> withoutRedundancy(List<RecordedTask> tasks) {
    return tasks.stream()
        .map(
            task ->
                new RecordedTask(task.number(), null, task.gold(), task.outcome(), task.answers()))
        .toList();
  }
}
