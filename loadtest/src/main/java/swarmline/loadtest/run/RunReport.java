package swarmline.loadtest.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Tally;

/**
 * What a run came to. All that is printed or written as JSON is taken from here.
 *
 * @param published tasks that the server acknowledged before the workers began
 * @param publishSeconds that took
 * @param seconds measured
 * @param cycles accepted answers while measuring
 * @param counts over the whole run
 * @param errors over the whole run, by what went wrong
 * @param trouble why the run ended early or is not to be trusted; empty where it did not
 */
public record RunReport(
    ObjectNode settings,
    long published,
    double publishSeconds,
    double seconds,
    long cycles,
    LatencyInterval latencies,
    Cpu cpu,
    List<Sample> samples,
    Map<Tally.Count, Long> counts,
    Map<String, Long> errors,
    List<String> trouble) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MICROS_PER_MILLI = 1000;

  public RunReport {
    samples = List.copyOf(samples);
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

  /** With another trouble. */
  public RunReport troubled(String more) {
    var all = new ArrayList<>(trouble);
    all.add(more);
    return new RunReport(
        settings,
        published,
        publishSeconds,
        seconds,
        cycles,
        latencies,
        cpu,
        samples,
        counts,
        errors,
        all);
  }

  /** All of it but the histograms' buckets. */
  public ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.set("settings", settings);
    json.put("cyclesPerSecond", cyclesPerSecond()).put("cycles", cycles).put("seconds", seconds);
    json.put("published", published).put("publishSeconds", publishSeconds);
    json.put("publishedPerSecond", publishedPerSecond());
    ObjectNode times = json.putObject("latencyMillis");
    times.set("claim", percentiles(latencies.claim()));
    times.set("answer", percentiles(latencies.answer()));
    times.set("push", percentiles(latencies.push()));
    ObjectNode processor = json.putObject("cpu");
    processor.put("generatorSeconds", cpu.seconds()).put("generatorCores", cpu.cores());
    processor.put("busiestThread", cpu.busiestThread()).put("serverCores", cpu.serverCores());
    processor.put("generatorIsBottleneck", cpu.isBottleneck());
    ObjectNode counted = json.putObject("counts");
    counts.forEach((what, count) -> counted.put(what.name().toLowerCase(Locale.ROOT), count));
    errors.forEach(json.putObject("errors")::put);
    ArrayNode reasons = json.putArray("trouble");
    trouble.forEach(reasons::add);
    ArrayNode series = json.putArray("samples");
    for (Sample sample : samples) {
      ObjectNode second = series.addObject();
      second.put("second", sample.second()).put("cycles", sample.cycles());
      second.put("claimP99", sample.claimP99() / MICROS_PER_MILLI);
      second.put("answerP99", sample.answerP99() / MICROS_PER_MILLI);
    }
    return json;
  }

  private static ObjectNode percentiles(Histogram histogram) {
    ObjectNode json = JSON.createObjectNode();
    json.put("count", histogram.getTotalCount());
    json.put("p50", histogram.getValueAtPercentile(50) / MICROS_PER_MILLI);
    json.put("p90", histogram.getValueAtPercentile(90) / MICROS_PER_MILLI);
    json.put("p99", histogram.getValueAtPercentile(99) / MICROS_PER_MILLI);
    json.put("p99.9", histogram.getValueAtPercentile(99.9) / MICROS_PER_MILLI);
    json.put("max", histogram.getMaxValue() / MICROS_PER_MILLI);
    return json;
  }
}
