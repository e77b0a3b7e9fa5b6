package swarmline.engine.consensus.crowd;

import java.util.Arrays;

/**
 * Confusion matrices as sums of soft counts: rows are classes, columns are the labels given. One
 * for each worker, and the crowd's, which is their sum.
 */
final class Matrices {
  private final int classes;
  private final int cells;
  private final CrowdSettings settings;

  /** By worker; an array for each, so that room for more workers moves none. */
  private double[][] counts = new double[0][];

  private double[][] rowSums = new double[0][];
  private double[] answers = new double[0];
  private final double[] crowd;
  private final double[] crowdRowSums;
  private double crowdRight;
  private double crowdAnswers;

  Matrices(int classes, CrowdSettings settings) {
    this.classes = classes;
    this.cells = classes * classes;
    this.settings = settings;
    this.crowd = new double[cells];
    this.crowdRowSums = new double[classes];
    Arrays.fill(crowdRowSums, settings.crowdStrength());
    double wrong = settings.crowdStrength() * (1 - settings.crowdAccuracy()) / (classes - 1);
    Arrays.fill(crowd, wrong);
    for (int k = 0; k < classes; k++) {
      crowd[k * classes + k] = settings.crowdStrength() * settings.crowdAccuracy();
    }
    crowdAnswers = settings.crowdStrength() * classes;
    crowdRight = crowdAnswers * settings.crowdAccuracy();
  }

  long bytes() {
    return answers.length * (8L * (cells + classes + 1) + 2 * 16 + 2 * 4);
  }

  int cells() {
    return cells;
  }

  /** Makes room for workers numbered below {@code workers}. */
  void reserve(int workers) {
    if (workers > answers.length) {
      int room = Math.max(workers, answers.length + answers.length / 2 + 8);
      int before = answers.length;
      counts = Arrays.copyOf(counts, room);
      rowSums = Arrays.copyOf(rowSums, room);
      answers = Arrays.copyOf(answers, room);
      for (int worker = before; worker < room; worker++) {
        counts[worker] = new double[cells];
        rowSums[worker] = new double[classes];
      }
    }
  }

  /** Counts one answer by {@code times}, spread over the classes as the posterior is. */
  void count(int worker, int label, float[] posterior, double times) {
    double[] its = counts[worker];
    double[] sums = rowSums[worker];
    for (int k = 0; k < classes; k++) {
      double part = times * posterior[k];
      its[k * classes + label] += part;
      crowd[k * classes + label] += part;
      sums[k] += part;
      crowdRowSums[k] += part;
    }
    answers[worker] += times;
    crowdAnswers += times;
    crowdRight += times * posterior[label];
  }

  double crowdAccuracy() {
    return crowdRight / crowdAnswers;
  }

  boolean knows(int worker) {
    return worker < answers.length && answers[worker] > 0.5;
  }

  double answers(int worker) {
    return answers[worker];
  }

  /** By class, answers of the worker to items that are of it, as far as the model knows. */
  double[] answersByClass(int worker) {
    return Arrays.stream(rowSums[worker]).map(sum -> Math.max(sum, 0)).toArray();
  }

  /** Answers of the worker that were right, as far as the model knows. */
  double right(int worker) {
    double right = 0;
    for (int k = 0; k < classes; k++) {
      right += counts[worker][k * classes + k];
    }
    return right;
  }

  double ability(int worker) {
    double strength = settings.abilityStrength();
    return (right(worker) + strength * crowdAccuracy()) / (answers[worker] + strength);
  }

  /** The probability of each label given each class, row by row. */
  void probabilities(int worker, double[] into) {
    double ability = Math.min(Math.max(ability(worker), 1e-3), 1 - 1e-3);
    double other = settings.oneCoin() * (1 - ability) / (classes - 1);
    double same = settings.oneCoin() * ability;
    double full = 1 - settings.oneCoin();
    double strength = settings.rowStrength();
    double[] its = counts[worker];
    for (int k = 0; k < classes; k++) {
      int row = k * classes;
      double fromCrowd = strength / crowdRowSums[k];
      double scale = full / (Math.max(rowSums[worker][k], 0) + strength);
      for (int l = 0; l < classes; l++) {
        double count = Math.max(its[row + l], 0) + fromCrowd * crowd[row + l];
        into[row + l] = scale * count + (k == l ? same : other);
      }
    }
  }
}
