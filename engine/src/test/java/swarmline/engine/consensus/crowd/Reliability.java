package swarmline.engine.consensus.crowd;

import java.util.ArrayList;
import java.util.List;

/**
 * Stated confidence against what came true, in ten bins of equal width. The expected calibration
 * error is the mean distance of the two, bin by bin, weighted by how many fall into it (Naeini,
 * Cooper, Hauskrecht 2015).
 */
final class Reliability {
  private static final int BINS = 10;

  private final double[] stated = new double[BINS];
  private final double[] right = new double[BINS];
  private final int[] counts = new int[BINS];
  private int count;

  void add(double confidence, boolean wasRight) {
    int bin = Math.min((int) (confidence * BINS), BINS - 1);
    stated[bin] += confidence;
    right[bin] += wasRight ? 1 : 0;
    counts[bin]++;
    count++;
  }

  /** Takes in what another has. */
  void add(Reliability other) {
    for (int bin = 0; bin < BINS; bin++) {
      stated[bin] += other.stated[bin];
      right[bin] += other.right[bin];
      counts[bin] += other.counts[bin];
    }
    count += other.count;
  }

  /** Of each bin that has any: mean stated confidence, share that was right, share of all. */
  List<double[]> bins() {
    List<double[]> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        bins.add(
            new double[] {
              stated[bin] / counts[bin], right[bin] / counts[bin], (double) counts[bin] / count
            });
      }
    }
    return bins;
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
