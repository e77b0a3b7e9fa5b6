package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;

/**
 * What follows when a {@link QualityRule} applies to a worker.
 *
 * @param scope from what a restriction keeps the worker, the pool by default; null for other
 *     actions
 * @param forSeconds how long a restriction lasts; null for ever
 */
public record Consequence(Action action, Scope scope, Long forSeconds) {
  static final long SECONDS_MAX = 10L * 365 * 24 * 3600;

  /** What is done about a worker. */
  public enum Action {
    /** The worker is offered nothing, for a time. */
    @JsonProperty("restrict")
    RESTRICT,
    /**
     * Nothing but what every firing does: it is in the worker's time-line and the tenant's feed.
     */
    @JsonProperty("notify")
    NOTIFY
  }

  /** How far a restriction reaches. */
  public enum Scope {
    @JsonProperty("pool")
    POOL,
    /** Every pool of the same project. */
    @JsonProperty("project")
    PROJECT,
    /** Every pool of the tenant. */
    @JsonProperty("all")
    ALL
  }

  public Consequence {
    Require.that(action != null, "rules[].then[].action must be one of restrict notify");
    boolean restricts = action == Action.RESTRICT;
    scope = restricts ? Require.orElse(scope, Scope.POOL) : scope;
    Require.that(
        restricts || (scope == null && forSeconds == null),
        "rules[].then[].scope and forSeconds are for action \"restrict\" only");
    if (forSeconds != null) {
      Require.between("rules[].then[].forSeconds", forSeconds, 1, SECONDS_MAX);
    }
  }

  /** When a restriction that begins now is over; null for never. */
  public Instant until(Instant now) {
    return forSeconds == null ? null : now.plus(Duration.ofSeconds(forSeconds));
  }
}
