package swarmline.engine.consensus.batch;

import java.util.Arrays;

/** Numbers made to sum to one. */
final class Normal {
  private Normal() {}

  /** Non-negative numbers; equal shares where all are 0. */
  static void scale(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    if (sum == 0) {
      Arrays.fill(numbers, 1.0 / numbers.length);
      return;
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] /= sum;
    }
  }

  /** Logarithms of non-negative numbers, up to a constant. */
  static void scaleLogarithms(double[] logarithms) {
    double top = Double.NEGATIVE_INFINITY;
    for (double logarithm : logarithms) {
      top = Math.max(top, logarithm);
    }
    for (int i = 0; i < logarithms.length; i++) {
      logarithms[i] = Math.exp(logarithms[i] - top);
    }
    scale(logarithms);
  }
}
