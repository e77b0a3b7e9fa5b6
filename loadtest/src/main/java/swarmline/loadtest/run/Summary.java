package swarmline.loadtest.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import swarmline.loadtest.worker.Tally.Count;

/** A run's report as lines for a terminal. */
public final class Summary {
  private static final double MICROS_PER_MILLI = 1000;

  private Summary() {}

  public static List<String> lines(RunReport report) {
    List<String> lines = new ArrayList<>();
    if (report.published() > 0) {
      lines.add(
          line(
              "published",
              "%,d tasks in %.2f s, %,.0f/s",
              report.published(),
              report.publishSeconds(),
              report.publishedPerSecond()));
    }
    if (report.seconds() > 0) {
      lines.add(
          line(
              "cycles",
              "%,.0f/s  (%,d in %.1f s)",
              report.cyclesPerSecond(),
              report.cycles(),
              report.seconds()));
      lines.add(times("claim", report.latencies().claim()));
      lines.add(times("answer", report.latencies().answer()));
      lines.add(times("push", report.latencies().push()));
      lines.add(counts(report));
    }
    Cpu cpu = report.cpu();
    String server = cpu.serverCores() > 0 ? format(", server %.2f cores", cpu.serverCores()) : "";
    lines.add(
        line(
            "processor",
            "generator %.2f s, %.2f of a core (busiest thread %.2f)%s",
            cpu.seconds(),
            cpu.cores(),
            cpu.busiestThread(),
            server));
    if (cpu.isBottleneck()) {
      lines.add(line("warning", "the generator is the bottleneck; give it more --loops"));
    }
    report.errors().forEach((what, count) -> lines.add(line("error", "%,d x %s", count, what)));
    report.trouble().forEach(trouble -> lines.add(line("trouble", "%s", trouble)));
    return lines;
  }

  private static String counts(RunReport report) {
    String counts =
        report.counts().entrySet().stream()
            .filter(entry -> entry.getValue() > 0 && entry.getKey() != Count.WAITING)
            .map(e -> format("%s %,d", e.getKey().name().toLowerCase(Locale.ROOT), e.getValue()))
            .collect(Collectors.joining(", "));
    return line("whole run", "%s", counts);
  }

  private static String times(String name, Histogram times) {
    if (times.getTotalCount() == 0) {
      return line(name, "none");
    }
    return line(
        name,
        "p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  max %.2f ms  (%,d)",
        times.getValueAtPercentile(50) / MICROS_PER_MILLI,
        times.getValueAtPercentile(90) / MICROS_PER_MILLI,
        times.getValueAtPercentile(99) / MICROS_PER_MILLI,
        times.getValueAtPercentile(99.9) / MICROS_PER_MILLI,
        times.getMaxValue() / MICROS_PER_MILLI,
        times.getTotalCount());
  }

  private static String line(String name, String format, Object... values) {
    String dots = ".".repeat(Math.max(3, 14 - name.length()));
    return "  " + name + dots + ": " + format(format, values);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
