package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Majority;
import swarmline.engine.consensus.Tally;

/** What a task's fifth answer costs, of ten classes: taken in, and read as a verdict (JMH). */
@Tag("benchmark")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 7, time = 2)
@Fork(1)
public class ConsensusUpdateBenchmark {
  private static final int CLASSES = 10;
  private static final int WORKERS = 1_000;
  private static final int TASKS = 10_000;
  private static final int BEFORE = 4;

  private final int[] labels = new int[TASKS * (BEFORE + 1)];
  private final String[] texts = new String[CLASSES];
  private final Tally[] tallies = new Tally[TASKS];
  private CrowdModel model;

  /** Four answers to each task. */
  @Setup(Level.Invocation)
  public void answersBefore() {
    var random = new Random(1);
    Aggregator majority = new Majority();
    model = new CrowdModel(CLASSES, CrowdSettings.standard());
    for (int label = 0; label < CLASSES; label++) {
      texts[label] = "\"class " + label + "\"";
    }
    for (int turn = 0; turn <= BEFORE; turn++) {
      for (int task = 0; task < TASKS; task++) {
        int label = random.nextDouble() < 0.8 ? task % CLASSES : random.nextInt(CLASSES);
        labels[turn * TASKS + task] = label;
        if (turn == 0) {
          tallies[task] = majority.tally();
        }
        if (turn < BEFORE) {
          model.answer(task, worker(task, turn), label);
          model.refine();
          tallies[task].add(texts[label], 1);
        }
      }
    }
  }

  private static int worker(int task, int turn) {
    return (task * 7 + turn * 211) % WORKERS;
  }

  @Benchmark
  @OperationsPerInvocation(TASKS)
  public int crowdModel() {
    int said = 0;
    for (int task = 0; task < TASKS; task++) {
      model.answer(task, worker(task, BEFORE), labels[BEFORE * TASKS + task]);
      said += model.read(task).label();
    }
    return said;
  }

  @Benchmark
  @OperationsPerInvocation(TASKS)
  public int majority() {
    int said = 0;
    for (int task = 0; task < TASKS; task++) {
      tallies[task].add(texts[labels[BEFORE * TASKS + task]], 1);
      said += tallies[task].now().answers();
    }
    return said;
  }

  @Test
  void aFifthAnswerIsAFewMicroseconds() throws RunnerException {
    var options = new OptionsBuilder().include(getClass().getName()).build();
    for (RunResult result : new Runner(options).run()) {
      assertThat(result.getPrimaryResult().getScore())
          .as("microseconds of %s", result.getParams().getBenchmark())
          .isLessThan(5);
    }
  }
}
