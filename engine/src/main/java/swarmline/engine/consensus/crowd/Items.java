package swarmline.engine.consensus.crowd;

import java.util.Arrays;

/**
 * What is kept of each item: its answers in the order in which they came, what follows from them,
 * and the truth where it is a gold. Items are numbered from 0.
 */
final class Items {
  private static final int FIRST_ITEMS = 16;
  private static final int FIRST_ANSWERS = 3;
  private static final int NO_GOLD = -1;

  private final int classes;

  /** Worker and label of each answer, one after the other. */
  private int[][] given = new int[FIRST_ITEMS][];

  private int[] answers = new int[FIRST_ITEMS];
  private float[][] posteriors = new float[FIRST_ITEMS][];
  private float[] excess = new float[FIRST_ITEMS];
  private int[] golds = new int[FIRST_ITEMS];
  private int count;

  Items(int classes) {
    this.classes = classes;
  }

  int count() {
    return count;
  }

  long bytes() {
    long bytes = 0;
    for (int item = 0; item < count; item++) {
      bytes += 16 + 4L * given[item].length + 16 + 4L * classes;
    }
    return bytes + given.length * (4L + 4 + 4 + 4 + 4);
  }

  void reserve(int item) {
    if (item >= given.length) {
      int room = Math.max(item + 1, given.length + given.length / 2);
      given = Arrays.copyOf(given, room);
      answers = Arrays.copyOf(answers, room);
      posteriors = Arrays.copyOf(posteriors, room);
      excess = Arrays.copyOf(excess, room);
      golds = Arrays.copyOf(golds, room);
    }
    for (; count <= item; count++) {
      given[count] = new int[2 * FIRST_ANSWERS];
      posteriors[count] = new float[classes];
      golds[count] = NO_GOLD;
    }
  }

  int answers(int item) {
    return answers[item];
  }

  int worker(int item, int answer) {
    return given[item][2 * answer];
  }

  int label(int item, int answer) {
    return given[item][2 * answer + 1];
  }

  void add(int item, int worker, int label) {
    int end = 2 * answers[item];
    if (end == given[item].length) {
      given[item] = Arrays.copyOf(given[item], 2 * (answers[item] + answers[item] / 2 + 1));
    }
    given[item][end] = worker;
    given[item][end + 1] = label;
    answers[item]++;
  }

  /** Whether there was such an answer. */
  boolean remove(int item, int worker) {
    for (int a = 0; a < answers[item]; a++) {
      if (worker(item, a) == worker) {
        System.arraycopy(given[item], 2 * (a + 1), given[item], 2 * a, 2 * (answers[item] - a - 1));
        answers[item]--;
        return true;
      }
    }
    return false;
  }

  /** Probability of each class; all 0 where there is no answer. */
  float[] posterior(int item) {
    return posteriors[item];
  }

  /** How many answers more than are independent there are for each that is. */
  double excess(int item) {
    return excess[item];
  }

  void excess(int item, double value) {
    excess[item] = (float) value;
  }

  boolean isGold(int item) {
    return golds[item] != NO_GOLD;
  }

  int truth(int item) {
    return golds[item];
  }

  void declare(int item, int truth) {
    golds[item] = truth;
  }
}
