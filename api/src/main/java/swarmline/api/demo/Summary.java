package swarmline.api.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What came of it.
 *
 * @param right resolved as the text was made for
 * @param answers counted in outcomes
 * @param saved answers that were not needed, because enough agreed before
 * @param recalls workers who were told in time that their answer is not needed
 * @param took from the first connection to the last outcome
 * @param claims in microseconds
 */
record Summary(
    long tasks,
    long resolved,
    long contested,
    long right,
    long answers,
    long saved,
    long recalls,
    Duration took,
    Histogram claims) {
  private static final int REDUNDANCY = 3;
  private static final double PERCENT = 100;
  private static final double MICROS_PER_MILLI = TimeUnit.MILLISECONDS.toMicros(1);

  /**
   * @param truth by key
   */
  static Summary of(List<JsonNode> outcomes, Map<String, Label> truth, Tally tally, Duration took) {
    long resolved = 0;
    long right = 0;
    long answers = 0;
    for (JsonNode outcome : outcomes) {
      answers += outcome.path("answers").asLong();
      if (outcome.path("outcome").asText().equals("resolved")) {
        resolved++;
        Label planted = truth.get(outcome.path("key").asText());
        right += outcome.path("value").asText().equals(planted.text()) ? 1 : 0;
      }
    }
    return new Summary(
        outcomes.size(),
        resolved,
        outcomes.stream().filter(o -> o.path("outcome").asText().equals("contested")).count(),
        right,
        answers,
        (long) outcomes.size() * REDUNDANCY - answers,
        tally.recalls(),
        took,
        tally.claims());
  }

  void print(PrintWriter out) {
    double seconds = took.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    line(
        out,
        "tasks",
        "%,d in %.1f s, %,.0f tasks and %,.0f answers per second",
        tasks,
        seconds,
        tasks / seconds,
        answers / seconds);
    line(out, "resolved", "%,d (%.1f %%)", resolved, share(resolved, tasks));
    line(out, "contested", "%,d: three workers, three labels", contested);
    line(out, "accuracy", "%.1f %% of the resolved are what was planted", share(right, resolved));
    line(
        out,
        "answers saved",
        "%,d of %,d by stopping as soon as two agree; %,d workers recalled",
        saved,
        tasks * REDUNDANCY,
        recalls);
    line(
        out,
        "claim latency",
        "p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, from answer to next task",
        millis(50),
        millis(90),
        millis(99));
    out.flush();
  }

  private static void line(PrintWriter out, String name, String format, Object... values) {
    out.printf(Locale.ROOT, "  %-14s %s%n", name, String.format(Locale.ROOT, format, values));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : PERCENT * part / whole;
  }

  private double millis(double percentile) {
    return claims.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
  }
}
