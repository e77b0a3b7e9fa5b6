package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swarmline.engine.Specs;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.TaskAnswers;

/**
 * What a slice's model costs at 1,000,000 answers, five a task, ten classes, workers who meet at
 * random: heap in use before and after, with the collector called, and processor time. Names and
 * answers are texts of their own each, as those are that come from a journal.
 */
@Tag("benchmark")
class SliceModelBenchmark {
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
  private static final int TASKS = 200_000;
  private static final int ANSWERS_EACH = 5;
  private static final int CLASSES = 10;

  @ParameterizedTest
  @CsvSource({"posterior, crowd", "agreement, weighted-majority"})
  void aMillionAnswersOfAThousandWorkers(String rule, String aggregator) {
    measure(rule, aggregator, 1_000);
  }

  @ParameterizedTest
  @CsvSource({"posterior, crowd", "agreement, weighted-majority"})
  void aMillionAnswersOfTenThousandWorkers(String rule, String aggregator) {
    measure(rule, aggregator, 10_000);
  }

  private static void measure(String rule, String aggregator, int workers) {
    long before = heap();
    SliceModel model =
        SliceModel.of(
            Specs.spec(
                "answer: {choices: ['0','1','2','3','4','5','6','7','8','9']},"
                    + " consensus: {rule: '%s', aggregator: '%s'}".formatted(rule, aggregator)));
    long nanos = 0;
    long said = 0;
    for (int turn = 1; turn <= ANSWERS_EACH; turn++) {
      nanos = 0;
      for (int task = 0; task < TASKS; task++) {
        var answers = new TaskAnswers(null, answers(task, turn, workers));
        long start = THREAD.getCurrentThreadCpuTime();
        said += model.estimate(task, answers).orElseThrow().turns().size();
        model.learn();
        nanos += THREAD.getCurrentThreadCpuTime() - start;
      }
    }
    long open = heap() - before;
    for (int task = 0; task < TASKS; task++) {
      model.ended(task, new TaskAnswers(null, answers(task, ANSWERS_EACH, workers)));
    }
    long ended = heap() - before;
    long answers = (long) TASKS * ANSWERS_EACH;
    System.out.printf(
        "%s, %d workers: %d bytes an answer while all tasks are open, %d when they have ended;"
            + " %.1f us for a fifth answer (%d)%n",
        aggregator, workers, open / answers, ended / answers, nanos / 1e3 / TASKS, said % 10);
    assertThat(model.estimates(0, 1).estimates()).isNotEmpty();
    assertThat(open / answers).as("bytes an answer").isLessThan(200);
    assertThat(nanos / 1e3 / TASKS).as("microseconds").isLessThan(100);
  }

  /** The first answers to a task, of different workers. */
  private static List<CountedAnswer> answers(int task, int count, int workers) {
    var random = new SplittableRandom(task);
    List<Integer> givers = new ArrayList<>();
    List<CountedAnswer> answers = new ArrayList<>();
    while (givers.size() < count) {
      int worker = random.nextInt(workers);
      int label = random.nextInt(10) < 8 ? task % CLASSES : random.nextInt(CLASSES);
      if (!givers.contains(worker)) {
        givers.add(worker);
        answers.add(
            new CountedAnswer(
                givers.size(),
                "worker-" + worker,
                "\"" + label + '"',
                Instant.ofEpochSecond(task, givers.size())));
      }
    }
    return answers;
  }

  private static long heap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }
}
