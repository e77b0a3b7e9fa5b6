package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swarmline.engine.Specs;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.Spam;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.Weights;
import swarmline.engine.consensus.crowd.WeighedAnew.Weighed;
import swarmline.engine.pool.PoolSpec;

class WeightedMedianTest {
  private static final PoolSpec SPEC =
      Specs.spec(
          "answer: {type: 'number', tolerance: 1}, consensus: {aggregator: 'weighted-median'}");

  /** Different answers there are taken to be where any may be given. */
  private static final int VALUES = 32;

  private final SliceModel model = SliceModel.of(SPEC);

  @Test
  void aWorkerKnownToBeRightOutweighsTwoKnownToBeWrongAsWorkedByHand() {
    assertThat(tell(model, 1, "10", "20", "30").value())
        .as("of whom nothing is known")
        .isEqualTo("20");
    for (int task = 2; task < 12; task++) {
      model.estimate(task, new TaskAnswers("50", answers(List.of("51", "0", "99"))));
    }

    // Ten golds, a third of thirty answers right; the crowd starts with 7 of 10, a worker with 4
    // answers as good as the crowd's. Task 1 told nothing: any two of its answers are far apart,
    // the lower one is their median, and with that nobody agreed.
    double typical = (10 + 7.0) / (33 + 10);
    double right = (10 + 4 * typical) / (11 + 4);
    double wrong = 4 * typical / (11 + 4);
    double heavy =
        grains(Math.log(31 * right / (1 - right)) / Math.log(31 * typical / (1 - typical)));
    double light =
        grains(Math.log(31 * wrong / (1 - wrong)) / Math.log(31 * typical / (1 - typical)));
    assertThat(heavy).as("more than half of all").isGreaterThan(2 * light);

    assertThat(tell(model, 99, "10", "20", "30").votes())
        .isEqualTo(new Aggregate("10", heavy, heavy, 0, heavy + 2 * light, 3));
    assertThat(tell(model, 99, "30", "20", "10").votes())
        .isEqualTo(new Aggregate("30", heavy, heavy, 0, heavy + 2 * light, 3));
    assertThat(tell(model, 99, "30", "20.5", "20").votes())
        .as("together they are not half")
        .isEqualTo(new Aggregate("30", heavy, heavy, 0, heavy + 2 * light, 3));
  }

  private static double grains(double weight) {
    return Math.rint(weight * 1024) / 1024;
  }

