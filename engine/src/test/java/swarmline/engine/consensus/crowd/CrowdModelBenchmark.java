package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an answer costs: time and memory, at five answers a task and ten classes. */
@Tag("benchmark")
class CrowdModelBenchmark {
  private static final int CLASSES = 10;
  private static final int REDUNDANCY = 5;
  private static final int WORKERS = 1_000;

  @Test
  void anAnswerIsAFewMicrosecondsAndAMillionAreUnderTwoHundredMegabytes() {
    int items = 200_000;
    var random = new Random(1);
    var model = new CrowdModel(CLASSES, CrowdSettings.standard());
    long verdicts = 0;
    long rounds = 0;
    long longest = 0;
    int said = 0;
    for (int turn = 0; turn < REDUNDANCY; turn++) {
      verdicts = 0;
      rounds = 0;
      for (int item = 0; item < items; item++) {
        int worker = (item * 7 + turn * 211) % WORKERS;
        int label = random.nextDouble() < 0.8 ? item % CLASSES : random.nextInt(CLASSES);
        long start = System.nanoTime();
        model.answer(item, worker, label);
        said += model.read(item).label();
        long decided = System.nanoTime();
        model.refine();
        long done = System.nanoTime();
        verdicts += decided - start;
        rounds += done - decided;
        longest = Math.max(longest, turn == REDUNDANCY - 1 ? done - start : 0);
      }
    }
    System.out.printf(
        "fifth answers: verdict %.2f us, further items %.2f us, longest of both %.0f us;"
            + " %d bytes an answer (%d)%n",
        verdicts / 1e3 / items,
        rounds / 1e3 / items,
        longest / 1e3,
        model.bytes() / items / REDUNDANCY,
        said % 10);

    assertThat(model.bytes() / items / REDUNDANCY).isLessThan(200);
    assertThat(verdicts / 1e3 / items).as("microseconds for a verdict").isLessThan(5);
    assertThat((verdicts + rounds) / 1e3 / items).as("microseconds in all").isLessThan(100);
  }
}
