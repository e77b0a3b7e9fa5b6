package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.batch.Labels.Label;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.whatif.RecordedTask;
import swarmline.engine.whatif.Simulated;
import swarmline.engine.whatif.Simulation;

/**
 * Draws the plots of docs/consensus.md from the recorded crowds; means of five orders of arrival.
 */
@Tag("benchmark")
class PlotsBenchmark {
  private static final int SEEDS = 5;
  private static final double GOLDS = 0.05;
  private static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");

  @BeforeAll
  static void thereAreCrowds() {
    assumeTrue(Files.isDirectory(RecordedCrowd.directory()));
  }

  @Test
  void confidenceAndWhatCameTrue() throws IOException {
    var chart = new Chart(4, "confidence", "share right", List.of("5 % golds", "no golds"));
    var unit = new Chart.Range(0, 1, 0.2);
    for (String name : RecordedCrowd.NAMES) {
      RecordedCrowd crowd = RecordedCrowd.read(name);
      List<List<double[]>> lines = new ArrayList<>();
      for (double share : new double[] {GOLDS, 0}) {
        var all = new Reliability();
        for (int seed = 1; seed <= SEEDS; seed++) {
          all.add(RecordedCrowdsBenchmark.live(crowd, seed, share));
        }
        lines.add(all.bins());
      }
      chart.add(new Chart.Panel(name, unit, unit, true, lines));
    }
    draw("reliability.svg", chart);
  }

  @Test
  void costAndAccuracyOfPolicies() throws IOException {
    var chart =
        new Chart(
            2,
            "answers a task",
            "accuracy",
            List.of("majority of N", "crowd model, N", "expected-value", "lead"));
    for (String name : List.of("rte", "d_sentiment")) {
      RecordedCrowd crowd = RecordedCrowd.read(name);
      int most = (int) Math.round(crowd.redundancy());
      List<List<double[]>> lines = new ArrayList<>();
      lines.add(
          curve(
              crowd,
              IntStream.iterate(1, n -> n < most, n -> n + 2)
                  .mapToObj(n -> "redundancy: {answers: " + n + "}")));
      lines.add(
          curve(
              crowd,
              IntStream.of(1, 2, 3, 5, 7, 10, 14, 20)
                  .filter(n -> n <= most)
                  .mapToObj(
                      n -> "redundancy: {answers: " + n + "}, consensus: {aggregator: 'crowd'}")));
      lines.add(
          curve(
              crowd,
              DoubleStream.of(5, 10, 20, 50, 100, 200, 500)
                  .mapToObj(
                      worth ->
                          "redundancy: {answers: 2, max: "
                              + most
                              + "}, consensus: {rule: 'expected-value', worth: "
                              + worth
                              + "}")));
      lines.add(
          curve(
              crowd,
              DoubleStream.of(0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
                  .mapToObj(
                      threshold ->
                          "redundancy: {answers: 2, max: "
                              + most
                              + "}, consensus: {rule: 'lead', threshold: "
                              + threshold
                              + "}")));
      chart.add(
          new Chart.Panel(
              name,
              new Chart.Range(0, most, most / 5.0),
              new Chart.Range(0.65, 1, 0.05),
              false,
              lines));
    }
    draw("what-if.svg", chart);
  }

  @Test
  void whatExpectedValueBuysOfEveryCrowd() {
    for (String name : RecordedCrowd.NAMES) {
      RecordedCrowd crowd = RecordedCrowd.read(name);
      for (int worth : new int[] {50, 200}) {
        double[] point =
            point(
                crowd,
                "redundancy: {answers: 2, max: 2}, consensus: {rule: 'expected-value', threshold:"
                    + " 0.01, worth: "
                    + worth
                    + "}",
                true);
        System.out.printf("%-13s worth %d: %.2f answers, %.4f%n", name, worth, point[0], point[1]);
        assertThat(point[1]).isGreaterThan(0.5);
      }
    }
  }

  @Test
  void whatTrustSavesOfEveryCrowd() {
    for (String name : RecordedCrowd.NAMES) {
      RecordedCrowd crowd = RecordedCrowd.read(name);
      for (String trusted : List.of("", ", trusted: {after: 10, spotChecks: 0.1}")) {
        double[] point =
            point(
                crowd,
                "redundancy: {answers: 3, max: 5"
                    + trusted
                    + "}, consensus: {rule: 'matching', matching: 2}",
                false);
        System.out.printf("%-13s %s: %.2f answers, %.4f%n", name, trusted, point[0], point[1]);
        assertThat(point[1]).isGreaterThan(0.5);
      }
    }
  }

  private static List<double[]> curve(
      RecordedCrowd crowd, java.util.stream.Stream<String> policies) {
    return policies
        .map(
            policy -> {
              double[] point = point(crowd, policy, false);
              System.out.printf(
                  "%-13s %-70s %.2f answers, %.4f%n", crowd.name(), policy, point[0], point[1]);
              return point;
            })
        .toList();
  }

  /** Answers a task, and the share of tasks that come to the truth. */
  private static double[] point(RecordedCrowd crowd, String policy, boolean ownRedundancy) {
    String choices =
        IntStream.range(0, crowd.labels().classes())
            .mapToObj(label -> "'" + label + "'")
            .collect(Collectors.joining(", ", "answer: {choices: [", "]}, "));
    double answers = 0;
    double right = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Simulated result =
          Simulation.of(POOL, Specs.spec(choices + policy), recorded(crowd, seed, ownRedundancy));
      answers += (double) result.answers() / result.tasks() / SEEDS;
      right += result.golds().agreeing() / result.golds().tasks() / SEEDS;
    }
    return new double[] {answers, right, 0};
  }

  /** The crowd's items as tasks of a pool; their truths are what they are measured by. */
  private static List<RecordedTask> recorded(RecordedCrowd crowd, int seed, boolean ownRedundancy) {
    List<List<CountedAnswer>> answers = new ArrayList<>();
    crowd.truth().forEach(item -> answers.add(new ArrayList<>()));
    long second = 0;
    for (Label one : crowd.arrivals(seed)) {
      List<CountedAnswer> its = answers.get(one.item());
      its.add(
          new CountedAnswer(
              its.size() + 1,
              "w" + one.worker(),
              "\"" + one.label() + "\"",
              Instant.ofEpochSecond(second++)));
    }
    List<RecordedTask> tasks = new ArrayList<>();
    for (int item = 0; item < answers.size(); item++) {
      int truth = crowd.truth().get(item);
      List<CountedAnswer> its = answers.get(item);
      tasks.add(
          new RecordedTask(
              item + 1L,
              ownRedundancy ? Integer.valueOf(its.size()) : null,
              truth < 0 ? null : "\"" + truth + "\"",
              null,
              its));
    }
    return tasks;
  }

  private static void draw(String file, Chart chart) throws IOException {
    Path path = Path.of("..", "docs", "images", file);
    Files.writeString(path, chart.svg());
    System.out.println("drew " + path.toAbsolutePath().normalize());
  }
}
