package swarmline.engine.consensus.crowd;

/**
 * Stated confidence against what came true, in ten bins of equal width. The expected calibration
 * error is the mean distance of the two, bin by bin, weighted by how many fall into it (Naeini,
 * Cooper, Hauskrecht 2015).
 */
final class Reliability {
  private static final int BINS = 10;

  private final double[] stated = new double[BINS];
  private final double[] right = new double[BINS];
  private int count;

  void add(double confidence, boolean wasRight) {
    int bin = Math.min((int) (confidence * BINS), BINS - 1);
    stated[bin] += confidence;
    right[bin] += wasRight ? 1 : 0;
    count++;
  }

  double accuracy() {
    double sum = 0;
    for (double bin : right) {
      sum += bin;
    }
    return sum / count;
  }

  double error() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(stated[bin] - right[bin]);
    }
    return sum / count;
  }
}
