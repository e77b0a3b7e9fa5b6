package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import swarmline.engine.id.Names;

/**
 * What follows when a {@link QualityRule} applies to a worker.
 *
 * @param scope from what a restriction keeps the worker, the pool by default; null for other
 *     actions
 * @param forSeconds how long a restriction lasts; null for ever
 * @param qualification that the worker gets; null for other actions
 * @param value of the qualification, {@value #VALUE_DEFAULT} by default; null for other actions
 */
public record Consequence(
    Action action, Scope scope, Long forSeconds, String qualification, String value) {
  static final String VALUE_DEFAULT = "passed";
  static final int VALUE_LENGTH_MAX = 256;

  static final long SECONDS_MAX = 10L * 365 * 24 * 3600;

  /** What is done about a worker. */
  public enum Action {
    /** The worker is offered nothing, for a time. */
    @JsonProperty("restrict")
    RESTRICT,
    /** The worker gets a qualification, which other pools may require. */
    @JsonProperty("qualify")
    QUALIFY,
    /**
     * The worker's answers in the pool's open tasks count no longer, and others are asked instead.
     */
    @JsonProperty("replace-answers")
    REPLACE_ANSWERS,
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
    Require.that(
        action != null,
        "rules[].then[].action must be one of restrict qualify replace-answers notify");
    boolean restricts = action == Action.RESTRICT;
    scope = restricts ? Require.orElse(scope, Scope.POOL) : scope;
    Require.that(
        restricts || (scope == null && forSeconds == null),
        "rules[].then[].scope and forSeconds are for action \"restrict\" only");
    boolean qualifies = action == Action.QUALIFY;
    value = qualifies ? Require.orElse(value, VALUE_DEFAULT) : value;
    Require.that(
        qualifies
            ? qualification != null && Names.valid(qualification)
            : qualification == null && value == null,
        "rules[].then[].qualification names one, with its value, for action \"qualify\" only");
    Require.that(
        !qualifies || (!value.isEmpty() && value.length() <= VALUE_LENGTH_MAX),
        "rules[].then[].value must have 1 to " + VALUE_LENGTH_MAX + " characters");
    if (forSeconds != null) {
      Require.between("rules[].then[].forSeconds", forSeconds, 1, SECONDS_MAX);
    }
  }

  /** When a restriction that begins now is over; null for never. */
  public Instant until(Instant now) {
    return forSeconds == null ? null : now.plus(Duration.ofSeconds(forSeconds));
  }
}
