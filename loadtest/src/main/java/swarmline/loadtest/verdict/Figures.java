package swarmline.loadtest.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swarmline.loadtest.worker.Timing;

/** The figures of a report that thresholds and comparisons may name, read from its JSON. */
public final class Figures {
  private static final List<String> POINTS =
      List.of("p50", "p90", "p95", "p99", "p99.9", "p99.99", "mean", "max");

  /** Where single figures stand in the JSON. */
  private static final Map<String, String> PLACES = new LinkedHashMap<>();

  static {
    PLACES.put("cycles", "/cyclesPerSecond");
    PLACES.put("published", "/publishedPerSecond");
    PLACES.put("errors", "/errorCount");
    PLACES.put("missed", "/counts/missed");
    PLACES.put("refused", "/counts/refused");
    PLACES.put("disconnected", "/counts/disconnected");
    PLACES.put("accuracy", "/consensus/accuracy");
    PLACES.put("answersPerTask", "/consensus/answersPerTask");
    PLACES.put("violations", "/audit/violationCount");
    PLACES.put("expiryLate.p99", "/audit/measures/expiryLateP99Millis");
    PLACES.put("generator.cores", "/cpu/generatorCores");
    PLACES.put("server.cores", "/cpu/serverCores");
    PLACES.put("generator.memory", "/cpu/generatorPeakMegabytes");
  }

  private Figures() {}

  /** Every name there is, those of waiting times shortened to one for each. */
  static List<String> names() {
    var names = new ArrayList<String>();
    for (Timing timing : Timing.values()) {
      names.add(timing.label() + ".p50 … p99.99, mean, max");
    }
    names.addAll(PLACES.keySet());
    return names;
  }

  static boolean isNamed(String name) {
    return PLACES.containsKey(name) || timing(name) != null;
  }

  /** All figures that the report has, by name; times in milliseconds. */
  public static Map<String, Double> of(JsonNode report) {
    var figures = new LinkedHashMap<String, Double>();
    PLACES.forEach((name, place) -> put(figures, name, report.at(place)));
    for (Timing timing : Timing.values()) {
      JsonNode times = report.path("latencyMillis").path(timing.label());
      if (times.path("count").asLong() > 0) {
        POINTS.forEach(p -> put(figures, timing.label() + "." + p, times.path(p)));
      }
    }
    return figures;
  }

  /** Whether more of it is better; less is, of all others. */
  public static boolean isBetterWhenMore(String name) {
    return List.of("cycles", "published", "accuracy").contains(name);
  }

  private static void put(Map<String, Double> figures, String name, JsonNode value) {
    if (value.isNumber()) {
      figures.put(name, value.asDouble());
    }
  }

  private static Timing timing(String name) {
    for (Timing timing : Timing.values()) {
      String start = timing.label() + ".";
      if (name.startsWith(start) && POINTS.contains(name.substring(start.length()))) {
        return timing;
      }
    }
    return null;
  }
}
