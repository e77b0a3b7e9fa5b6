package swarmline.loadtest.worker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** The answers workers choose from, as JSON text. A task's true one follows from its id. */
public final class Answers {
  private final byte[][] choices;
  private final double accuracy;

  public Answers(List<String> choices, double accuracy) {
    this.choices =
        choices.stream()
            .map(choice -> ('"' + choice + '"').getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    this.accuracy = accuracy;
  }

  byte[] answer(byte[] task, SplittableRandom random) {
    int truth = truth(task);
    if (accuracy >= 1 || choices.length == 1 || random.nextDouble() < accuracy) {
      return choices[truth];
    }
    return choices[(truth + 1 + random.nextInt(choices.length - 1)) % choices.length];
  }

  /** The true answer of the task with this id, as JSON text. */
  public String truth(String task) {
    return new String(
        choices[truth(task.getBytes(StandardCharsets.UTF_8))], StandardCharsets.UTF_8);
  }

  private int truth(byte[] task) {
    return Math.floorMod(task[task.length - 1], choices.length);
  }
}
