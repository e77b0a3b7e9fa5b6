package swarmline.engine.task;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a live lease was taken back. */
public enum RevokeReason {
  /** Consensus was reached without it. */
  @JsonProperty("task-ended")
  TASK_ENDED,
  @JsonProperty("task-cancelled")
  TASK_CANCELLED,
  /** Fewer answers are wanted now. */
  @JsonProperty("redundancy-lowered")
  REDUNDANCY_LOWERED,
  @JsonProperty("pool-closed")
  POOL_CLOSED,
  /** A rule of the pool has other workers asked instead of this one. */
  @JsonProperty("worker-replaced")
  WORKER_REPLACED
}
