package swarmline.loadtest.server;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One answer of {@code /metrics}, in Prometheus' text form (0.0.4): values by series. */
public final class PrometheusText {
  private final Map<String, Double> series = new TreeMap<>();

  private PrometheusText() {}

  /** Reads what it understands and skips the rest. */
  public static PrometheusText of(String text) {
    var read = new PrometheusText();
    text.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').forEach(read::line);
    return read;
  }

  private void line(String line) {
    int labelsEnd = line.lastIndexOf('}');
    int blank = line.indexOf(' ', Math.max(0, labelsEnd));
    if (blank < 0) {
      return;
    }
    String[] words = line.substring(blank + 1).trim().split(" ", 2);
    try {
      series.put(line.substring(0, blank), Double.parseDouble(words[0]));
    } catch (NumberFormatException notANumber) {
      series.put(line.substring(0, blank), Double.NaN);
    }
  }

  /** The sum over all series of this name. */
  double sum(String name) {
    return sum(name, labels -> true);
  }

  /**
   * The sum over the series of this name whose labels, as text with braces, are wanted; 0 where
   * there is none.
   */
  double sum(String name, Predicate<String> wanted) {
    double sum = 0;
    for (Map.Entry<String, Double> entry : series.entrySet()) {
      String key = entry.getKey();
      if (key.startsWith(name)
          && (key.length() == name.length() || key.charAt(name.length()) == '{')
          && wanted.test(key.substring(name.length()))) {
        sum += entry.getValue();
      }
    }
    return sum;
  }

  /** The values of all series of this name, by the value of one label. */
  public Map<String, Double> by(String name, String label) {
    var values = new TreeMap<String, Double>();
    String start = label + "=\"";
    series.forEach(
        (key, value) -> {
          int at = key.indexOf(start);
          if (key.startsWith(name + "{") && at > 0) {
            int from = at + start.length();
            values.merge(key.substring(from, key.indexOf('"', from)), value, Double::sum);
          }
        });
    return values;
  }

  /** Counts of a histogram's buckets by their upper bound, each with all below it. */
  Map<Double, Double> buckets(String name) {
    var buckets = new TreeMap<Double, Double>();
    String start = name + "_bucket{";
    series.forEach(
        (key, count) -> {
          int le = key.indexOf("le=\"");
          if (key.startsWith(start) && le > 0) {
            String bound = key.substring(le + 4, key.indexOf('"', le + 4));
            double at = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
            buckets.merge(at, count, Double::sum);
          }
        });
    return buckets;
  }
}
