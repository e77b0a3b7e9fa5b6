package swarmline.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import swarmline.loadtest.worker.Timing;

/** A report as lines for a terminal. */
public final class Summary {
  private static final int NAME_WIDTH = 16;

  private final List<String> lines = new ArrayList<>();

  private Summary() {}

  public static List<String> lines(JsonNode report) {
    var summary = new Summary();
    summary.thresholds(report.path("thresholds"));
    summary.rates(report);
    summary.statements(report.path("statementsPerCycle").asDouble());
    summary.times(report.path("latencyMillis"));
    summary.counts(report);
    summary.processor(report.path("cpu"));
    summary.marks(report);
    summary.wrong(report);
    summary.baseline(report.path("baseline"));
    return summary.lines;
  }

  /** The last line: whether all is well, and if not, why. */
  public static List<String> verdict(JsonNode report) {
    JsonNode verdict = report.path("verdict");
    List<String> lines = new ArrayList<>();
    lines.add(verdict.path("passed").asBoolean() ? "  PASSED" : "  FAILED");
    verdict.path("reasons").forEach(reason -> lines.add("    - " + reason.asText()));
    return lines;
  }

  private void thresholds(JsonNode thresholds) {
    for (JsonNode threshold : thresholds) {
      String actual =
          threshold.has("actual")
              ? format("%.4g", threshold.path("actual").asDouble())
              : "not measured";
      lines.add(
          format(
              "  %s %s  (%s)",
              threshold.path("met").asBoolean() ? "✓" : "✗",
              threshold.path("text").asText(),
              actual));
    }
    if (!thresholds.isEmpty()) {
      lines.add("");
    }
  }

  private void rates(JsonNode report) {
    if (report.path("published").asLong() > 0) {
      line(
          "published",
          "%,d tasks in %.2f s, %,.0f/s",
          report.path("published").asLong(),
          report.path("publishSeconds").asDouble(),
          report.path("publishedPerSecond").asDouble());
    }
    if (report.path("seconds").asDouble() > 0) {
      line(
          "cycles",
          "%,.0f/s  (%,d in %.1f s)",
          report.path("cyclesPerSecond").asDouble(),
          report.path("cycles").asLong(),
          report.path("seconds").asDouble());
    }
  }

  private void statements(double each) {
    if (each > 0) {
      line("Cassandra", "%.1f statements a cycle", each);
    }
  }

  private void times(JsonNode times) {
    for (Timing timing : Timing.values()) {
      JsonNode one = times.path(timing.label());
      if (one.path("count").asLong() > 0) {
        line(
            timing.label(),
            "p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  p99.99 %.2f  max %.2f ms  (%,d)",
            one.path("p50").asDouble(),
            one.path("p90").asDouble(),
            one.path("p99").asDouble(),
            one.path("p99.9").asDouble(),
            one.path("p99.99").asDouble(),
            one.path("max").asDouble(),
            one.path("count").asLong());
      }
    }
  }

  private void counts(JsonNode report) {
    var counts = new StringJoiner(", ");
    report
        .path("counts")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().asLong() > 0 && !entry.getKey().equals("waiting")) {
                String name = entry.getKey().replace('_', ' ');
                counts.add(format("%s %,d", name, entry.getValue().asLong()));
              }
            });
    if (counts.length() > 0) {
      line("whole run", "%s", counts);
    }
    JsonNode consensus = report.path("consensus");
    if (consensus.path("tasks").asLong() > 0) {
      line(
          "consensus",
          "%.3f of %,d resolved are right, %.2f answers a task, %,.2f paid",
          consensus.path("accuracy").asDouble(),
          consensus.path("resolved").asLong(),
          consensus.path("answersPerTask").asDouble(),
          consensus.path("paid").asDouble());
    }
  }

  private void processor(JsonNode cpu) {
    double server = cpu.path("serverCores").asDouble();
    line(
        "processor",
        "generator %.2f of a core (busiest thread %.2f), %.0f MB%s",
        cpu.path("generatorCores").asDouble(),
        cpu.path("busiestThread").asDouble(),
        cpu.path("generatorPeakMegabytes").asDouble(),
        server > 0 ? format("; server %.2f cores", server) : "");
    if (cpu.path("generatorIsBottleneck").asBoolean()) {
      line("warning", "the generator is the bottleneck; give it more --loops, or join others");
    }
  }

  private void marks(JsonNode report) {
    for (JsonNode mark : report.path("marks")) {
      line(
          format("at %.1f s", mark.path("from").asDouble()),
          "%s, %.1f s",
          mark.path("what").asText(),
          mark.path("until").asDouble() - mark.path("from").asDouble());
    }
    report.path("remarks").forEach(remark -> line("remark", "%s", remark.asText()));
  }

  private void wrong(JsonNode report) {
    report
        .path("errors")
        .properties()
        .forEach(e -> line("error", "%,d x %s", e.getValue().asLong(), e.getKey()));
    report.path("trouble").forEach(trouble -> line("trouble", "%s", trouble.asText()));
  }

  private void baseline(JsonNode baseline) {
    for (JsonNode figure : baseline.path("figures")) {
      if (!figure.path("verdict").asText().equals("same") && figure.has("change")) {
        line(
            figure.path("verdict").asText(),
            "%s %.4g, was %.4g (%+.0f %%)",
            figure.path("figure").asText(),
            figure.path("now").asDouble(),
            figure.path("before").asDouble(),
            figure.path("change").asDouble() * 100);
      }
    }
  }

  private void line(String name, String format, Object... values) {
    String dots = ".".repeat(Math.max(3, NAME_WIDTH - name.length()));
    lines.add("  " + name + dots + ": " + format(format, values));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
