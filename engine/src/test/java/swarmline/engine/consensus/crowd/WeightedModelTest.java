package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swarmline.engine.Specs;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.Majority;
import swarmline.engine.consensus.Spam;
import swarmline.engine.consensus.Tally;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.crowd.WeighedAnew.Weighed;
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
    for (int seed = 0; seed < 4; seed++) {
      var random = new Random(seed);
      SliceModel its = SliceModel.of(CHOICE);
      var anew = new WeighedAnew(WeightedModelTest::majority, String::equals, 2);
      for (int step = 0; step < 300; step++) {
        int task = random.nextInt(40);
        String answer = random.nextInt(3) == 0 ? "\"b\"" : "\"a\"";
        Aggregate expected = anew.answer(task, "w" + random.nextInt(12), answer);
        Estimate estimate = its.estimate(task, new TaskAnswers(null, anew.of(task))).orElseThrow();

        assertThat(estimate.votes()).as("seed %d, step %d", seed, step).isEqualTo(expected);
      }
    }
  }

  private static Aggregate majority(List<Weighed> answers) {
    Tally tally = new Majority().tally();
    answers.forEach(one -> tally.add(one.answer(), one.weight()));
    return tally.now();
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
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      SliceModel one = SliceModel.of(CHOICE);
      SliceModel other = SliceModel.of(CHOICE);
      for (int task = 0; task < 30; task++) {
        String[] given = byChance(random, 5);
        tell(one, task, given);
        tell(other, task, given);
      }
      List<String> given = new ArrayList<>(List.of(byChance(random, 7)));
      for (int answers = 1; answers <= given.size(); answers++) {
        tell(one, 99, given.subList(0, answers).toArray(String[]::new));
      }
      Collections.shuffle(given, random);
      for (int answers = 1; answers <= given.size(); answers++) {
        tell(other, 99, given.subList(0, answers).toArray(String[]::new));
      }

      assertThat(other.now(99).orElseThrow()).as("seed %d", seed).isEqualTo(one.now(99).get());
      for (int worker = 0; worker < 9; worker++) {
        assertThat(other.quality("w" + worker)).isEqualTo(one.quality("w" + worker));
      }
    }
  }

  /** Each of some of nine workers gives a more often than b. */
  private static String[] byChance(Random random, int answers) {
    List<Integer> workers = new ArrayList<>(IntStream.range(0, 9).boxed().toList());
    Collections.shuffle(workers, random);
    return workers.subList(0, answers).stream()
        .map(worker -> "w" + worker + (random.nextInt(9) > worker / 2 ? " a" : " b"))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void whateverWorkersWereTakenForLessThanATwelfthOfTheOthersTurnNoOutcome(Spam spam) {
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      int spammers = 1 + random.nextInt(3);
      int others = 12 * spammers + 1 + random.nextInt(3);
      SliceModel its = SliceModel.of(CHOICE);
      takeFor(its, spammers, chance(random), others, chance(random), 3 * others, random);
      List<String> given =
          new ArrayList<>(spam.given(spammers, "a", () -> random.nextBoolean() ? "a" : "b"));
      given.addAll(Collections.nCopies(others, "b"));
      Estimate estimate = tell(its, 99, numbered(given));

      assertThat(estimate.value()).as("seed %d", seed).isEqualTo("\"b\"");
      assertThat(estimate.votes().tied()).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void aTwelfthOfTheOthersCanMakeATie() {
    takeFor(model, 1, 1, 12, 0, 36, new Random(1));
    List<String> given = new ArrayList<>(List.of("a"));
    given.addAll(Collections.nCopies(12, "b"));

    assertThat(tell(model, 99, numbered(given)).votes().tied()).isTrue();
  }

  /** Never, half the time or always. */
  private static double chance(Random random) {
    return random.nextInt(3) / 2.0;
  }

  /**
   * Golds, which those first in number get right so often, and the next; the rest get all right.
   */
  private static void takeFor(
      SliceModel model,
      int first,
      double firstRight,
      int next,
      double nextRight,
      int rest,
      Random random) {
    for (int task = 1000; task < 1060; task++) {
      List<String> given = new ArrayList<>();
      for (int worker = 0; worker < first + next + rest; worker++) {
        double right = worker < first ? firstRight : worker < first + next ? nextRight : 1;
        given.add(random.nextDouble() < right ? "a" : "b");
      }
      model.estimate(task, new TaskAnswers("\"a\"", answers(numbered(given))));
    }
  }

  private static String[] numbered(List<String> given) {
    return IntStream.range(0, given.size())
        .mapToObj(worker -> "w" + worker + " " + given.get(worker))
        .toArray(String[]::new);
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
}
