package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Aggregators;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Tally;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.Weights;
import swarmline.engine.pool.PoolSpec;

/** The model against one that keeps answers only and adds up all that is known each time. */
class WeightedModelReferenceTest {
  private static final int TASKS = 60;
  private static final int WORKERS = 9;

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
        random -> List.of("[]", "[\"a\"]", "[\"a\",\"b\"]", "[\"c\"]").get(random.nextInt(4)));
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
      List<CountedAnswer> answers = reference.answers(task);
      String worker = "w" + random.nextInt(WORKERS);
      if (answers.stream().anyMatch(one -> one.worker().equals(worker))) {
        model.ended(random.nextInt(TASKS));
        continue;
      }
      Aggregate now = reference.answer(task, worker, answer.apply(random));

      assertThat(model.estimate(task, new TaskAnswers(null, reference.answers(task))).orElseThrow())
          .as("step %d", step)
          .satisfies(estimate -> assertThat(estimate.votes()).isEqualTo(now));
    }
  }

  private static final class Given {
    private final CountedAnswer answer;

    /** Null where it is not known. */
    private Double agreed;

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

    Reference(Aggregator aggregator, int values, int olderAtOnce) {
      this.aggregator = aggregator;
      this.values = values;
      this.olderAtOnce = olderAtOnce;
    }

    List<CountedAnswer> answers(int task) {
      return tasks.getOrDefault(task, List.of()).stream().map(given -> given.answer).toList();
    }

    Aggregate answer(int task, String worker, String text) {
      List<Given> all = tasks.computeIfAbsent(task, none -> new ArrayList<>());
      int older = all.size();
      var given = new Given(new CountedAnswer(older + 1, worker, text, Instant.EPOCH));
      all.add(given);
      List<Tally> others = all.stream().map(left -> tally(task, left)).toList();
      Aggregate now = tally(task, null).now();
      judge(given, others.get(older).now());
      int place = next.getOrDefault(task, 0);
      for (int i = 0; i < Math.min(older, olderAtOnce); i++) {
        place = place >= older ? 0 : place;
        judge(all.get(place), others.get(place).now());
        place++;
      }
      next.put(task, place);
      return now;
    }

    private void judge(Given given, Aggregate others) {
      given.agreed =
          others.value() == null || others.tied()
              ? null
              : Math.round(1024 * aggregator.agreement(given.answer.answer(), others.value()))
                  / 1024.0;
    }

    private Tally tally(int task, Given left) {
      Tally tally = aggregator.tally();
      tasks.get(task).stream()
          .filter(given -> given != left)
          .forEach(given -> tally.add(given.answer.answer(), weight(task, given.answer.worker())));
      return tally;
    }

    private double weight(int besides, String worker) {
      double right = 0;
      double judged = 0;
      double crowdRight = 0;
      double crowdJudged = 0;
      for (var task : tasks.entrySet()) {
        for (Given given : task.getKey() == besides ? List.<Given>of() : task.getValue()) {
          if (given.agreed != null) {
            boolean its = given.answer.worker().equals(worker);
            right += its ? given.agreed : 0;
            judged += its ? 1 : 0;
            crowdRight += given.agreed;
            crowdJudged++;
          }
        }
      }
      double typical = (crowdRight + 7) / (crowdJudged + 10);
      return Weights.of((right + 4 * typical) / (judged + 4), typical, values);
    }
  }
}
