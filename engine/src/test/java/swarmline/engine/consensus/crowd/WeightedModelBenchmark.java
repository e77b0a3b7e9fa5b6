package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.TaskAnswers;

/**
 * What one answer costs where answers count by weights: processor time of a task's fifth and of its
 * twentieth, the median of many tasks.
 */
@Tag("benchmark")
class WeightedModelBenchmark {
  private static final int ANSWERS = 20;
  private static final int FIFTH = 5;
  private static final int WORKERS = 200;

  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private final Random random = new Random(1);

  @Test
  void oneOfTenChoices() {
    report(
        "choice",
        "choices: ['0','1','2','3','4','5','6','7','8','9']",
        "weighted-majority",
        2_000,
        task -> "\"" + (random.nextInt(10) < 8 ? task % 10 : random.nextInt(10)) + '"');
  }

  @Test
  void setsOfTenLabels() {
    report(
        "labels",
        "type: 'choices', choices: ['0','1','2','3','4','5','6','7','8','9']",
        "weighted-majority",
        500,
        task ->
            IntStream.range(0, 10)
                .filter(label -> random.nextInt(10) < (label % 3 == task % 3 ? 8 : 1))
                .mapToObj(label -> "\"" + label + '"')
                .collect(Collectors.joining(",", "[", "]")));
  }

  @Test
  void numbers() {
    report(
        "number",
        "type: 'number', tolerance: 2",
        "weighted-median",
        2_000,
        task -> String.valueOf(task % 100 + random.nextInt(100) / 10.0));
  }

  @Test
  void drawingsOfFiftyThings() {
    report(
        "boxes",
        "type: 'boxes', overlap: 0.5",
        "weighted-majority",
        12,
        task ->
            IntStream.range(0, 50)
                .mapToObj(
                    thing ->
                        "{\"height\":40,\"width\":40,\"x\":%d,\"y\":%d}"
                            .formatted(
                                thing % 10 * 60 + random.nextInt(8),
                                thing / 10 * 60 + random.nextInt(8)))
                .collect(Collectors.joining(",", "[", "]")));
  }

  private void report(
      String name, String form, String aggregator, int tasks, IntFunction<String> answer) {
    SliceModel model =
        SliceModel.of(
            Specs.spec(
                "answer: {%s}, redundancy: {answers: 20}, consensus: {aggregator: '%s'}"
                    .formatted(form, aggregator)));
    List<Double> fifth = new ArrayList<>();
    List<Double> last = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      List<CountedAnswer> given = new ArrayList<>();
      for (int turn = 1; turn <= ANSWERS; turn++) {
        String worker = "w" + (task * 7 + turn * 11) % WORKERS;
        given.add(new CountedAnswer(turn, worker, answer.apply(task), Instant.EPOCH));
        var answers = new TaskAnswers(null, given);
        long start = THREAD.getCurrentThreadCpuTime();
        assertThat(model.estimate(task, answers)).isPresent();
        double micros = (THREAD.getCurrentThreadCpuTime() - start) / 1e3;
        if (turn == FIFTH || turn == ANSWERS) {
          (turn == FIFTH ? fifth : last).add(micros);
        }
      }
    }
    System.out.printf(
        "%s: %.1f us for the fifth answer, %.1f us for the twentieth%n",
        name, median(fifth), median(last));
  }

  /** Of the later two thirds. */
  private static double median(List<Double> micros) {
    List<Double> warm = micros.subList(micros.size() / 3, micros.size()).stream().sorted().toList();
    return warm.get(warm.size() / 2);
  }
}
