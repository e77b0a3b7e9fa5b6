package swarmline.engine.consensus.batch;

/**
 * Dawid and Skene's EM (Applied Statistics 28, 1979): a confusion matrix for each worker, the
 * shares of the classes, and each item's posterior, from the shares of its answers on.
 *
 * @param iterations passes over all answers
 * @param pseudo answers added to every cell of every matrix, so that no probability is 0
 */
public record DawidSkene(int iterations, double pseudo) {
  public static final DawidSkene STANDARD = new DawidSkene(100, 1e-10);

  /** Probability of each class of each item. */
  public double[][] posteriors(Labels labels) {
    double[][] posteriors = labels.shares();
    for (int i = 0; i < iterations; i++) {
      posteriors = expect(labels, shares(labels, posteriors), matrices(labels, posteriors));
    }
    return posteriors;
  }

  private static double[] shares(Labels labels, double[][] posteriors) {
    var shares = new double[labels.classes()];
    for (double[] posterior : posteriors) {
      for (int k = 0; k < shares.length; k++) {
        shares[k] += posterior[k];
      }
    }
    Normal.scale(shares);
    return shares;
  }

  /** By worker, class and label. */
  private double[][][] matrices(Labels labels, double[][] posteriors) {
    int classes = labels.classes();
    var matrices = new double[labels.workers()][classes][classes];
    for (Labels.Label one : labels.given()) {
      for (int k = 0; k < classes; k++) {
        matrices[one.worker()][k][one.label()] += posteriors[one.item()][k];
      }
    }
    for (double[][] matrix : matrices) {
      for (double[] row : matrix) {
        for (int l = 0; l < classes; l++) {
          row[l] += pseudo;
        }
        Normal.scale(row);
      }
    }
    return matrices;
  }

  private static double[][] expect(Labels labels, double[] shares, double[][][] matrices) {
    var posteriors = new double[labels.items()][labels.classes()];
    for (double[] posterior : posteriors) {
      for (int k = 0; k < shares.length; k++) {
        posterior[k] = Math.log(shares[k]);
      }
    }
    for (Labels.Label one : labels.given()) {
      for (int k = 0; k < shares.length; k++) {
        posteriors[one.item()][k] += Math.log(matrices[one.worker()][k][one.label()]);
      }
    }
    for (double[] posterior : posteriors) {
      Normal.scaleLogarithms(posterior);
    }
    return posteriors;
  }
}
