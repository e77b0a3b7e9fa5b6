package swarmline.engine.consensus.crowd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Weights;

/** Weights without anything kept but each task's answers and how far they agreed. */
final class WeighedAnew {
  private final Function<List<Weighed>, Aggregate> aggregator;
  private final BiPredicate<String, String> agree;
  private final int values;
  private final Map<Integer, List<CountedAnswer>> answers = new HashMap<>();
  private final Map<Integer, List<Double>> agreed = new HashMap<>();

  /** An answer and what it counts. */
  record Weighed(String answer, double weight) {}

  /**
   * @param aggregator what answers come to
   * @param agree whether an answer agrees with a value
   * @param values how many different answers there are
   */
  WeighedAnew(
      Function<List<Weighed>, Aggregate> aggregator,
      BiPredicate<String, String> agree,
      int values) {
    this.aggregator = aggregator;
    this.agree = agree;
    this.values = values;
  }

  /** All answers of a task. */
  List<CountedAnswer> of(int task) {
    return answers.get(task);
  }

  /** What the task's answers come to with one more. */
  Aggregate answer(int task, String worker, String answer) {
    List<CountedAnswer> all = new ArrayList<>(answers.getOrDefault(task, List.of()));
    all.add(new CountedAnswer(all.size() + 1, worker + "-" + all.size(), answer, Instant.EPOCH));
    answers.put(task, all);
    agreed.remove(task);
    Aggregate now = without(all, 0);
    List<Double> its = new ArrayList<>();
    for (CountedAnswer one : all) {
      Aggregate others = without(all, one.turn());
      boolean clear = others.value() != null && !others.tied();
      its.add(clear ? (agree.test(one.answer(), others.value()) ? 1.0 : 0.0) : null);
    }
    agreed.put(task, its);
    return now;
  }

  private Aggregate without(List<CountedAnswer> all, int turn) {
    return aggregator.apply(
        all.stream()
            .filter(one -> one.turn() != turn)
            .map(one -> new Weighed(one.answer(), weight(one.worker())))
            .toList());
  }

  private double weight(String worker) {
    double right = 0;
    double judged = 0;
    double crowdRight = 0;
    double crowdJudged = 0;
    for (Map.Entry<Integer, List<Double>> task : agreed.entrySet()) {
      for (int i = 0; i < task.getValue().size(); i++) {
        Double agreement = task.getValue().get(i);
        if (agreement != null) {
          boolean its = answers.get(task.getKey()).get(i).worker().equals(worker);
          right += its ? agreement : 0;
          judged += its ? 1 : 0;
          crowdRight += agreement;
          crowdJudged++;
        }
      }
    }
    double typical = (crowdRight + 7) / (crowdJudged + 10);
    return Weights.of((right + 4 * typical) / (judged + 4), typical, values);
  }
}
