package swarmline.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import swarmline.loadtest.report.HgrmFiles;
import swarmline.loadtest.report.HtmlReport;
import swarmline.loadtest.report.Report;
import swarmline.loadtest.report.Summary;
import swarmline.loadtest.verdict.Threshold;
import swarmline.loadtest.worker.LatencyInterval;

/** The options that say where a report goes and what it is held to. */
final class Reporting {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--threshold",
      split = ",",
      paramLabel = "BOUND",
      description =
          "what must hold for the run to pass, such as 'claim.p99 < 20ms', 'errors = 0' or"
              + " 'cycles >= 10000'; repeatable. Names: {claim,answer,push,reassign,lag}."
              + "{p50,p90,p95,p99,p99.9,p99.99,mean,max}, cycles, published, errors, missed,"
              + " refused, disconnected, accuracy, answersPerTask, violations, expiryLate.p99,"
              + " generator.cores, generator.memory (MB), server.cores")
  private List<Threshold> thresholds = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "write the report as JSON")
  private Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write the report as one HTML file that needs nothing else")
  private Path html;

  @Option(
      names = "--hgrm",
      paramLabel = "DIR",
      description = "write the percentile distributions as .hgrm files into this directory")
  private Path hgrm;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "compare with this earlier report, as --json wrote it")
  private Path baseline;

  /**
   * @throws IllegalArgumentException where an option makes no sense, with words for the user
   */
  void check() {
    Options.require(
        baseline == null || Files.isRegularFile(baseline), "--baseline: there is no " + baseline);
  }

  /**
   * Completes the report, prints it and writes it where it is wanted.
   *
   * @return whether the run passed
   */
  boolean finish(Report report, LatencyInterval latencies, List<String> more, PrintWriter out)
      throws IOException {
    if (baseline != null) {
      JsonNode earlier = JSON.readTree(baseline.toFile());
      report.comparedWith(earlier, baseline.getFileName().toString());
    }
    ObjectNode all = report.heldTo(thresholds).json();
    out.println();
    Summary.lines(all).forEach(out::println);
    more.forEach(out::println);
    out.println();
    Summary.verdict(all).forEach(out::println);
    out.flush();
    if (json != null) {
      Files.writeString(json, all.toPrettyString());
    }
    if (html != null) {
      Files.writeString(html, HtmlReport.of(all));
    }
    if (hgrm != null) {
      HgrmFiles.write(latencies, hgrm);
    }
    return all.path("verdict").path("passed").asBoolean();
  }
}
