package swarmline.loadtest.server;

import java.util.Map;
import java.util.TreeMap;

/** What happened in the server between two looks at its metrics. Pure. */
public final class ServerFigures {
  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;
  private static final double P99 = 0.99;
  private static final String STATEMENTS = "swarmline_cassandra_statements_seconds_count";
  private static final String COMMITS = "swarmline_store_commits_seconds";

  private ServerFigures() {}

  /**
   * The figures by name: {@code cores}, {@code heapBytes}, {@code gcMillis}, {@code commits},
   * {@code commitMillis}, {@code commitP99Millis}, {@code queue}, {@code statements}; those that
   * the metrics do not tell are missing.
   *
   * @param seconds between the two
   */
  public static Map<String, Double> between(
      PrometheusText before, PrometheusText after, double seconds) {
    var figures = new TreeMap<String, Double>();
    double cpu = delta(before, after, "process_cpu_time_ns_total");
    put(figures, "cores", cpu / NANOS / seconds);
    put(figures, "heapBytes", after.sum("jvm_memory_used_bytes", l -> l.contains("\"heap\"")));
    put(figures, "gcMillis", delta(before, after, "jvm_gc_pause_seconds_sum") * MILLIS / seconds);
    double commits = delta(before, after, COMMITS + "_count");
    put(figures, "commits", commits / seconds);
    if (commits > 0) {
      double took = delta(before, after, COMMITS + "_sum");
      put(figures, "commitMillis", took / commits * MILLIS);
      put(figures, "commitP99Millis", p99(before, after) * MILLIS);
    }
    put(figures, "queue", after.sum("swarmline_store_queue_writes"));
    if (after.sum(STATEMENTS) > 0) {
      put(figures, "statements", delta(before, after, STATEMENTS) / seconds);
    }
    return figures;
  }

  /** The upper bound of the bucket that 99 of 100 are below; the last finite one at the most. */
  private static double p99(PrometheusText before, PrometheusText after) {
    Map<Double, Double> earlier = before.buckets(COMMITS);
    var now = new TreeMap<>(after.buckets(COMMITS));
    now.replaceAll((bound, count) -> count - earlier.getOrDefault(bound, 0.0));
    double all = now.isEmpty() ? 0 : now.lastEntry().getValue();
    double last = 0;
    for (Map.Entry<Double, Double> bucket : now.entrySet()) {
      if (!bucket.getKey().isInfinite()) {
        last = bucket.getKey();
      }
      if (bucket.getValue() >= P99 * all) {
        break;
      }
    }
    return last;
  }

  private static double delta(PrometheusText before, PrometheusText after, String name) {
    return after.sum(name) - before.sum(name);
  }

  private static void put(Map<String, Double> figures, String name, double value) {
    if (Double.isFinite(value) && value >= 0) {
      figures.put(name, value);
    }
  }
}
