package swarmline.loadtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import swarmline.loadtest.run.Cpu;
import swarmline.loadtest.run.Mark;
import swarmline.loadtest.run.RunReport;
import swarmline.loadtest.run.Sample;
import swarmline.loadtest.run.Sample.Quantiles;
import swarmline.loadtest.verdict.Threshold;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.Timing;

/** Reports of runs that never were: one that went well, and one with a kill and what it broke. */
final class ReportStory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 30;

  private ReportStory() {}

  static ObjectNode good() {
    Report report = report(List.of(), List.of(), 1.0);
    report.heldTo(List.of(Threshold.of("claim.p99 < 1s"), Threshold.of("errors = 0")));
    return report.server("http://127.0.0.1:8080", "0.1.0").json();
  }

  static ObjectNode bad() {
    Report report =
        report(
            List.of(new Mark(12.3, 14.6, "kill", "kill -9, ready 2100 ms after its start")),
            List.of("no answer was accepted for 30 s </script><b>not bold</b>"),
            2.5);
    report.comparedWith(good(), "yesterday.json");
    report.heldTo(List.of(Threshold.of("claim.p99 < 1ms"), Threshold.of("push.p99 < 1s")));
    return report.json();
  }

  private static Report report(List<Mark> marks, List<String> trouble, double slowness) {
    var random = new SplittableRandom(5);
    LatencyInterval times = LatencyInterval.empty();
    for (int i = 0; i < 200_000; i++) {
      double micros = 2_000 * slowness * Math.exp(random.nextGaussian());
      times.of(Timing.CLAIM).recordValue((long) micros);
      times.of(Timing.ANSWER).recordValue((long) (micros * 0.7));
      if (i % 100 == 0) {
        times.of(Timing.REASSIGN).recordValue((long) (micros * 9));
      }
    }
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    counts.put(Count.ACCEPTED, 200_000L);
    counts.put(Count.ASSIGNED, 201_234L);
    return new RunReportBuilder(marks, trouble, times, counts, samples(marks, slowness)).report();
  }

  private static List<Sample> samples(List<Mark> marks, double slowness) {
    var random = new SplittableRandom(6);
    List<Sample> samples = new ArrayList<>();
    for (int second = -4; second <= SECONDS; second++) {
      double now = second;
      boolean away = marks.stream().anyMatch(m -> now >= m.from() && now - 1 <= m.until());
      Map<Timing, Quantiles> times = new EnumMap<>(Timing.class);
      if (!away) {
        long p50 = (long) (2_000 * slowness * (0.9 + random.nextDouble() / 5));
        times.put(Timing.CLAIM, new Quantiles(p50, p50 * 9, p50 * 20));
        times.put(Timing.ANSWER, new Quantiles(p50 / 2, p50 * 6, p50 * 15));
      }
      Map<String, Double> server =
          away
              ? Map.of()
              : Map.of(
                  "cores", 1.4 + random.nextDouble() / 5,
                  "heapBytes", 3e8 + 2e8 * ((second + 4) % 5),
                  "gcMillis", 8 + 4 * random.nextDouble(),
                  "commits", 900.0,
                  "commitMillis", 0.8 + random.nextDouble() / 3,
                  "commitP99Millis", 2.0);
      long cycles = away ? 0 : (long) ((6_500 + 900 * random.nextDouble()) / slowness);
      samples.add(new Sample(second, cycles, 64, away ? 64 : 0, 0.3, times, server));
    }
    return samples;
  }

  private record RunReportBuilder(
      List<Mark> marks,
      List<String> trouble,
      LatencyInterval times,
      Map<Count, Long> counts,
      List<Sample> samples) {
    Report report() {
      ObjectNode settings = JSON.createObjectNode().put("name", "story").put("workers", 64);
      settings.put("loop", "closed").put("seed", 7);
      var run =
          new RunReport(
              settings,
              Instant.parse("2026-11-23T08:00:00Z"),
              50_000,
              1.25,
              SECONDS,
              200_000,
              times,
              new Cpu(9.3, 0.31, 0.25, 1.5),
              samples,
              marks,
              counts,
              marks.isEmpty() ? Map.of() : Map.of("connection lost", 64L),
              trouble);
      return Report.of(run, "run", "0.1.0");
    }
  }
}
