package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.Majority;
import swarmline.engine.consensus.Tally;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.Weights;
import swarmline.engine.pool.PoolSpec;

class WeightedModelTest {
  private static final PoolSpec CHOICE =
      Specs.spec(
          "answer: {choices: ['a', 'b']},"
              + " consensus: {rule: 'agreement', aggregator: 'weighted-majority'}");
  private static final PoolSpec NUMBER =
      Specs.spec(
          "answer: {type: 'number', tolerance: 1}, consensus: {aggregator: 'weighted-median'}");

  private final SliceModel model = SliceModel.of(CHOICE);

  @Test
  void workersOfWhomNothingIsKnownCountOneEach() {
    Estimate estimate = tell(model, 1, "ann a", "bob a", "cid b");

    assertThat(estimate.votes()).isEqualTo(new Aggregate("\"a\"", 2, 2, 1, 3));
    assertThat(estimate.turns()).containsExactly(1, 2, 3);
    assertThat(estimate.confidence()).isEqualTo(2.0 / 3);
  }

  @Test
  void aWorkersWeightFollowsFromHowOftenTheOthersAgree() {
    tell(model, 1, "ann a", "bob a", "cid b");

    assertThat(model.quality("ann").answers()).as("bob and cid tie").isZero();
    assertThat(model.quality("cid").answers()).isEqualTo(1);
    assertThat(model.quality("cid").right()).isZero();
    assertThat(model.quality("cid").mean()).as("(0 + 4 t) / 5, t = 7 / 11").isEqualTo(28.0 / 55);
  }

  @Test
  void twoWhoAreOftenWrongDoNotOutvoteOneWhoIsOftenRight() {
    for (int task = 1; task <= 40; task++) {
      tell(model, task, "ann a", "bob a", "eve a", "cid " + (task % 2 == 0 ? "a" : "b"), "dee b");
    }

    Estimate estimate = tell(model, 99, "ann b", "cid a", "dee a");

    assertThat(estimate.value()).isEqualTo("\"b\"");
    assertThat(estimate.votes().votes()).isGreaterThan(1);
  }

  @Test
  void aGoldEndsOnItsTruthAndTellsWhoIsRight() {
    List<CountedAnswer> answers = answers("ann a", "bob b", "cid b");

    Estimate estimate = model.estimate(5, new TaskAnswers("\"a\"", answers)).orElseThrow();

    assertThat(estimate.value()).isEqualTo("\"a\"");
    assertThat(estimate.votes()).isNull();
    assertThat(model.quality("ann").goldsRight()).isEqualTo(1);
    assertThat(model.quality("bob").goldsRight()).isZero();
    assertThat(tell(model, 6, "ann a", "bob b").value()).isEqualTo("\"a\"");
  }

  @Test
  void theSameAnswersAgainChangeNothingAndOneThatCountsNoLongerIsForgotten() {
    Estimate first = tell(model, 1, "ann a", "bob a");
    tell(model, 2, "ann b", "bob a", "cid a");

    assertThat(tell(model, 1, "ann a", "bob a")).isEqualTo(first);
    tell(model, 2, "ann b");
    assertThat(model.quality("ann").answers()).as("of task 1 only").isEqualTo(1);
    assertThat(model.quality("cid").answers()).isZero();
  }

  @Test
  void numbersAreDrawnToWorkersWhoAreOftenWithinTheTolerance() {
    SliceModel numbers = SliceModel.of(NUMBER);
    for (int task = 1; task <= 30; task++) {
      tellNumbers(numbers, task, "ann 10", "bob 10.5", "eve 11", "cid " + task * 100);
    }

    Estimate estimate = tellNumbers(numbers, 99, "ann 7", "cid 900");

    assertThat(estimate.value()).isEqualTo("7");
    assertThat(tellNumbers(numbers, 98, "cid 900", "new 5").value()).isEqualTo("5");
  }

  @Test
  void itIsWhatAddingUpAllThatIsKnownEachTimeComesTo() {
    var random = new Random(12);
    var reference = new Reference();
    for (int step = 0; step < 600; step++) {
      int task = random.nextInt(60);
      String worker = "w" + random.nextInt(12);
      reference.answer(task, worker, random.nextInt(3) == 0 ? "\"b\"" : "\"a\"");
      Estimate estimate =
          model.estimate(task, new TaskAnswers(null, reference.answers.get(task))).orElseThrow();

      assertThat(estimate.votes()).as("step %d", step).isEqualTo(reference.now);
    }
  }

