package swarmline.engine.dispatch;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.crowd.SliceModel;
import swarmline.engine.consensus.crowd.SliceModel.Estimates;
import swarmline.engine.consensus.crowd.SliceModel.TaskEstimate;
import swarmline.engine.pool.ConsensusPolicy;

/**
 * Finds the ended tasks of a slice on whose answers its model now puts another value than they
 * ended with: a part of them at a time, round and round. Where a task does not follow it is not
 * asked again before the model makes yet another value of it.
 */
final class Revisions {
  /** Tasks looked at in one go. */
  private static final int AT_ONCE = 200;

  /** What another value must be likely by, where the pool's rule asks less: twice as any other. */
  private static final double SURE = 2.0 / 3;

  private final SliceModel model;

  /** By task, what it ended with; null where it is contested. */
  private final Map<Long, String> outcomes;

  /** By task, the other value that it was asked for. */
  private final Map<Long, String> asked = new HashMap<>();

  private int place;

  Revisions(SliceModel model, Map<Long, String> outcomes) {
    this.model = model;
    this.outcomes = new HashMap<>(outcomes);
  }

  /** A task has ended, once more perhaps. */
  void ended(long task, String value) {
    outcomes.put(task, value);
    asked.remove(task, value);
  }

  /** By task, what the answers of some ended tasks come to now, which is something else. */
  Map<Long, Estimate> next(ConsensusPolicy policy) {
    Estimates some = model.estimates(place, AT_ONCE);
    place = some.next() == Estimates.NO_MORE ? 0 : some.next();
    Map<Long, Estimate> revised = new LinkedHashMap<>();
    for (TaskEstimate one : some.estimates()) {
      boolean other =
          outcomes.containsKey(one.task())
              && !one.value().equals(outcomes.get(one.task()))
              && !Objects.equals(one.value(), asked.get(one.task()))
              && likelihood(one, policy) >= Math.max(SURE, least(policy));
      if (other) {
        asked.put(one.task(), one.value());
        model.now(one.task()).ifPresent(now -> revised.put(one.task(), now));
      }
    }
    return revised;
  }

  private static double likelihood(TaskEstimate estimate, ConsensusPolicy policy) {
    return policy.rule() == ConsensusPolicy.Rule.LEAD ? estimate.lead() : estimate.confidence();
  }

  private static double least(ConsensusPolicy policy) {
    return policy.rule() == ConsensusPolicy.Rule.FIXED ? 0 : policy.threshold();
  }
}
