package swarmline.engine.consensus.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A crowd by chance: items of equally frequent classes, workers of given accuracies who are as
 * likely to give one wrong label as another.
 */
public final class Play {
  private final int[] truth;
  private final int workers;
  private final int classes;
  private final List<Labels.Label> answers;

  private Play(int[] truth, int workers, int classes, List<Labels.Label> answers) {
    this.truth = truth;
    this.workers = workers;
    this.classes = classes;
    this.answers = List.copyOf(answers);
  }

  /** Each item is answered by {@code redundancy} different workers; answers come in any order. */
  public static Play of(long seed, int items, int classes, int redundancy, double... accuracies) {
    var random = new Random(seed);
    int[] truth = random.ints(items, 0, classes).toArray();
    List<Labels.Label> answers = new ArrayList<>();
    List<Integer> workers = new ArrayList<>();
    for (int worker = 0; worker < accuracies.length; worker++) {
      workers.add(worker);
    }
    for (int item = 0; item < items; item++) {
      Collections.shuffle(workers, random);
      for (int worker : workers.subList(0, redundancy)) {
        boolean right = random.nextDouble() < accuracies[worker];
        int wrong = (truth[item] + 1 + random.nextInt(classes - 1)) % classes;
        answers.add(new Labels.Label(item, worker, right ? truth[item] : wrong));
      }
    }
    Collections.shuffle(answers, random);
    return new Play(truth, accuracies.length, classes, answers);
  }

  /** The same answers, come in another order. */
  public Play shuffled(long seed) {
    List<Labels.Label> shuffled = new ArrayList<>(answers);
    Collections.shuffle(shuffled, new Random(seed));
    return new Play(truth, workers, classes, shuffled);
  }

  public Labels labels() {
    return new Labels(truth.length, workers, classes, answers);
  }

  /** Share of the items whose likeliest class is the true one. */
  public double accuracyOf(double[][] posteriors) {
    int right = 0;
    for (int item = 0; item < truth.length; item++) {
      right += likeliest(posteriors[item]) == truth[item] ? 1 : 0;
    }
    return (double) right / truth.length;
  }

  public static int likeliest(double[] posterior) {
    int best = 0;
    for (int k = 1; k < posterior.length; k++) {
      best = posterior[k] > posterior[best] ? k : best;
    }
    return best;
  }
}
