package swarmline.engine.consensus.crowd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which class a worker takes for which, as a model has it; what several slices know adds up.
 * Classes are in the order of the pool's choices.
 *
 * @param answers by class, how many of the worker's answers are expected to be to tasks of it
 * @param probabilities by class of the task, of each class that may be answered
 */
public record Confusion(List<Double> answers, List<List<Double>> probabilities) {

  /**
   * @param rows probabilities
   */
  static Confusion of(double[] answers, double[][] rows) {
    return new Confusion(list(answers), Arrays.stream(rows).map(Confusion::list).toList());
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  public int classes() {
    return answers.size();
  }

  /** What two slices know together: the more answers of a class one has, the more it says of it. */
  Confusion plus(Confusion other) {
    List<Double> sums = new ArrayList<>();
    List<List<Double>> rows = new ArrayList<>();
    for (int k = 0; k < answers.size(); k++) {
      double sum = answers.get(k) + other.answers.get(k);
      double share = sum == 0 ? 0.5 : answers.get(k) / sum;
      sums.add(sum);
      rows.add(between(probabilities.get(k), other.probabilities.get(k), share));
    }
    return new Confusion(sums, rows);
  }

  private static List<Double> between(List<Double> one, List<Double> other, double shareOfOne) {
    List<Double> between = new ArrayList<>();
    for (int l = 0; l < one.size(); l++) {
      between.add(shareOfOne * one.get(l) + (1 - shareOfOne) * other.get(l));
    }
    return between;
  }
}
