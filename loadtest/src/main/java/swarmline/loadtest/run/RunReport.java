package swarmline.loadtest.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Tally;

/**
 * What a run came to.
 *
 * @param startedAt when measuring began; null where it did not
 * @param published tasks that the server acknowledged before the workers began
 * @param publishSeconds that took
 * @param seconds measured
 * @param cycles accepted answers while measuring
 * @param marks what was done to the server meanwhile
 * @param counts over the whole run
 * @param errors over the whole run, by what went wrong
 * @param trouble why the run ended early or is not to be trusted; empty where it did not
 */
public record RunReport(
    ObjectNode settings,
    Instant startedAt,
    long published,
    double publishSeconds,
    double seconds,
    long cycles,
    LatencyInterval latencies,
    Cpu cpu,
    List<Sample> samples,
    List<Mark> marks,
    Map<Tally.Count, Long> counts,
    Map<String, Long> errors,
    List<String> trouble) {

  public RunReport {
    samples = List.copyOf(samples);
    marks = List.copyOf(marks);
    counts = new EnumMap<>(counts);
    errors = new TreeMap<>(errors);
    trouble = List.copyOf(trouble);
  }

  public double cyclesPerSecond() {
    return seconds > 0 ? cycles / seconds : 0;
  }

  public double publishedPerSecond() {
    return publishSeconds > 0 ? published / publishSeconds : 0;
  }

  /** Everything that went wrong, over the whole run. */
  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
