package swarmline.engine.consensus.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers to choices: who gave which label to which item, all numbered from 0.
 *
 * @param classes how many labels there are, at least 2
 */
public record Labels(int items, int workers, int classes, List<Label> given) {

  /** One answer. */
  public record Label(int item, int worker, int label) {}

  public Labels {
    given = List.copyOf(given);
    for (Label one : given) {
      if (one.item() >= items || one.worker() >= workers || one.label() >= classes) {
        throw new IllegalArgumentException(one + " is out of range");
      }
    }
  }

  /** Share of each label among each item's answers; equal shares where there are none. */
  public double[][] shares() {
    var shares = new double[items][classes];
    given.forEach(one -> shares[one.item()][one.label()]++);
    for (double[] item : shares) {
      Normal.scale(item);
    }
    return shares;
  }

  /** The labels of each item's most frequent answer; several where they tie. */
  public List<List<Integer>> majority() {
    List<List<Integer>> leaders = new ArrayList<>();
    for (double[] item : shares()) {
      List<Integer> best = new ArrayList<>();
      for (int k = 0; k < classes; k++) {
        if (!best.isEmpty() && item[k] > item[best.get(0)]) {
          best.clear();
        }
        if (best.isEmpty() || item[k] == item[best.get(0)]) {
          best.add(k);
        }
      }
      leaders.add(List.copyOf(best));
    }
    return List.copyOf(leaders);
  }
}
