package swarmline.engine.task;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The ways a task can end. */
public enum OutcomeKind {
  @JsonProperty("resolved")
  RESOLVED,
  @JsonProperty("contested")
  CONTESTED,
  @JsonProperty("cancelled")
  CANCELLED,
  @JsonProperty("expired")
  EXPIRED;

  /** Whether its answers came to it, so that others may come to another. */
  public boolean byAnswers() {
    return this == RESOLVED || this == CONTESTED;
  }
}
