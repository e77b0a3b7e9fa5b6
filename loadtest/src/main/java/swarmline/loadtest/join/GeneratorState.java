package swarmline.loadtest.join;

import java.util.Map;
import java.util.TreeMap;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.Workforce;

/**
 * What a joined generator says of itself, several times a second.
 *
 * @param times since it last said so: compressed histograms, as base64, by timing
 * @param hasEnded whether its arrivals have ended
 * @param hopeless empty while all is well
 * @param history a piece of its history, as base64; empty but at the end
 * @param isLast whether nothing follows
 */
record GeneratorState(
    Map<String, Long> counts,
    Map<String, Long> errors,
    Map<String, String> times,
    long connected,
    boolean hasLeft,
    boolean isIdle,
    boolean hasEnded,
    String hopeless,
    long cpuNanos,
    String history,
    boolean isLast) {

  /** Of a generator that has said nothing yet. */
  static final GeneratorState NONE =
      new GeneratorState(Map.of(), Map.of(), Map.of(), 0, false, false, false, "", 0, "", false);

  static GeneratorState of(Workforce crew, boolean hasEnded, long cpuNanos) {
    Map<String, Long> counts = new TreeMap<>();
    for (Count count : Count.values()) {
      counts.put(count.name(), crew.count(count));
    }
    String hopeless = crew.hopeless();
    LatencyInterval times = crew.latencies();
    return new GeneratorState(
        counts,
        crew.errors(),
        times.encoded(),
        crew.connected(),
        crew.hasLeft(),
        crew.isIdle(),
        hasEnded,
        hopeless == null ? "" : hopeless,
        cpuNanos,
        "",
        false);
  }

  /** The last one, or a piece of the history. */
  GeneratorState with(String piece, boolean last) {
    return new GeneratorState(
        counts, errors, Map.of(), connected, hasLeft, isIdle, hasEnded, hopeless, cpuNanos, piece,
        last);
  }
}
