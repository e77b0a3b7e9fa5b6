package swarmline.loadtest.verdict;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bound on one figure of a report, such as {@code claim.p99 < 20ms}, {@code errors = 0} or {@code
 * cycles >= 10000}.
 *
 * @param figure by the name that {@link Figures} gives it
 * @param bound times in milliseconds
 */
public record Threshold(String text, String figure, Comparison comparison, double bound) {

  /** How a figure is compared with its bound. */
  public enum Comparison {
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">="),
    EQUAL("=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    boolean holds(double value, double bound) {
      return switch (this) {
        case LESS -> value < bound;
        case AT_MOST -> value <= bound;
        case MORE -> value > bound;
        case AT_LEAST -> value >= bound;
        case EQUAL -> value == bound;
      };
    }

    private static Comparison of(String sign) {
      for (Comparison comparison : values()) {
        if (comparison.sign.equals(sign) || (comparison == EQUAL && sign.equals("=="))) {
          return comparison;
        }
      }
      throw new IllegalArgumentException("no comparison: " + sign);
    }
  }

  /**
   * What came of it.
   *
   * @param actual empty where the run has no such figure: then it is not met
   */
  public record Result(Threshold threshold, OptionalDouble actual, boolean isMet) {}

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([a-z][A-Za-z0-9.]*)\\s*(<=|>=|==|<|>|=)\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(us|ms|s|%)?\\s*");

  /**
   * Reads a threshold.
   *
   * @throws IllegalArgumentException where the text is none, or names no figure
   */
  public static Threshold of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no threshold; it is FIGURE SIGN VALUE, such as claim.p99 < 20ms");
    }
    String figure = form.group(1);
    if (!Figures.isNamed(figure)) {
      throw new IllegalArgumentException(
          "'" + text + "' names no figure; there are " + String.join(", ", Figures.names()));
    }
    double value = Double.parseDouble(form.group(3));
    return new Threshold(
        text.strip(), figure, Comparison.of(form.group(2)), value * factor(form.group(4)));
  }

  /** Holds it to a run's figures. */
  public Result in(Map<String, Double> figures) {
    Double actual = figures.get(figure);
    return actual == null
        ? new Result(this, OptionalDouble.empty(), false)
        : new Result(this, OptionalDouble.of(actual), comparison.holds(actual, bound));
  }

  private static double factor(String unit) {
    return switch (unit == null ? "" : unit.toLowerCase(Locale.ROOT)) {
      case "us" -> 1e-3;
      case "s" -> 1e3;
      case "%" -> 1e-2;
      default -> 1;
    };
  }
}
