package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a pool is in its life. Leases are granted in {@code open} only. */
public enum PoolStatus {
  /** Takes tasks, offers none yet. */
  @JsonProperty("draft")
  DRAFT,
  /** Takes and offers tasks. */
  @JsonProperty("open")
  OPEN,
  /** Takes tasks, offers none for now; live leases go on. */
  @JsonProperty("paused")
  PAUSED,
  /** Takes and offers none; may be opened again. */
  @JsonProperty("closed")
  CLOSED,
  /** Read only, for ever. */
  @JsonProperty("archived")
  ARCHIVED
}
