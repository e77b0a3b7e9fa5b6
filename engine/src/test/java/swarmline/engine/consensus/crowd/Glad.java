package swarmline.engine.consensus.crowd;

import java.util.Arrays;
import swarmline.engine.consensus.batch.Labels;

/**
 * GLAD (Whitehill, Wu, Bergsma, Movellan, Ruvolo 2009), in batch: a worker has an ability a, an
 * item an ease e^b, and the answer is right with the probability 1 / (1 + e^(-a e^b)); wrong labels
 * are as likely as each other. EM, with some steps of gradient ascent in each round; as in the
 * authors' code a and b are drawn to 1 as by a Gaussian of that mean and of variance 1.
 */
record Glad(int rounds, int steps, double rate) {
  static final Glad STANDARD = new Glad(60, 20, 0.02);

  private static final double MEAN = 1;

  double[][] posteriors(Labels labels) {
    var abilities = new double[labels.workers()];
    var eases = new double[labels.items()];
    Arrays.fill(abilities, MEAN);
    Arrays.fill(eases, MEAN);
    double[][] posteriors = expect(labels, abilities, eases);
    for (int round = 0; round < rounds; round++) {
      for (int step = 0; step < steps; step++) {
        ascend(labels, posteriors, abilities, eases);
      }
      posteriors = expect(labels, abilities, eases);
    }
    return posteriors;
  }

  private void ascend(Labels labels, double[][] posteriors, double[] abilities, double[] eases) {
    var ofAbility = new double[abilities.length];
    var ofEase = new double[eases.length];
    for (Labels.Label one : labels.given()) {
      double ability = abilities[one.worker()];
      double ease = Math.exp(eases[one.item()]);
      double off = posteriors[one.item()][one.label()] - right(ability, ease);
      ofAbility[one.worker()] += off * ease;
      ofEase[one.item()] += off * ability * ease;
    }
    move(abilities, ofAbility);
    move(eases, ofEase);
  }

  /** No further than a tenth of one in a step, so that steep places do not throw it off. */
  private void move(double[] values, double[] slopes) {
    for (int i = 0; i < values.length; i++) {
      double by = rate * (slopes[i] + MEAN - values[i]);
      values[i] += Math.min(Math.max(by, -0.1), 0.1);
    }
  }

  private static double right(double ability, double ease) {
    return 1 / (1 + Math.exp(-ability * ease));
  }

  private static double[][] expect(Labels labels, double[] abilities, double[] eases) {
    int classes = labels.classes();
    var scores = new double[labels.items()][classes];
    for (Labels.Label one : labels.given()) {
      // log of p (classes - 1) / (1 - p), with p the logistic of this product.
      scores[one.item()][one.label()] +=
          abilities[one.worker()] * Math.exp(eases[one.item()]) + Math.log(classes - 1);
    }
    for (double[] item : scores) {
      double top = Arrays.stream(item).max().orElseThrow();
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        item[k] = Math.exp(item[k] - top);
        sum += item[k];
      }
      for (int k = 0; k < classes; k++) {
        item[k] /= sum;
      }
    }
    return scores;
  }
}
