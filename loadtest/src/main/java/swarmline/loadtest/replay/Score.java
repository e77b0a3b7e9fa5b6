package swarmline.loadtest.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import swarmline.loadtest.replay.Crowd.Answer;
import swarmline.loadtest.replay.Replayed.Decision;

/** How good a replay's decisions are, beside the truth. Pure. */
public final class Score {
  /** Draws that a majority at the same cost is the mean of. */
  private static final int DRAWS = 20;

  private static final int BINS = 10;

  private Score() {}

  /**
   * Share of the items with truth that were decided rightly. An item without a decided value counts
   * by the server's estimate, or where there is none by the majority of the answers it took, ties
   * split.
   */
  public static double accuracy(Replayed replayed) {
    double right = 0;
    for (Map.Entry<String, String> item : replayed.truth().entrySet()) {
      Decision decision = replayed.decisions().get(item.getKey());
      if (decision == null || decision.value().isEmpty()) {
        decision = replayed.estimates().get(item.getKey());
      }
      right +=
          decision == null
              ? credit(replayed.used().getOrDefault(item.getKey(), List.of()), item.getValue())
              : decision.value().equals(item.getValue()) ? 1 : 0;
    }
    return right / replayed.truth().size();
  }

  /** Share of the items with truth that the server's estimates are right of; NaN without any. */
  public static double estimated(Replayed replayed) {
    if (replayed.estimates().isEmpty()) {
      return Double.NaN;
    }
    long right =
        replayed.truth().entrySet().stream()
            .filter(item -> replayed.estimates().containsKey(item.getKey()))
            .filter(item -> replayed.estimates().get(item.getKey()).value().equals(item.getValue()))
            .count();
    return (double) right / replayed.truth().size();
  }

  /** Accuracy of the majority of all recorded answers, ties split. */
  public static double majority(Crowd crowd) {
    Map<String, List<Answer>> items = crowd.byItem();
    double right = 0;
    for (Map.Entry<String, String> item : crowd.truth().entrySet()) {
      right += credit(items.getOrDefault(item.getKey(), List.of()), item.getValue());
    }
    return right / crowd.truth().size();
  }

  /**
   * Accuracy of the majority where so many answers in all are spread evenly over the items, each
   * taking its first in a random order; the mean of some draws.
   */
  public static double majorityAtCost(Crowd crowd, long cost, long seed) {
    double each = (double) cost / crowd.byItem().size();
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      var random = new SplittableRandom(seed * DRAWS + draw);
      Map<String, List<Answer>> items = Crowd.byItem(crowd.arrivals(random.nextLong()));
      for (Map.Entry<String, String> item : crowd.truth().entrySet()) {
        List<Answer> all = items.getOrDefault(item.getKey(), List.of());
        int some = (int) each + (random.nextDouble() < each - (int) each ? 1 : 0);
        sum += credit(all.subList(0, Math.min(some, all.size())), item.getValue());
      }
    }
    return sum / DRAWS / crowd.truth().size();
  }

  /**
   * Expected calibration error of the confidence that decisions were made with: the mean distance
   * between confidence and accuracy over ten bins of equal width, weighted by their items (Guo et
   * al., 2017).
   */
  public static double calibrationError(Replayed replayed) {
    return calibrationError(replayed.truth(), replayed.decisions());
  }

  /** The same of the server's estimates; NaN without any. */
  public static double estimateError(Replayed replayed) {
    return replayed.estimates().isEmpty()
        ? Double.NaN
        : calibrationError(replayed.truth(), replayed.estimates());
  }

  private static double calibrationError(Map<String, String> truth, Map<String, Decision> stated) {
    double[] confidence = new double[BINS];
    double[] right = new double[BINS];
    int all = 0;
    for (Map.Entry<String, String> item : truth.entrySet()) {
      Decision decision = stated.get(item.getKey());
      if (decision != null && !decision.value().isEmpty()) {
        int bin = Math.min(BINS - 1, (int) (decision.confidence() * BINS));
        confidence[bin] += decision.confidence();
        right[bin] += decision.value().equals(item.getValue()) ? 1 : 0;
        all++;
      }
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(confidence[bin] - right[bin]);
    }
    return all == 0 ? 0 : error / all;
  }

  /** 1 where the truth leads alone, its share where it leads with others, 0 where it does not. */
  static double credit(List<Answer> answers, String truth) {
    Map<String, Integer> votes = new HashMap<>();
    answers.forEach(answer -> votes.merge(answer.label(), 1, Integer::sum));
    int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    long leaders = votes.values().stream().filter(count -> count == most).count();
    return most > 0 && votes.getOrDefault(truth, 0) == most ? 1.0 / leaders : 0;
  }
}
