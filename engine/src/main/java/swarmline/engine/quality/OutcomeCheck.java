package swarmline.engine.quality;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Aggregators;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.Assignment;

/** What a task's outcome says of the answers that led to it. Pure. */
public final class OutcomeCheck {
  /** With fewer answers an outcome is no more than the answer itself. */
  static final int ANSWERS_MIN = 2;

  /** An answer that has parts agrees where more of them do than do not. */
  private static final double ALIKE = 0.5;

  private OutcomeCheck() {}

  /**
   * By worker, whether its counted answer agrees with the outcome.
   *
   * @param value canonical JSON text; null where the task came to none, which says nothing
   */
  public static Map<String, Boolean> agreements(
      PoolSpec pool, String value, List<Assignment> turns) {
    List<Assignment> counted = turns.stream().filter(Assignment::counted).toList();
    if (value == null || counted.size() < ANSWERS_MIN) {
      return Map.of();
    }
    Aggregator aggregator = Aggregators.of(pool);
    Map<String, Boolean> agreements = new HashMap<>();
    for (Assignment turn : counted) {
      agreements.put(turn.worker(), aggregator.agreement(turn.answer(), value) > ALIKE);
    }
    return agreements;
  }
}
