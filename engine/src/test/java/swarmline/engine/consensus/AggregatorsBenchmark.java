package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the last of twenty answers costs that have many parts: the median of many tasks. */
@Tag("benchmark")
class AggregatorsBenchmark {
  private static final int ANSWERS = 20;
  private static final int TASKS = 60;
  private static final int WARM_UP = 20;

  @Test
  void aDrawingOfFiftyThings() {
    var random = new Random(1);
    report(
        "boxes",
        new BoxMerge(0.5),
        () ->
            IntStream.range(0, 50)
                .mapToObj(
                    thing ->
                        "{\"height\":40,\"width\":40,\"x\":%d,\"y\":%d}"
                            .formatted(
                                thing % 10 * 60 + random.nextInt(8),
                                thing / 10 * 60 + random.nextInt(8)))
                .collect(Collectors.joining(",", "[", "]")));
  }

  @Test
  void aTextOfAHundredWords() {
    var random = new Random(1);
    report(
        "texts",
        new Rover(),
        () ->
            IntStream.range(0, 100)
                .mapToObj(place -> "w" + (random.nextInt(20) == 0 ? random.nextInt() : place))
                .collect(Collectors.joining(" ", "\"", "\"")));
  }

  private static void report(
      String name, Aggregator aggregator, java.util.function.Supplier<String> answers) {
    List<Double> micros = new ArrayList<>();
    for (int task = 0; task < WARM_UP + TASKS; task++) {
      Tally tally = aggregator.tally();
      for (int i = 1; i < ANSWERS; i++) {
        tally.add(answers.get(), 1);
      }
      tally.now();
      String last = answers.get();
      long start = System.nanoTime();
      tally.add(last, 1);
      Aggregate now = tally.now();
      micros.add((System.nanoTime() - start) / 1e3);
      assertThat(now.answers()).isEqualTo(ANSWERS);
    }
    List<Double> sorted = micros.subList(WARM_UP, micros.size()).stream().sorted().toList();
    System.out.printf("%s: %.0f us for the last answer%n", name, sorted.get(TASKS / 2));
  }
}
