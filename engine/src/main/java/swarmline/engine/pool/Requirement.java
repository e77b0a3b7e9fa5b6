package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule about one qualification that a worker must meet to be offered a pool's tasks. Values that
 * both read as numbers are compared as numbers.
 *
 * @param values one for the comparisons, one or more for {@code in} and {@code not-in}, none for
 *     {@code exists} and {@code absent}
 */
public record Requirement(String qualification, Op op, List<String> values) {
  static final int VALUES_MAX = 1_000;

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
        qualification != null && !qualification.isBlank(),
        "requires[].qualification must name a qualification");
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
