package swarmline.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import swarmline.loadtest.audit.AuditText;
import swarmline.loadtest.audit.ConsensusFacts;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.run.Mark;
import swarmline.loadtest.run.RunReport;
import swarmline.loadtest.run.Sample;
import swarmline.loadtest.verdict.Figures;
import swarmline.loadtest.verdict.Threshold;
import swarmline.loadtest.worker.Timing;

/** The report of a run as JSON, built up part by part; the verdict comes last. */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MICROS_PER_MILLI = 1000;
  private static final double MICROS_PER_UNIT = 1e6;

  private final ObjectNode json = JSON.createObjectNode();
  private final List<String> reasons = new ArrayList<>();

  private Report() {}

  /**
   * @param command that was run
   * @param version of this program
   */
  public static Report of(RunReport run, String command, String version) {
    var report = new Report();
    report.json.putObject("verdict");
    report.json.put("command", command).put("version", version);
    report.json.put("startedAt", run.startedAt() == null ? null : run.startedAt().toString());
    report.measured(run);
    report.processor(run);
    report.json.set("settings", run.settings());
    report.json.set("machine", Machine.json());
    report.counts(run);
    report.series(run);
    report.reasons.addAll(run.trouble());
    return report;
  }

  /** Adds what is known of the server. */
  public Report server(String url, String version) {
    json.putObject("server").put("url", url).put("version", version);
    return this;
  }

  /** Adds the audit and what consensus came to. */
  public Report audited(Findings findings, ConsensusFacts consensus) {
    json.set("audit", AuditText.json(findings));
    if (!findings.isEmpty()) {
      long count = findings.counts().values().stream().mapToLong(Long::longValue).sum();
      reasons.add("the audit found " + count + " violations of " + findings.invariants());
    }
    ObjectNode facts = json.putObject("consensus");
    facts.put("tasks", consensus.tasks()).put("resolved", consensus.resolved());
    facts.put("contested", consensus.tasks() - consensus.resolved());
    facts.put("answers", consensus.answers());
    facts.put("answersPerTask", consensus.answersPerTask());
    facts.put("accuracy", consensus.accuracy());
    facts.put("paid", consensus.paid() / MICROS_PER_UNIT);
    facts.put(
        "paidPerTask",
        consensus.tasks() == 0 ? 0 : consensus.paid() / MICROS_PER_UNIT / consensus.tasks());
    return this;
  }

  /** Says why there is no audit though there was to be one: then the run has not passed. */
  public Report unaudited(String why) {
    reasons.add(why);
    return this;
  }

  /** Adds a text that the report is to say, such as a fault that could not be made here. */
  public Report remark(String text) {
    json.withArray("remarks").add(text);
    return this;
  }

  /** Holds the figures to thresholds. */
  public Report heldTo(List<Threshold> thresholds) {
    ArrayNode results = json.putArray("thresholds");
    Map<String, Double> figures = Figures.of(json);
    for (Threshold threshold : thresholds) {
      Threshold.Result result = threshold.in(figures);
      ObjectNode one = results.addObject().put("text", threshold.text());
      one.put("figure", threshold.figure()).put("met", result.isMet());
      if (result.actual().isPresent()) {
        one.put("actual", result.actual().getAsDouble());
      }
      if (!result.isMet()) {
        String actual =
            result.actual().isPresent()
                ? String.format(Locale.ROOT, "is %.4g", result.actual().getAsDouble())
                : "was not measured";
        reasons.add(threshold.text() + " is not met: " + threshold.figure() + " " + actual);
      }
    }
    return this;
  }

  /** Compares with an earlier report. */
  public Report comparedWith(JsonNode earlier, String name) {
    json.set("baseline", Baseline.compare(json, earlier, name));
    return this;
  }

  /** The whole of it, with the verdict. */
  public ObjectNode json() {
    ObjectNode verdict = JSON.createObjectNode().put("passed", reasons.isEmpty());
    ArrayNode why = verdict.putArray("reasons");
    reasons.forEach(why::add);
    json.set("verdict", verdict);
    return json;
  }

  private void measured(RunReport run) {
    json.put("cyclesPerSecond", run.cyclesPerSecond());
    json.put("cycles", run.cycles()).put("seconds", run.seconds());
    json.put("published", run.published()).put("publishSeconds", run.publishSeconds());
    json.put("publishedPerSecond", run.publishedPerSecond());
    json.put("errorCount", run.errorCount());
    if (statements(run) > 0) {
      json.put("statementsPerCycle", statements(run));
    }
    ObjectNode times = json.putObject("latencyMillis");
    for (Timing timing : Timing.values()) {
      times.set(timing.label(), Percentiles.of(run.latencies().of(timing)));
    }
  }

  private void processor(RunReport run) {
    ObjectNode processor = json.putObject("cpu");
    processor.put("generatorSeconds", run.cpu().seconds());
    processor.put("generatorCores", run.cpu().cores());
    processor.put("busiestThread", run.cpu().busiestThread());
    processor.put("serverCores", serverCores(run));
    processor.put("generatorIsBottleneck", run.cpu().isBottleneck());
    processor.put("generatorPeakMegabytes", Machine.peakMegabytes());
  }

  /** As the started process used it, or else as the server says of itself. */
  private static double serverCores(RunReport run) {
    if (run.cpu().serverCores() > 0) {
      return run.cpu().serverCores();
    }
    return run.samples().stream()
        .filter(sample -> sample.second() > 0 && sample.server().containsKey("cores"))
        .mapToDouble(sample -> sample.server().get("cores"))
        .average()
        .orElse(0);
  }

  /** What the server sent to Cassandra for each cycle; 0 where it does not say. */
  private static double statements(RunReport run) {
    double sent = 0;
    long done = 0;
    for (Sample sample : run.samples()) {
      if (sample.second() > 0 && sample.server().containsKey("statements")) {
        sent += sample.server().get("statements");
        done += sample.cycles();
      }
    }
    return done == 0 ? 0 : sent / done;
  }

  private void counts(RunReport run) {
    ObjectNode counted = json.putObject("counts");
    run.counts().forEach((what, count) -> counted.put(what.name().toLowerCase(Locale.ROOT), count));
    run.errors().forEach(json.putObject("errors")::put);
    ArrayNode reasonsOfRun = json.putArray("trouble");
    run.trouble().forEach(reasonsOfRun::add);
  }

  private void series(RunReport run) {
    ArrayNode marks = json.putArray("marks");
    for (Mark mark : run.marks()) {
      ObjectNode one = marks.addObject().put("from", mark.from()).put("until", mark.until());
      one.put("kind", mark.kind()).put("what", mark.what());
    }
    ArrayNode series = json.putArray("samples");
    for (Sample sample : run.samples()) {
      ObjectNode second = series.addObject();
      second.put("second", sample.second()).put("cycles", sample.cycles());
      second.put("workers", sample.workers()).put("errors", sample.errors());
      second.put("generatorCores", sample.generatorCores());
      sample
          .times()
          .forEach(
              (timing, points) -> {
                second.put(timing.label() + "P50", points.p50() / MICROS_PER_MILLI);
                second.put(timing.label() + "P99", points.p99() / MICROS_PER_MILLI);
                second.put(timing.label() + "Max", points.max() / MICROS_PER_MILLI);
              });
      sample.server().forEach(second.putObject("server")::put);
    }
  }
}
