package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of a pool's open tasks is offered first. */
public enum DispatchOrder {
  /** Higher task priority first, then the older. */
  @JsonProperty("priority")
  PRIORITY,
  /** The oldest first, whatever its priority. */
  @JsonProperty("fifo")
  FIFO,
  /**
   * The task with the most slots taken first: started tasks are completed before new ones start.
   */
  @JsonProperty("depth-first")
  DEPTH_FIRST,
  /** The task with the fewest slots taken first: every task gets one answer before any gets two. */
  @JsonProperty("breadth-first")
  BREADTH_FIRST,
  /** A shuffle fixed per pool. */
  @JsonProperty("random")
  RANDOM
}
