package swarmline.engine.consensus.batch;

import java.util.Arrays;

/**
 * EM for the one-coin model: a worker is right with one probability whatever the class, and wrong
 * labels are as likely as each other; so are the classes. (Ghosh, Kale, McAfee 2011, and Dawid and
 * Skene's model so restricted.)
 *
 * @param iterations passes over all answers
 * @param right answers a worker is taken to have given right before any: a Beta prior
 * @param wrong answers a worker is taken to have given wrong before any
 */
public record OneCoin(int iterations, double right, double wrong) {
  public static final OneCoin STANDARD = new OneCoin(100, 4, 1);

  /** Probability of each class of each item. */
  public double[][] posteriors(Labels labels) {
    double[][] posteriors = labels.shares();
    for (int i = 0; i < iterations; i++) {
      posteriors = expect(labels, accuracies(labels, posteriors));
    }
    return posteriors;
  }

  private double[] accuracies(Labels labels, double[][] posteriors) {
    var accuracies = new double[labels.workers()];
    var answers = new double[labels.workers()];
    Arrays.fill(accuracies, right);
    Arrays.fill(answers, right + wrong);
    for (Labels.Label one : labels.given()) {
      accuracies[one.worker()] += posteriors[one.item()][one.label()];
      answers[one.worker()]++;
    }
    for (int w = 0; w < accuracies.length; w++) {
      accuracies[w] /= answers[w];
    }
    return accuracies;
  }

  private static double[][] expect(Labels labels, double[] accuracies) {
    int classes = labels.classes();
    var posteriors = new double[labels.items()][classes];
    for (Labels.Label one : labels.given()) {
      double accuracy = accuracies[one.worker()];
      posteriors[one.item()][one.label()] += Math.log(accuracy * (classes - 1) / (1 - accuracy));
    }
    for (double[] posterior : posteriors) {
      Normal.scaleLogarithms(posterior);
    }
    return posteriors;
  }
}