  @Test
  void theOrderOfATasksAnswersDoesNotMatter() {
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      SliceModel one = SliceModel.of(SPEC);
      SliceModel other = SliceModel.of(SPEC);
      for (int task = 0; task < 20; task++) {
        String[] given = byChance(random, 6);
        tell(one, task, given);
        tell(other, task, given);
      }
      List<CountedAnswer> given = new ArrayList<>(answers(List.of(byChance(random, 6))));
      Aggregate before = tellOneByOne(one, given);
      Collections.shuffle(given, random);

      assertThat(tellOneByOne(other, given)).as("seed %d", seed).isEqualTo(before);
      for (int worker = 0; worker < 6; worker++) {
        assertThat(other.quality("w" + worker)).isEqualTo(one.quality("w" + worker));
      }
    }
  }

  private static Aggregate tellOneByOne(SliceModel model, List<CountedAnswer> given) {
    for (int answers = 1; answers <= given.size(); answers++) {
      model.estimate(99, new TaskAnswers(null, given.subList(0, answers)));
    }
    return model.now(99).orElseThrow().votes();
  }

  @Test
  void itHasTheLeastSumOfWeighedDistancesWhateverIsAddedUpAnewEachTime() {
    for (int seed = 0; seed < 4; seed++) {
      var random = new Random(seed);
      SliceModel its = SliceModel.of(SPEC);
      var anew =
          new WeighedAnew(WeightedMedianTest::leastDistance, WeightedMedianTest::agree, VALUES);
      for (int step = 0; step < 300; step++) {
        int task = random.nextInt(40);
        int answer = random.nextInt(3) == 0 ? random.nextInt(40) : 20 + random.nextInt(4);
        Aggregate expected = anew.answer(task, "w" + random.nextInt(12), Integer.toString(answer));
        Estimate estimate = its.estimate(task, new TaskAnswers(null, anew.of(task))).orElseThrow();

        assertThat(estimate.votes()).as("seed %d, step %d", seed, step).isEqualTo(expected);
      }
    }
  }

  /** The lowest of the answers that no other has a smaller sum of weighed distances than. */
  private static Aggregate leastDistance(List<Weighed> answers) {
    if (answers.isEmpty()) {
      return new Aggregate(null, 0, 0, 0, 0);
    }
    String value =
        answers.stream()
            .min(
                Comparator.comparingDouble((Weighed one) -> distances(one, answers))
                    .thenComparing(one -> new BigDecimal(one.answer())))
            .orElseThrow()
            .answer();
    double votes = sum(answers.stream().filter(one -> agree(one.answer(), value)).toList());
    double most =
        answers.stream().mapToDouble(from -> sum(withinTwo(from, answers))).max().orElseThrow();
    return new Aggregate(value, votes, most, 0, sum(answers), answers.size());
  }

  private static double distances(Weighed from, List<Weighed> answers) {
    return answers.stream()
        .mapToDouble(one -> one.weight() * Math.abs(number(one) - number(from)))
        .sum();
  }

  /** Those that a value a tolerance above is within the tolerance of. */
  private static List<Weighed> withinTwo(Weighed from, List<Weighed> answers) {
    return answers.stream()
        .filter(one -> number(one) >= number(from) && number(one) <= number(from) + 2)
        .toList();
  }

  private static boolean agree(String answer, String value) {
    return Math.abs(Double.parseDouble(answer) - Double.parseDouble(value)) <= 1;
  }

  private static double sum(List<Weighed> answers) {
    return answers.stream().mapToDouble(Weighed::weight).sum();
  }

  private static double number(Weighed one) {
    return Double.parseDouble(one.answer());
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void whateverWorkersWereTakenForLessThanATwelfthOfTheOthersMoveItNoFurtherThanTheseReach(
      Spam spam) {
    double heaviest = 0;
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      int spammers = 1 + random.nextInt(3);
      int others = 12 * spammers + 1 + random.nextInt(3);
      SliceModel its = SliceModel.of(SPEC);
      double spamRight = random.nextInt(3) / 2.0;
      double otherRight = random.nextInt(3) / 2.0;
      for (int task = 0; task < 60; task++) {
        its.estimate(
            task,
            new TaskAnswers(
                "50",
                answers(
                    IntStream.range(0, spammers + others)
                        .mapToDouble(worker -> worker < spammers ? spamRight : otherRight)
                        .mapToObj(right -> random.nextDouble() < right ? "50" : "0")
                        .toList())));
      }
      List<String> given =
          new ArrayList<>(
              spam.given(spammers, "1E+9", () -> random.nextBoolean() ? "-1E+9" : "1E+9"));
      for (int i = 0; i < others; i++) {
        given.add(Integer.toString(20 + random.nextInt(5)));
      }
      Aggregate votes = tell(its, 99, given.toArray(String[]::new)).votes();

      assertThat(Double.parseDouble(votes.value())).as("seed %d", seed).isBetween(20.0, 24.0);
      heaviest = Math.max(heaviest, spammers * Weights.MOST / (votes.all() / 2));
    }

    assertThat(heaviest).as("at worst spam is nearly half of all votes").isGreaterThan(0.95);
  }

  /** Workers are wrong the more often the higher their number. */
  private static String[] byChance(Random random, int workers) {
    return IntStream.range(0, workers)
        .mapToObj(worker -> random.nextInt(8) < worker ? random.nextInt(40) : 20 + worker % 3)
        .map(String::valueOf)
        .toArray(String[]::new);
  }

  private static Estimate tell(SliceModel model, long task, String... given) {
    return model.estimate(task, new TaskAnswers(null, answers(List.of(given)))).orElseThrow();
  }

  /** Of workers numbered in order. */
  private static List<CountedAnswer> answers(List<String> given) {
    return IntStream.range(0, given.size())
        .mapToObj(i -> new CountedAnswer(i + 1, "w" + i, given.get(i), Instant.EPOCH))
        .toList();
  }
}
