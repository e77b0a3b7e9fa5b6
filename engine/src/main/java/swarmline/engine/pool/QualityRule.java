package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A rule about the work of each worker in the pool: what is collected of it, from when on that is
 * too much, and what follows. It looks at the last {@code last} of what it collects, those within
 * {@code withinSeconds} only where that is said, and never twice at the same.
 *
 * @param name unique in the pool; what time-lines and restrictions call it
 * @param seconds under how many an answer is fast; for {@code fast-answers} only
 * @param last how many are looked at, 1 to {@value #LAST_MAX}
 * @param withinSeconds how old they may be; null for any age
 * @param atLeast how many of them must be hits; null where a share says it
 * @param share which share of them must be hits, above 0 to 1; null where a number says it
 * @param after how many there must be before a share says anything; all of {@code last} by default
 * @param then what follows, in order
 */
public record QualityRule(
    String name,
    Collect collect,
    Double seconds,
    Integer last,
    Long withinSeconds,
    Integer atLeast,
    Double share,
    Integer after,
    List<Consequence> then) {

  /** Rules at the most in a pool. */
  public static final int RULES_MAX = 20;

  /** What is kept of a worker in a pool, so that rules can look at it. */
  public static final int LAST_MAX = 100;

  static final int LAST_DEFAULT = 10;
  static final int NAME_LENGTH_MAX = 100;
  static final int THEN_MAX = 5;

  /** What is collected: which of a worker's assignments count, and which of those are hits. */
  public enum Collect {
    /** Of answers, those given in under {@code seconds}. */
    @JsonProperty("fast-answers")
    FAST_ANSWERS,
    /** Of answers, those that are the same as the one before. */
    @JsonProperty("repeated-answers")
    REPEATED_ANSWERS,
    /** Of answers, those that were rejected. */
    @JsonProperty("rejected-answers")
    REJECTED_ANSWERS,
    /** Of answers to golds and to tasks with an outcome, those that disagree with that. */
    @JsonProperty("disagreements")
    DISAGREEMENTS,
    /** Of assignments that the worker ended or let lapse, those it skipped. */
    @JsonProperty("skips")
    SKIPS,
    /** Of the same, those it gave back. */
    @JsonProperty("returns")
    RETURNS,
    /** Of the same, those it let expire. */
    @JsonProperty("expiries")
    EXPIRIES,
    /** Of answers to golds, those that are wrong. */
    @JsonProperty("wrong-golds")
    WRONG_GOLDS,
    /** Of answers to golds, those that are right. */
    @JsonProperty("right-golds")
    RIGHT_GOLDS;

    /** Whether what is right of golds makes a difference to it. */
    public boolean looksAtGolds() {
      return onGolds() || this == DISAGREEMENTS;
    }

    /** Whether it is answers to golds alone. */
    public boolean onGolds() {
      return this == WRONG_GOLDS || this == RIGHT_GOLDS;
    }
  }

  public QualityRule {
    Require.that(name != null && !name.isBlank(), "rules[].name must say what the rule is");
    Require.that(
        name.length() <= NAME_LENGTH_MAX,
        "rules[].name must have at most " + NAME_LENGTH_MAX + " characters");
    Require.that(
        collect != null,
        "rules[].collect must be one of fast-answers repeated-answers rejected-answers"
            + " disagreements skips returns expiries wrong-golds right-golds");
    Require.that(
        (collect == Collect.FAST_ANSWERS) == (seconds != null),
        "rules[].seconds is for collect \"fast-answers\", which needs it");
    Require.that(seconds == null || seconds > 0, "rules[].seconds must be above 0");
    Require.that(
        (atLeast == null) != (share == null),
        "rules[] must have either atLeast or share: how many, or which share, are too much");
    last = Require.orElse(last, Math.max(LAST_DEFAULT, Require.orElse(atLeast, 1)));
    Require.between("rules[].last", last, 1, LAST_MAX);
    if (withinSeconds != null) {
      Require.between("rules[].withinSeconds", withinSeconds, 1, Consequence.SECONDS_MAX);
    }
    if (atLeast != null) {
      Require.between("rules[].atLeast", atLeast, 1, last);
      Require.that(after == null, "rules[].after is for a share");
    } else {
      Require.that(share > 0 && share <= 1, "rules[].share must be above 0 and at most 1");
      after = Require.orElse(after, last);
      Require.between("rules[].after", after, 1, last);
    }
    then = then == null ? List.of() : List.copyOf(then);
    Require.between("the number of rules[].then", then.size(), 1, THEN_MAX);
  }

  /** Whether so many hits among so many are too much. */
  public boolean appliesAt(int hits, int of) {
    return atLeast != null ? hits >= atLeast : of >= after && hits >= share * of;
  }
}
