package swarmline.engine.consensus;

import java.util.List;

/** Makes one value of a task's answers. Pure; the order of the answers does not matter. */
public interface Aggregator {
  /**
   * @param answers canonical JSON texts, one for each counted answer
   */
  Aggregate aggregate(List<String> answers);
}
