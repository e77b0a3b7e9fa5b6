package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Aggregators;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.Tally;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.Weights;
import swarmline.engine.pool.PoolSpec;

/** The model against one that keeps answers only and adds up all that is known each time. */
class WeightedModelReferenceTest {
  /** So few workers for so many tasks that the first answers of each fade, and fade again. */
  private static final int TASKS = 900;

  private static final int WORKERS = 6;

  @Test
  void choicesWeighWhatAddingUpAllThatIsKnownEachTimeComesTo() {
    compare(
        "answer: {choices: ['a', 'b', 'c']}, consensus: {aggregator: 'weighted-majority'}",
        3,
        Integer.MAX_VALUE,
        random -> random.nextInt(3) > 0 ? "\"a\"" : random.nextBoolean() ? "\"b\"" : "\"c\"");
  }

  @Test
  void setsOfLabelsWeighWhatAddingUpAllThatIsKnownEachTimeComesTo() {
    compare(
        "answer: {type: 'choices', choices: ['a', 'b', 'c']},"
            + " consensus: {aggregator: 'weighted-majority'}",
        2,
        Integer.MAX_VALUE,
        random ->
            List.of("[\"a\"]", "[\"a\"]", "[\"a\"]", "[\"a\",\"b\"]", "[\"c\"]", "[]")
                .get(random.nextInt(6)));
  }

  @Test
  void numbersWeighWhatAddingUpAllThatIsKnownEachTimeComesTo() {
    compare(
        "answer: {type: 'number', tolerance: 1}, consensus: {aggregator: 'weighted-median'}",
        32,
        Integer.MAX_VALUE,
        random -> String.valueOf(random.nextInt(3) > 0 ? 5 : random.nextInt(12)));
  }

  @Test
  void ofDrawingsTheOneThatCameAndTwoOlderOnesAreHeldAgainstTheOthers() {
    compare(
        "answer: {type: 'boxes', overlap: 0.5}, consensus: {aggregator: 'weighted-majority'}",
        32,
        2,
        random ->
            "[{\"height\":4,\"width\":4,\"x\":%d,\"y\":0}]"
                .formatted(random.nextInt(3) > 0 ? 0 : random.nextInt(5)));
  }

  private static void compare(String form, int values, int older, Function<Random, String> answer) {
    PoolSpec spec = Specs.spec(form);
    SliceModel model = SliceModel.of(spec);
    var reference = new Reference(Aggregators.of(spec), values, older);
    var random = new Random(21);
    for (int step = 0; step < TASKS * WORKERS; step++) {
      int task = random.nextInt(TASKS);
      String worker = "w" + random.nextInt(WORKERS);
      Aggregate now;
      if (!reference.answered(task, worker)) {
        now = reference.answer(task, worker, answer.apply(random));
      } else if (random.nextInt(5) == 0) {
        now = reference.withdraw(task, worker);
      } else {
        model.ended(task, new TaskAnswers(null, reference.answers(task)));
        continue;
      }

      var answers = new TaskAnswers(null, reference.answers(task));
      if (step % 7 == 0) {
        model.ended(task, answers);
        continue;
      }
      assertThat(model.estimate(task, answers))
          .as("step %d", step)
          .map(Estimate::votes)
          .isEqualTo(Optional.ofNullable(now));
    }
    assertThat(reference.mostAnswers()).isGreaterThan(2 * Agreements.HALF_LIFE);
  }

  private static final class Given {
    private final CountedAnswer answer;

    /** Null where it is not known. */
    private Double agreed;

    /** How many answers of its worker were known how far they agree when this first was. */
    private Integer place;

    Given(CountedAnswer answer) {
      this.answer = answer;
    }
  }

  private static final class Reference {
    private final Aggregator aggregator;
    private final int values;
    private final int olderAtOnce;
    private final Map<Integer, List<Given>> tasks = new HashMap<>();
    private final Map<Integer, Integer> next = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private int turns;

    Reference(Aggregator aggregator, int values, int olderAtOnce) {
      this.aggregator = aggregator;
      this.values = values;
      this.olderAtOnce = olderAtOnce;
    }

    List<CountedAnswer> answers(int task) {
      return tasks.getOrDefault(task, List.of()).stream().map(given -> given.answer).toList();
    }

    boolean answered(int task, String worker) {
      return answers(task).stream().anyMatch(one -> one.worker().equals(worker));
    }

    int mostAnswers() {
      return Collections.max(places.values());
    }

    Aggregate answer(int task, String worker, String text) {
      List<Given> all = tasks.computeIfAbsent(task, none -> new ArrayList<>());
      all.add(new Given(new CountedAnswer(++turns, worker, text, Instant.EPOCH)));
      return weigh(task, all, all.size() - 1, olderAtOnce);
    }

    /** Null where none is left. */
    Aggregate withdraw(int task, String worker) {
      List<Given> all = tasks.get(task);
      all.removeIf(given -> given.answer.worker().equals(worker));
      return all.isEmpty() ? null : weigh(task, all, all.size(), Integer.MAX_VALUE);
    }

    private Aggregate weigh(int task, List<Given> all, int older, int again) {
      Map<String, Double> weights = weights(task);
      for (Given given : all.subList(older, all.size())) {
        judge(given, tally(all, given, weights));
      }
      int place = next.getOrDefault(task, 0);
      for (int i = 0; i < Math.min(older, again); i++) {
        place = place >= older ? 0 : place;
        judge(all.get(place), tally(all, all.get(place), weights));
        place++;
      }
      next.put(task, place);
      for (Given given : all) {
        if (given.agreed != null && given.place == null) {
          given.place = places.merge(given.answer.worker(), 1, Integer::sum);
        }
      }
      return tally(all, null, weights);
    }

    private void judge(Given given, Aggregate others) {
      given.agreed =
          others.value() == null || others.tied()
              ? null
              : Math.round(1024 * aggregator.agreement(given.answer.answer(), others.value()))
                  / 1024.0;
    }

    private Aggregate tally(List<Given> all, Given left, Map<String, Double> weights) {
      Tally tally = aggregator.tally();
      all.stream()
          .filter(given -> given != left)
          .forEach(given -> tally.add(given.answer.answer(), weights.get(given.answer.worker())));
      return tally.now();
    }

    private Map<String, Double> weights(int besides) {
      Map<String, double[]> workers = new HashMap<>();
      for (int worker = 0; worker < WORKERS; worker++) {
        workers.put("w" + worker, new double[2]);
      }
      tasks.forEach(
          (task, all) ->
              all.stream()
                  .filter(given -> task != besides && given.agreed != null)
                  .forEach(given -> add(given, workers.get(given.answer.worker()))));
      double right = workers.values().stream().mapToDouble(its -> its[0]).sum();
      double judged = workers.values().stream().mapToDouble(its -> its[1]).sum();
      double typical = (right + 7) / (judged + 10);
      Map<String, Double> weights = new HashMap<>();
      workers.forEach(
          (worker, its) ->
              weights.put(
                  worker, Weights.of((its[0] + 4 * typical) / (its[1] + 4), typical, values)));
      return weights;
    }

    private void add(Given given, double[] sums) {
      int blocks =
          (places.get(given.answer.worker()) - 1) / Agreements.HALF_LIFE
              - (given.place - 1) / Agreements.HALF_LIFE;
      sums[0] += given.agreed / (1 << blocks);
      sums[1] += 1.0 / (1 << blocks);
    }
  }
}