  @Test
  void theSameAnswersInTheSameOrderMakeTheSameModelAfterAStart() {
    var random = new Random(2);
    SliceModel started = SliceModel.of(CHOICE);
    Map<Integer, List<String>> told = new HashMap<>();
    List<Map.Entry<Integer, String[]>> calls = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      int task = random.nextInt(40);
      List<String> all = told.computeIfAbsent(task, none -> new ArrayList<>());
      all.add("w" + random.nextInt(9) + all.size() + (random.nextBoolean() ? " a" : " b"));
      calls.add(Map.entry(task, all.toArray(String[]::new)));
    }
    for (var call : calls) {
      tell(model, call.getKey(), call.getValue());
    }
    for (var call : calls) {
      tell(started, call.getKey(), call.getValue());
    }

    assertThat(started.estimates(0, 100)).isEqualTo(model.estimates(0, 100));
    assertThat(tell(started, 999, "w10 a", "w21 b")).isEqualTo(tell(model, 999, "w10 a", "w21 b"));
  }

  @Test
  void theOrderOfATasksAnswersDoesNotMatter() {
    var random = new Random(7);
    for (int task = 0; task < 50; task++) {
      tell(model, task, "ann a", "bob b", "cid " + (random.nextBoolean() ? "a" : "b"));
    }
    List<CountedAnswer> answers = new ArrayList<>(answers("ann a", "bob b", "cid b", "dee a"));
    Aggregate before = model.estimate(100, new TaskAnswers(null, answers)).orElseThrow().votes();
    for (int round = 0; round < 10; round++) {
      Collections.shuffle(answers, random);
      SliceModel other = SliceModel.of(CHOICE);
      other.estimate(1, new TaskAnswers(null, answers));

      assertThat(model.estimate(100, new TaskAnswers(null, answers)).orElseThrow().votes().value())
          .isEqualTo(before.value());
    }
  }

  @Test
  void whateverWorkersWereTakenForATwelfthOfAnswersTurnsNoOutcome() {
    for (int task = 1; task <= 60; task++) {
      tell(model, task, "spam1 b", "spam2 b", "spam3 b", "ann a", "bob a");
    }
    List<String> given = new ArrayList<>(List.of("spam1 b"));
    for (int honest = 0; honest < 13; honest++) {
      given.add((honest < 2 ? List.of("ann", "bob").get(honest) : "w" + honest) + " a");
    }

    assertThat(tell(model, 99, given.toArray(String[]::new)).value()).isEqualTo("\"a\"");
  }

  private static Estimate tell(SliceModel model, long task, String... given) {
    return model.estimate(task, new TaskAnswers(null, answers(given))).orElseThrow();
  }

  private static List<CountedAnswer> answers(String... given) {
    List<CountedAnswer> answers = new ArrayList<>();
    for (String one : given) {
      int space = one.indexOf(' ');
      answers.add(
          new CountedAnswer(
              answers.size() + 1,
              one.substring(0, space),
              '"' + one.substring(space + 1) + '"',
              Instant.EPOCH));
    }
    return answers;
  }

  private static Estimate tellNumbers(SliceModel model, long task, String... given) {
    List<CountedAnswer> answers =
        answers(given).stream()
            .map(
                one ->
                    new CountedAnswer(
                        one.turn(), one.worker(), one.answer().replace("\"", ""), one.at()))
            .toList();
    return model.estimate(task, new TaskAnswers(null, answers)).orElseThrow();
  }

  /** The same without anything kept but each task's answers and how far they agreed. */
  private static final class Reference {
    private final Map<Integer, List<CountedAnswer>> answers = new HashMap<>();
    private final Map<Integer, List<Double>> agreed = new HashMap<>();
    private Aggregate now;

    void answer(int task, String worker, String answer) {
      List<CountedAnswer> all = new ArrayList<>(answers.getOrDefault(task, List.of()));
      all.add(new CountedAnswer(all.size() + 1, worker + "-" + all.size(), answer, Instant.EPOCH));
      answers.put(task, all);
      agreed.remove(task);
      now = tally(all, 0);
      List<Double> its = new ArrayList<>();
      for (CountedAnswer one : all) {
        Aggregate others = tally(all, one.turn());
        boolean clear = others.value() != null && !others.tied();
        its.add(clear ? (one.answer().equals(others.value()) ? 1.0 : 0.0) : null);
      }
      agreed.put(task, its);
    }

    private Aggregate tally(List<CountedAnswer> all, int turn) {
      Tally tally = new Majority().tally();
      all.stream()
          .filter(one -> one.turn() != turn)
          .forEach(one -> tally.add(one.answer(), weight(one.worker())));
      return tally.now();
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
      return Weights.of((right + 4 * typical) / (judged + 4), typical, 2);
    }
  }
}
