package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swarmline.engine.Specs;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.crowd.SliceModel.TaskEstimate;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.CanonicalAnswer;

class PoolModelTest {
  private static final Instant AT = Instant.EPOCH;

  private final PoolModel model = new PoolModel(spec("crowd"));

  @Test
  void aTaskWithoutAnswersHasNoEstimate() {
    assertThat(tell(model, 7, List.of())).isEmpty();
  }

  @Test
  void anEstimateNamesTheTurnsThatItFollowsFrom() {
    Estimate estimate = tell(model, 7, List.of(answer(2, "ann", "a"), answer(5, "bob", "a"))).get();

    assertThat(estimate.value()).isEqualTo("\"a\"");
    assertThat(estimate.turns()).containsExactly(2, 5);
    assertThat(estimate.confidence()).isBetween(0.5, 1.0);
  }

  @Test
  void tellingTheSameAnswersAgainChangesNothing() {
    List<CountedAnswer> answers = List.of(answer(1, "ann", "a"), answer(2, "bob", "b"));
    Estimate first = tell(model, 7, answers).get();
    model.learn();
    Estimate second = tell(model, 7, answers).get();
    model.learn();

    assertThat(tell(model, 7, answers)).contains(second);
    assertThat(second.turns()).isEqualTo(first.turns());
  }

  @Test
  void anAnswerThatCountsNoLongerIsForgotten() {
    tell(model, 7, List.of(answer(1, "ann", "b"), answer(2, "bob", "a"), answer(3, "cid", "a")));

    Estimate estimate = tell(model, 7, List.of(answer(1, "ann", "b"))).get();

    assertThat(estimate.value()).isEqualTo("\"b\"");
    assertThat(tell(model, 7, List.of())).isEmpty();
  }

  @Test
  void aGoldWhoseTruthIsCorrectedTeachesWhatItWouldHaveTaught() {
    List<CountedAnswer> answers = List.of(answer(1, "ann", "a"), answer(2, "bob", "b"));
    PoolModel corrected = new PoolModel(spec("crowd"));
    corrected.estimate(7, new TaskAnswers("\"a\"", answers));
    corrected.learn();
    Estimate now = corrected.estimate(7, new TaskAnswers("\"b\"", answers)).orElseThrow();
    corrected.learn();
    model.estimate(7, new TaskAnswers("\"b\"", answers));
    model.learn();

    assertThat(now.value()).isEqualTo("\"b\"");
    for (String worker : List.of("ann", "bob")) {
      assertThat(corrected.quality(worker).goldsRight())
          .isEqualTo(model.quality(worker).goldsRight());
      assertThat(corrected.quality(worker).right())
          .isCloseTo(model.quality(worker).right(), within(1e-3));
    }
  }

  @Test
  void anAnswerThatIsNoChoiceOfThePoolAnyMoreSaysNothing() {
    assertThat(tell(model, 7, List.of(answer(1, "ann", "z")))).isEmpty();
  }

  @Test
  void choicesAreKnownAsAnswersAreWritten() {
    PoolSpec odd =
        Specs.spec(
            "answer: {choices: ['say \\\"yes\\\"', 'é/\\t', '\\u0001']},"
                + " consensus: {rule: 'posterior'}");
    for (String choice : odd.answer().choices()) {
      String json = com.fasterxml.jackson.databind.node.TextNode.valueOf(choice).toString();
      String canonical = CanonicalAnswer.of(odd.answer(), json).orElseThrow();

      assertThat(tell(new PoolModel(odd), 1, List.of(new CountedAnswer(1, "ann", canonical, AT))))
          .as(choice)
          .hasValueSatisfying(estimate -> assertThat(estimate.value()).isEqualTo(canonical));
    }
  }

