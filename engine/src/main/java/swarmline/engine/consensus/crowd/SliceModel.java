package swarmline.engine.consensus.crowd;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.pool.PoolSpec;

/**
 * What the answers to a slice of a pool say of its tasks and of its workers. It is told all counted
 * answers of a task each time and finds out what is new. The same calls in the same order make the
 * same model. Not thread-safe.
 *
 * <p>A task is decided by what its answers came to when the last of them came, not by what the
 * model has learned since: so it is decided the same however often it asks, and after a restart.
 */
public interface SliceModel {

  /** Without answers; for a pool that weighs them. */
  static SliceModel of(PoolSpec spec) {
    return spec.consensus().aggregator().saysLikelihood()
        ? new PoolModel(spec)
        : new WeightedModel(spec);
  }

  /** Whether this is a model of a pool with that policy. */
  boolean serves(PoolSpec spec);

  /**
   * What a task's answers came to when the last of them was heard of. Call {@link #learn}
   * afterwards, when whoever waits for this has been told.
   *
   * @param answers all counted answers of the task
   * @return nothing where none of them says anything
   */
  Optional<Estimate> estimate(long task, TaskAnswers answers);

  /**
   * Lets older tasks learn from the answers that came since this was last called; nothing where a
   * model has learned from an answer as soon as it is heard of.
   */
  default void learn() {}

  /**
   * The task has its outcome. What is new in its answers is learned; what they came to is not asked
   * for before it is open again, and not kept.
   */
  void ended(long task, TaskAnswers answers);

  /** Only these tasks are open. */
  void open(Set<Long> tasks);

  /**
   * What a task's answers come to now, whatever it was decided by; which turns they are it does not
   * say. Nothing where none of them says anything.
   */
  Optional<Estimate> now(long task);

  /** What is known of a worker; of one who is not known, that of the crowd. */
  WorkerQuality quality(String worker);

  /**
   * What the model makes of its tasks now, whatever they were decided by: in the order in which it
   * first heard of them, those without answers left out.
   *
   * @param from place in that order, from 0
   */
  Estimates estimates(int from, int limit);

  /**
   * A part of all estimates.
   *
   * @param next place of the following part; {@link #NO_MORE} where there is none
   */
  record Estimates(List<TaskEstimate> estimates, int next) {
    public static final int NO_MORE = -1;
  }

  /**
   * @param task its number
   * @param value canonical JSON text
   * @param confidence how likely the value is to be right, 0 to 1
   * @param lead the same if one of the two likeliest is, 0.5 to 1
   * @param difficulty the share of its answers that are expected to be wrong, 0 to 1; where answers
   *     are counted by weights, the share of the weights that does not agree
   * @param answers how many it follows from
   */
  record TaskEstimate(
      long task, String value, double confidence, double lead, double difficulty, int answers) {}
}
