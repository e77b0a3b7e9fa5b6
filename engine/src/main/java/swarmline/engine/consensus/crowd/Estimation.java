package swarmline.engine.consensus.crowd;

import java.util.Arrays;

/**
 * One item's answers weighed: what each says of each class, and how much fewer they count because
 * their workers err alike. Holds room to work in; what it found is of the item it was last given.
 *
 * <p>A worker's answer counts 1 / (1 + the sum of the correlations with the others' errors), so
 * that copies of one worker count as one: the design effect of clustered samples (Kish 1965), pair
 * by pair. Correlations are of errors about what each worker's matrix expects, class by class,
 * weighted by the posterior.
 */
final class Estimation {
  /** Classes less likely than this add nothing to what a pair is seen to share. */
  private static final float NEGLIGIBLE = 1e-4f;

  private final int classes;
  private final CrowdSettings settings;
  private final double[] scores;
  private double[][] rows = new double[0][];
  private double[] deviations = new double[0];
  private double[] weights = new double[0];
  private double excess;

  Estimation(int classes, CrowdSettings settings) {
    this.classes = classes;
    this.settings = settings;
    this.scores = new double[classes];
  }

  /** Logarithms of the classes' probabilities, up to a constant. */
  double[] scores() {
    return scores;
  }

  /** Mean over the answers of the sum of correlations with the others; 0 for independence. */
  double excess() {
    return excess;
  }

  /** The E step for one item. */
  void weigh(Items items, int item, Matrices matrices, PairTable pairs, double[] shares) {
    int n = items.answers(item);
    makeRoom(n);
    for (int a = 0; a < n; a++) {
      matrices.probabilities(items.worker(item, a), rows[a]);
    }
    discount(items, item, n, pairs);
    for (int k = 0; k < classes; k++) {
      scores[k] = Math.log(shares[k]);
    }
    for (int a = 0; a < n; a++) {
      int label = items.label(item, a);
      for (int k = 0; k < classes; k++) {
        scores[k] += weights[a] * Math.log(rows[a][k * classes + label]);
      }
    }
  }

  private void discount(Items items, int item, int n, PairTable pairs) {
    Arrays.fill(weights, 0, n, 0);
    if (settings.dependence()) {
      for (int a = 1; a < n; a++) {
        for (int b = 0; b < a; b++) {
          int slot = pairs.find(items.worker(item, a), items.worker(item, b));
          if (slot >= 0) {
            double correlation = pairs.correlation(slot, settings.pairStrength());
            weights[a] += correlation;
            weights[b] += correlation;
          }
        }
      }
    }
    double sum = 0;
    for (int a = 0; a < n; a++) {
      sum += weights[a];
      weights[a] = 1 / (1 + weights[a]);
    }
    excess = n == 0 ? 0 : sum / n;
  }

  /** Probabilities of the classes from their scores. */
  void normalise(float[] into) {
    double top = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      top = Math.max(top, score);
    }
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - top);
    }
    for (int k = 0; k < classes; k++) {
      into[k] = (float) (Math.exp(scores[k] - top) / sum);
    }
  }

  /**
   * What the workers of the weighed item are seen to share there.
   *
   * @param posterior probability of each class
   * @param from the first answer whose pairs with those before it are meant
   */
  void pairUp(Items items, int item, float[] posterior, int from, PairSums into) {
    int n = items.answers(item);
    for (int a = 0; a < n; a++) {
      deviate(a);
    }
    for (int a = Math.max(from, 1); a < n; a++) {
      for (int b = 0; b < a; b++) {
        double alike = 0;
        double possible = 0;
        for (int k = 0; k < classes; k++) {
          if (posterior[k] > NEGLIGIBLE) {
            alike += posterior[k] * product(k, a, items.label(item, a), b, items.label(item, b));
            possible += posterior[k] * deviations[a * classes + k] * deviations[b * classes + k];
          }
        }
        into.add(items.worker(item, a), items.worker(item, b), alike, possible);
      }
    }
  }

  /** Takes what a pair of workers is seen to share. */
  interface PairSums {
    /**
     * @param alike product of the two errors
     * @param possible product of their standard deviations
     */
    void add(int one, int other, double alike, double possible);
  }

  private void deviate(int answer) {
    for (int k = 0; k < classes; k++) {
      double squares = 0;
      for (int l = 0; l < classes; l++) {
        double p = rows[answer][k * classes + l];
        squares += p * p;
      }
      deviations[answer * classes + k] = Math.sqrt(Math.max(1 - squares, 0));
    }
  }

  /**
   * Product of two errors, given the class: (what was said - what was expected), label by label.
   */
  private double product(int k, int a, int labelOfA, int b, int labelOfB) {
    int row = k * classes;
    double product = labelOfA == labelOfB ? 1 : 0;
    product -= rows[a][row + labelOfB] + rows[b][row + labelOfA];
    for (int l = row; l < row + classes; l++) {
      product += rows[a][l] * rows[b][l];
    }
    return product;
  }

  private void makeRoom(int n) {
    if (n > rows.length) {
      int room = Math.max(n, 2 * rows.length);
      rows = new double[room][classes * classes];
      deviations = new double[room * classes];
      weights = new double[room];
    }
  }
}
