package swarmline.loadtest.worker;

import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long workers think about a task before they answer: a distribution.
 *
 * @param mean of all draws; of {@code LOGNORMAL} the median
 * @param spread of {@code UNIFORM} half the width as a share of the mean, 0 to 1; of {@code
 *     LOGNORMAL} the standard deviation of the logarithm; else without meaning
 */
public record ThinkTime(Shape shape, Duration mean, double spread) {

  /** The forms of the distribution. */
  public enum Shape {
    CONSTANT,
    UNIFORM,
    EXPONENTIAL,
    LOGNORMAL
  }

  /** No thinking at all. */
  public static final ThinkTime NONE = new ThinkTime(Shape.CONSTANT, Duration.ZERO, 0);

  private static final double HALF = 0.5;
  private static final double LOG_SPREAD = 0.5;
  private static final String FORMS =
      "a think time is MEAN, constant:TIME, uniform:FROM-TO, exponential:MEAN or"
          + " lognormal:MEDIAN[:SIGMA], with times such as 200ms or 3s";
  private static final Pattern PLAIN = Pattern.compile("(\\d+)(ms|s)?");
  private static final Pattern RANGE = Pattern.compile("(\\d+(?:ms|s)?)-(\\d+(?:ms|s)?)");
  private static final Pattern LOG = Pattern.compile("(\\d+(?:ms|s)?)(?::(\\d+(?:\\.\\d+)?))?");

  /**
   * Reads a distribution from its text. A plain time is the mean of draws of half to one and a half
   * of it; without a unit it is in milliseconds.
   *
   * @throws IllegalArgumentException where the text is none, with words for the user
   */
  public static ThinkTime of(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new ThinkTime(Shape.UNIFORM, time(text), HALF);
    }
    String rest = text.substring(colon + 1);
    return switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "constant" -> new ThinkTime(Shape.CONSTANT, time(rest), 0);
      case "exponential" -> new ThinkTime(Shape.EXPONENTIAL, time(rest), 0);
      case "uniform" -> uniform(rest);
      case "lognormal" -> logNormal(rest);
      default -> throw new IllegalArgumentException("'" + text + "': " + FORMS);
    };
  }

  public boolean isZero() {
    return mean.isZero();
  }

  /** Draws a time, in nanoseconds. */
  long nanos(RandomGenerator random) {
    double nanos = mean.toNanos();
    return (long)
        switch (shape) {
          case CONSTANT -> nanos;
          case UNIFORM -> nanos * (1 - spread + 2 * spread * random.nextDouble());
          case EXPONENTIAL -> nanos * random.nextExponential();
          case LOGNORMAL -> nanos * Math.exp(spread * random.nextGaussian());
        };
  }

  /** The text that {@link #of} reads. */
  public String text() {
    long millis = mean.toMillis();
    return switch (shape) {
      case CONSTANT -> "constant:" + millis + "ms";
      case EXPONENTIAL -> "exponential:" + millis + "ms";
      case LOGNORMAL -> "lognormal:" + millis + "ms:" + spread;
      case UNIFORM ->
          "uniform:"
              + Math.round(millis * (1 - spread))
              + "ms-"
              + Math.round(millis * (1 + spread))
              + "ms";
    };
  }

  private static ThinkTime uniform(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      throw new IllegalArgumentException("'" + text + "': " + FORMS);
    }
    Duration from = time(range.group(1));
    Duration to = time(range.group(2));
    if (to.compareTo(from) < 0) {
      throw new IllegalArgumentException("'" + text + "' ends before it begins");
    }
    Duration mean = from.plus(to).dividedBy(2);
    double half = to.minus(from).toNanos() / 2.0;
    return new ThinkTime(Shape.UNIFORM, mean, mean.isZero() ? 0 : half / mean.toNanos());
  }

  private static ThinkTime logNormal(String text) {
    Matcher parts = LOG.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "': " + FORMS);
    }
    double sigma = parts.group(2) == null ? LOG_SPREAD : Double.parseDouble(parts.group(2));
    return new ThinkTime(Shape.LOGNORMAL, time(parts.group(1)), sigma);
  }

  private static Duration time(String text) {
    Matcher plain = PLAIN.matcher(text);
    if (!plain.matches()) {
      throw new IllegalArgumentException("'" + text + "': " + FORMS);
    }
    long number = Long.parseLong(plain.group(1));
    return "s".equals(plain.group(2)) ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }
}
