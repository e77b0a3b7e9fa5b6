package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swarmline.engine.id.Words;

/**
 * A rule about one qualification, or about one thing that is measured of workers, that a worker
 * must meet to be offered a pool's tasks. Values that both read as numbers are compared as numbers.
 *
 * @param qualification its name; null where something is measured
 * @param measure what is measured; null where it is a qualification
 * @param pool code of the pool of the same tenant where it is measured; null for the one whose
 *     requirement it is
 * @param values one for the comparisons, one or more for {@code in} and {@code not-in}, none for
 *     {@code exists} and {@code absent}
 */
public record Requirement(
    String qualification, Measure measure, String pool, Op op, List<String> values) {
  static final int VALUES_MAX = 1_000;

  /**
   * How often a worker is right, 0 to 1, at the upper end of its interval: kept out is who is known
   * to be worse, not who is not known yet.
   */
  public enum Measure {
    /** As the model of a pool that weighs answers has it. */
    @JsonProperty("accuracy")
    ACCURACY,
    /** By its latest golds. */
    @JsonProperty("gold-accuracy")
    GOLD_ACCURACY,
    /** By its latest golds and what its tasks came to. */
    @JsonProperty("agreement")
    AGREEMENT;

    /** Whether the worker itself remembers what this follows from. */
    public boolean remembered() {
      return this == GOLD_ACCURACY || this == AGREEMENT;
    }
  }

  /**
   * How a worker's value is held against the rule's. Only {@code absent}, {@code ne} and {@code
   * not-in} are met by a worker without the qualification.
   */
  public enum Op {
    @JsonProperty("eq")
    EQ,
    @JsonProperty("ne")
    NE,
    @JsonProperty("lt")
    LT,
    @JsonProperty("le")
    LE,
    @JsonProperty("gt")
    GT,
    @JsonProperty("ge")
    GE,
    @JsonProperty("in")
    IN,
    @JsonProperty("not-in")
    NOT_IN,
    @JsonProperty("exists")
    EXISTS,
    @JsonProperty("absent")
    ABSENT
  }

  public Requirement {
    Require.that(
        measure == null ? qualification != null && !qualification.isBlank() : qualification == null,
        "requires[].qualification must name a qualification, unless there is a measure");
    Require.that(
        op != null, "requires[].op must be one of eq ne lt le gt ge in not-in exists absent");
    values = values == null ? List.of() : List.copyOf(values);
    switch (op) {
      case EQ, NE, LT, LE, GT, GE ->
          Require.that(values.size() == 1, "requires[].values must hold one value for this op");
      case IN, NOT_IN ->
          Require.between("the number of requires[].values", values.size(), 1, VALUES_MAX);
      case EXISTS, ABSENT ->
          Require.that(values.isEmpty(), "requires[].values must be empty for this op");
    }
    Require.that(
        measure == null || op == Op.GE, "requires[].op must be \"ge\" where there is a measure");
    Require.that(
        measure == null || isShare(values.get(0)),
        "requires[].values must hold a number of 0 to 1 where there is a measure");
    Require.that(
        pool == null || (measure != null && measure.remembered()),
        "requires[].pool is for the measures \"gold-accuracy\" and \"agreement\"");
  }

  /** About a qualification. */
  public Requirement(String qualification, Op op, List<String> values) {
    this(qualification, null, null, op, values);
  }

  private static boolean isShare(String value) {
    return number(value)
        .filter(share -> share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0)
        .isPresent();
  }

  /** As the interface words it: what is required, how, and of what values. */
  public String text() {
    return what() + " " + asked();
  }

  /** The qualification or the measure, as the interface words it. */
  public String what() {
    return measure == null ? qualification : Words.of(measure);
  }

  /** How a value is held against which others, as the interface words it. */
  public String asked() {
    return values.isEmpty() ? Words.of(op) : Words.of(op) + " " + values;
  }

  /** Whether the worker itself remembers what it is about. */
  public boolean asksRememberedWork() {
    return measure != null && measure.remembered();
  }

  /** Whether somebody of whom this much is measured meets the rule. */
  public boolean metBy(double measured) {
    return measured >= Double.parseDouble(values.get(0));
  }

  /** Whether a worker with these qualifications meets the rule. */
  public boolean metBy(Map<String, String> qualifications) {
    String held = qualifications.get(qualification);
    return switch (op) {
      case EXISTS -> held != null;
      case ABSENT -> held == null;
      case IN -> held != null && values.stream().anyMatch(value -> compare(held, value) == 0);
      case NOT_IN -> held == null || values.stream().noneMatch(value -> compare(held, value) == 0);
      case NE -> held == null || compare(held, values.get(0)) != 0;
      case EQ -> held != null && compare(held, values.get(0)) == 0;
      case LT -> held != null && compare(held, values.get(0)) < 0;
      case LE -> held != null && compare(held, values.get(0)) <= 0;
      case GT -> held != null && compare(held, values.get(0)) > 0;
      case GE -> held != null && compare(held, values.get(0)) >= 0;
    };
  }

  private static int compare(String held, String value) {
    Optional<BigDecimal> left = number(held);
    Optional<BigDecimal> right = number(value);
    return left.isPresent() && right.isPresent()
        ? left.get().compareTo(right.get())
        : held.compareTo(value);
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
