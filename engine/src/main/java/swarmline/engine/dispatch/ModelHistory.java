package swarmline.engine.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.crowd.SliceModel;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.Amendment;
import swarmline.engine.task.Turns;

/**
 * What a slice's model was told of its tasks, in order: answers as they were given, and what was
 * amended afterwards, each at its time. A model that is told it once more is the same. Pure.
 */
final class ModelHistory {
  private static final Comparator<Step> IN_ORDER =
      Comparator.comparing(Step::at).thenComparing(Step::task).thenComparing(Step::order);

  private final List<Step> steps = new ArrayList<>();
  private final Map<Long, String> truths = new HashMap<>();

  /**
   * One thing told of one task.
   *
   * @param order among those of a task at the same instant
   * @param answer as it was given; null for an amendment
   * @param amendment null for an answer
   */
  private record Step(
      Instant at, long task, int order, CountedAnswer answer, Amendment amendment) {}

  /** What counts in a task at one point in time. */
  private static final class Told {
    private final Map<Integer, CountedAnswer> given = new HashMap<>();
    private final Map<Integer, CountedAnswer> counted = new TreeMap<>();
    private String truth;

    private void take(Step step) {
      if (step.answer != null) {
        given.put(step.answer.turn(), step.answer);
        counted.put(step.answer.turn(), step.answer);
      } else if (step.amendment.gold() != null) {
        truth = step.amendment.gold();
      } else if (step.amendment.counts()) {
        counted.put(step.amendment.ordinal(), given.get(step.amendment.ordinal()));
      } else {
        counted.remove(step.amendment.ordinal());
      }
    }

    private TaskAnswers answers() {
      return new TaskAnswers(truth, List.copyOf(counted.values()));
    }
  }

  /**
   * All that was told of a task.
   *
   * @param corrected the truth of a gold as it is by now; null where it was never corrected
   */
  void add(long task, Turns turns, List<Amendment> amendments, String corrected) {
    Set<Integer> amended = new HashSet<>();
    boolean dated = false;
    for (Amendment amendment : amendments) {
      amended.add(amendment.ordinal());
      dated |= amendment.gold() != null;
    }
    int before = steps.size();
    for (CountedAnswer answer : turns.given(amended)) {
      steps.add(new Step(answer.at(), task, answer.turn(), answer, null));
    }
    for (int i = 0; before < steps.size() && i < amendments.size(); i++) {
      Amendment amendment = amendments.get(i);
      steps.add(new Step(amendment.at(), task, Integer.MAX_VALUE, null, amendment));
    }
    if (corrected != null && !dated) {
      truths.put(task, corrected);
    }
  }

  /** Tasks that have answers, in order. */
  List<Long> tasks() {
    return steps.stream().map(Step::task).distinct().sorted().toList();
  }

  /** The truth of a gold as it was declared. */
  void declared(long task, String truth) {
    truths.putIfAbsent(task, truth);
  }

  SliceModel told(PoolSpec spec) {
    steps.sort(IN_ORDER);
    SliceModel model = SliceModel.of(spec);
    Map<Long, Told> tasks = new HashMap<>();
    for (Step step : steps) {
      Told told = tasks.computeIfAbsent(step.task, this::untold);
      told.take(step);
      model.estimate(step.task, told.answers());
      model.learn();
    }
    return model;
  }

  private Told untold(long task) {
    var told = new Told();
    told.truth = truths.get(task);
    return told;
  }
}