  @Test
  void aModelServesAPoolOfItsChoicesAndItsAggregatorOnly() {
    assertThat(model.serves(spec("crowd"))).isTrue();
    assertThat(model.serves(spec("one-coin"))).isFalse();
    assertThat(
            model.serves(
                Specs.spec("answer: {choices: ['b', 'a']}, consensus: {rule: 'posterior'}")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-coin", "dawid-skene", "crowd"})
  void oneGoodWorkerOutweighsTwoWhoGuess(String aggregator) {
    var weighing = new PoolModel(spec(aggregator));
    var random = new Random(3);
    for (int task = 1; task <= 400; task++) {
      String truth = task % 2 == 0 ? "a" : "b";
      List<CountedAnswer> answers = new ArrayList<>();
      for (int expert = 0; expert < 3; expert++) {
        answers.add(answer(expert + 1, "expert" + expert, random.nextInt(20) == 0 ? "a" : truth));
      }
      for (int guess = 0; guess < 3; guess++) {
        answers.add(answer(guess + 4, "guess" + guess, random.nextBoolean() ? "a" : "b"));
      }
      tell(weighing, task, answers);
      weighing.learn();
    }

    Estimate estimate =
        tell(
                weighing,
                1_000,
                List.of(
                    answer(1, "guess0", "b"), answer(2, "expert0", "a"), answer(3, "guess1", "b")))
            .get();

    assertThat(estimate.value()).isEqualTo("\"a\"");
  }

  @Test
  void theOrderInWhichTasksAreHeardOfHardlyMattersOnceAllAreKnown() {
    var one = new PoolModel(spec("crowd"));
    var other = new PoolModel(spec("crowd"));
    var random = new Random(5);
    List<List<CountedAnswer>> tasks = new ArrayList<>();
    for (int task = 0; task < 200; task++) {
      String truth = task % 3 == 0 ? "a" : "b";
      List<CountedAnswer> answers = new ArrayList<>();
      for (int turn = 1; turn <= 5; turn++) {
        boolean right = random.nextInt(10) < 9;
        String wrong = truth.equals("a") ? "b" : "a";
        answers.add(answer(turn, "w" + (task + turn * 3) % 16, right ? truth : wrong));
      }
      tasks.add(answers);
    }
    for (int task = 0; task < 200; task++) {
      tell(one, task, tasks.get(task));
      one.learn();
      tell(other, 199 - task, tasks.get(199 - task));
      other.learn();
    }

    Map<Long, String> values = values(one);
    Map<Long, String> others = values(other);
    assertThat(values.keySet().stream().filter(task -> !values.get(task).equals(others.get(task))))
        .as("decided otherwise")
        .hasSizeLessThan(4);
  }

  private static Map<Long, String> values(PoolModel of) {
    return of.estimates(0, 1_000).estimates().stream()
        .collect(Collectors.toMap(TaskEstimate::task, TaskEstimate::value));
  }

  @Test
  void estimatesComeInPartsInTheOrderInWhichTasksWereHeardOf() {
    for (long task : List.of(9, 4, 7)) {
      tell(model, task, List.of(answer(1, "ann", "a")));
    }
    tell(model, 4, List.of());

    SliceModel.Estimates first = model.estimates(0, 1);

    assertThat(first.estimates()).extracting(TaskEstimate::task).containsExactly(9L);
    SliceModel.Estimates second = model.estimates(first.next(), 5);
    assertThat(second.estimates()).extracting(TaskEstimate::task).containsExactly(7L);
    assertThat(second.next()).isEqualTo(SliceModel.Estimates.NO_MORE);
  }

  @Test
  void whatATaskIsDecidedByStaysAsItWasWhileItsEstimateLearnsOn() {
    List<CountedAnswer> answers = List.of(answer(1, "guess", "a"), answer(2, "other", "b"));
    Estimate decided = tell(model, 0, answers).get();
    for (int task = 1; task < 60; task++) {
      String truth = task % 2 == 0 ? "a" : "b";
      String guess = task % 4 < 2 ? "a" : "b";
      tell(
          model,
          task,
          List.of(
              answer(1, "x", truth),
              answer(2, "y", truth),
              answer(3, "other", truth),
              answer(4, "guess", guess)));
      model.learn();
    }

    assertThat(tell(model, 0, answers)).contains(decided);
    assertThat(model.estimates(0, 1).estimates().get(0).value()).isEqualTo("\"b\"");
  }

  @Test
  void aGoldIsWhatItIsDeclaredToBeAndTellsWhoIsRight() {
    for (int task = 1; task <= 30; task++) {
      String truth = task % 2 == 0 ? "a" : "b";
      String wrong = task % 2 == 0 ? "b" : "a";
      var answers =
          List.of(answer(1, "alone", truth), answer(2, "x", wrong), answer(3, "y", wrong));
      Estimate estimate = model.estimate(task, new TaskAnswers('"' + truth + '"', answers)).get();
      model.learn();
      assertThat(estimate.value()).isEqualTo('"' + truth + '"');
      assertThat(List.of(estimate.confidence(), estimate.lead())).containsOnly(1.0);
      assertThat(estimate.turns()).containsExactly(1, 2, 3);
    }

    Estimate other = tell(model, 99, List.of(answer(1, "alone", "a"), answer(2, "x", "b"))).get();

    assertThat(other.value()).isEqualTo("\"a\"");
  }

  @Test
  void whatIsKnownOfAWorkerFollowsItsAnswersAndItsGolds() {
    for (int task = 1; task <= 40; task++) {
      String truth = task % 2 == 0 ? "a" : "b";
      var answers =
          List.of(answer(1, "good", truth), answer(2, "fine", truth), answer(3, "poor", "a"));
      model.estimate(task, new TaskAnswers(task % 10 < 2 ? '"' + truth + '"' : null, answers));
      model.learn();
    }

    WorkerQuality good = model.quality("good");
    WorkerQuality poor = model.quality("poor");
    assertThat(good.answers()).isEqualTo(40);
    assertThat(good.golds()).isEqualTo(8);
    assertThat(good.goldsRight()).isEqualTo(8);
    assertThat(poor.goldsRight()).isEqualTo(4);
    assertThat(good.accuracy().low()).isGreaterThan(poor.accuracy().high());
    WorkerQuality nobody = model.quality("nobody");
    assertThat(nobody.answers()).isZero();
    assertThat(nobody.accuracy().high()).isEqualTo(1);

    model.estimate(10, new TaskAnswers("\"a\"", List.of(answer(2, "fine", "a"))));
    assertThat(model.quality("good").golds()).isEqualTo(7);
    assertThat(model.quality("poor").goldsRight()).isEqualTo(3);
  }

  @Test
  void whatTwoSlicesKnowOfAWorkerAddsUp() {
    var one = new WorkerQuality(30, 27, 0.9, 3, 2, null);
    var other = new WorkerQuality(10, 5, 0.5, 1, 1, confusion(4, 6));

    assertThat(one.plus(other)).isEqualTo(new WorkerQuality(40, 32, 0.8, 4, 3, confusion(4, 6)));
    assertThat(WorkerQuality.UNKNOWN.plus(one)).isEqualTo(one);
  }

  private static Confusion confusion(double of0, double of1) {
    return new Confusion(List.of(of0, of1), List.of(List.of(0.75, 0.25), List.of(0.5, 0.5)));
  }

  @Test
  void whatTwoSlicesKnowOfAWorkersConfusionCountsByTheirAnswersOfEachClass() {
    var other = new Confusion(List.of(12.0, 0.0), List.of(List.of(0.25, 0.75), List.of(0.0, 1.0)));

    assertThat(confusion(4, 6).plus(other))
        .isEqualTo(
            new Confusion(List.of(16.0, 6.0), List.of(List.of(0.375, 0.625), List.of(0.5, 0.5))));
    assertThat(confusion(0, 6).plus(new Confusion(List.of(0.0, 6.0), other.probabilities())))
        .as("of a class without answers both say as much")
        .isEqualTo(
            new Confusion(List.of(0.0, 12.0), List.of(List.of(0.5, 0.5), List.of(0.25, 0.75))));
    var three = new Confusion(List.of(1.0, 1.0, 1.0), List.of());
    assertThat(
            new WorkerQuality(1, 1, 1, 0, 0, three)
                .plus(new WorkerQuality(1, 1, 1, 0, 0, other))
                .confusion())
        .as("while one slice has other choices")
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-coin", "dawid-skene", "crowd"})
  void whoTakesOneClassForAnotherIsKnownForIt(String aggregator) {
    var its = new PoolModel(spec(aggregator));
    for (int task = 0; task < 60; task++) {
      String truth = task % 2 == 0 ? "a" : "b";
      tell(
          its,
          task,
          List.of(
              answer(1, "ann", truth),
              answer(2, "bob", truth),
              answer(3, "cid", truth),
              answer(4, "yes", "a")));
    }

    Confusion yes = its.quality("yes").confusion();

    assertThat(yes.answers().get(0) + yes.answers().get(1)).isCloseTo(60, within(1e-6));
    assertThat(yes.probabilities())
        .allSatisfy(
            row -> assertThat(row.stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9)));
    if (aggregator.equals("one-coin")) {
      assertThat(yes.probabilities().get(1).get(1)).isEqualTo(yes.probabilities().get(0).get(0));
    } else {
      assertThat(yes.probabilities().get(0).get(0)).isGreaterThan(0.8);
      assertThat(yes.probabilities().get(1).get(0)).as("b taken for a").isGreaterThan(0.5);
    }
    assertThat(its.quality("nobody").confusion()).isNull();
  }

  private static Optional<Estimate> tell(PoolModel to, long task, List<CountedAnswer> answers) {
    return to.estimate(task, new TaskAnswers(null, answers));
  }

  private static CountedAnswer answer(int turn, String worker, String choice) {
    return new CountedAnswer(turn, worker, '"' + choice + '"', AT);
  }

  private static PoolSpec spec(String aggregator) {
    return Specs.spec(
        "answer: {choices: ['a', 'b']}, consensus: {rule: 'posterior', aggregator: '"
            + aggregator
            + "'}");
  }
}
