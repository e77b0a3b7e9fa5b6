package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import swarmline.engine.consensus.ConfidenceRule;
import swarmline.engine.consensus.batch.DawidSkene;
import swarmline.engine.consensus.batch.Labels;
import swarmline.engine.consensus.batch.Labels.Label;
import swarmline.engine.consensus.batch.OneCoin;
import swarmline.engine.consensus.batch.Play;

/**
 * What the model makes of answers that real crowds gave: means of five seeds, each an order of
 * arrival. How the setting was chosen, and by which sets, stands in docs/consensus.md.
 */
@Tag("benchmark")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedCrowdsBenchmark {
  private static final int SEEDS = 5;
  private static final double GOLDS = 0.05;
  private static final double LEAD = 0.8;
  private static final int LEAST_ANSWERS = 2;

  /** What a mean of five orders of arrival differs by from another five. */
  private static final double SPREAD = 0.001;

  /** The best figure published for each set, in the order of {@link RecordedCrowd#NAMES}. */
  private static final double[] PUBLISHED = {
    0.931, 0.898, 0.827, 0.843, 0.961, 0.640, 0.862, 0.917
  };

  private static final double[] DAWID_SKENE = {
    0.928, 0.898, 0.826, 0.843, 0.960, 0.640, 0.792, 0.915
  };
  private static final double[] ONE_COIN = {0.924, 0.722, 0.827, 0.832, 0.950, 0.628, 0.830, 0.916};

  /** Answers an item and accuracy of a simple online one-coin model that stops early. */
  private static final Map<String, double[]> BASELINE =
      Map.of(
          "rte", new double[] {5.30, 0.899},
          "zencrowd_all", new double[] {4.08, 0.826},
          "face", new double[] {3.52, 0.631},
          "d_sentiment", new double[] {5.70, 0.918});

  private final Map<String, RecordedCrowd> crowds = new HashMap<>();

  @BeforeAll
  void readCrowds() {
    assumeTrue(
        Files.isDirectory(RecordedCrowd.directory()),
        "no recorded crowds in " + RecordedCrowd.directory().toAbsolutePath().normalize());
    RecordedCrowd.NAMES.forEach(name -> crowds.put(name, RecordedCrowd.read(name)));
  }

  @Test
  void batchEstimationAgreesWithItsPublishedFigures() {
    for (int set = 0; set < RecordedCrowd.NAMES.size(); set++) {
      RecordedCrowd crowd = crowds.get(RecordedCrowd.NAMES.get(set));
      double full = accuracy(crowd, DawidSkene.STANDARD.posteriors(crowd.labels()));
      double coin = accuracy(crowd, OneCoin.STANDARD.posteriors(crowd.labels()));
      System.out.printf("%-13s Dawid-Skene %.4f  one coin %.4f%n", crowd.name(), full, coin);

      assertThat(full)
          .as("Dawid-Skene on %s", crowd.name())
          .isCloseTo(DAWID_SKENE[set], within(0.005));
      assertThat(coin).as("one coin on %s", crowd.name()).isCloseTo(ONE_COIN[set], within(0.005));
    }
  }

  @Test
  void allAnswersComeNearTheBestPublishedFigure() {
    int near = 0;
    for (int set = 0; set < RecordedCrowd.NAMES.size(); set++) {
      RecordedCrowd crowd = crowds.get(RecordedCrowd.NAMES.get(set));
      long start = System.nanoTime();
      double accuracy = mean(seed -> live(crowd, seed, 0).accuracy());
      double micros = (System.nanoTime() - start) / 1e3 / SEEDS / crowd.labels().given().size();
      double majority = majority(crowd, crowd.labels().items() * 1_000);
      boolean isNear = accuracy >= PUBLISHED[set] - 0.005;
      near += isNear ? 1 : 0;
      System.out.printf(
          "%-13s all answers %.4f, best published %.3f%s, majority %.4f, %.1f us an answer%n",
          crowd.name(),
          accuracy,
          PUBLISHED[set],
          isNear ? "" : " (not within 0.005)",
          majority,
          micros);

      assertThat(accuracy).as(crowd.name()).isGreaterThan(majority - 0.005);
    }
    assertThat(near).isGreaterThanOrEqualTo(7);
  }

  @Test
  void confidenceIsCalibrated() {
    int good = 0;
    for (String name : RecordedCrowd.NAMES) {
      RecordedCrowd crowd = crowds.get(name);
      double error = mean(seed -> live(crowd, seed, GOLDS).error());
      good += error <= 0.05 ? 1 : 0;
      System.out.printf(
          "%-13s calibration error %.3f with golds, %.3f without%n",
          name, error, mean(seed -> live(crowd, seed, 0).error()));

      assertThat(error).as(name).isLessThanOrEqualTo(0.10);
    }
    assertThat(good).isGreaterThanOrEqualTo(6);
  }

  @Test
  void stoppingEarlySavesAnswersAndNotAccuracy() {
    for (String name : RecordedCrowd.NAMES) {
      RecordedCrowd crowd = crowds.get(name);
      List<Stopped> runs = new ArrayList<>();
      for (int seed = 1; seed <= SEEDS; seed++) {
        runs.add(stopEarly(crowd, seed, 0));
      }
      double used = runs.stream().mapToDouble(Stopped::used).average().orElseThrow();
      double accuracy = runs.stream().mapToDouble(Stopped::accuracy).average().orElseThrow();
      double majority = majority(crowd, crowd.labels().items() * 1_000);
      double same = majority(crowd, (int) (used * crowd.labels().items()));
      System.out.printf(
          "%-13s stopping early %.2f of %.2f answers (%.0f %% fewer), accuracy %.4f, majority of"
              + " all %.4f, majority at the same cost %.4f%n",
          name,
          used,
          crowd.redundancy(),
          100 - 100 * used / crowd.redundancy(),
          accuracy,
          majority,
          same);

      assertThat(accuracy).as("majority at the same cost, %s", name).isGreaterThan(same);
      if (List.of("rte", "sp", "zencrowd_all", "web").contains(name)) {
        assertThat(used).as(name).isLessThanOrEqualTo(0.6 * crowd.redundancy());
        assertThat(accuracy).as(name).isGreaterThanOrEqualTo(majority);
      }
      if (BASELINE.containsKey(name)) {
        assertThat(used).as(name).isLessThan(BASELINE.get(name)[0]);
        assertThat(accuracy).as(name).isGreaterThan(BASELINE.get(name)[1] - SPREAD);
      }
    }
  }

  @Test
  void stoppingEarlyWithGoldsKeepsItsWord() {
    for (String name : RecordedCrowd.NAMES) {
      RecordedCrowd crowd = crowds.get(name);
      double used = mean(seed -> stopEarly(crowd, seed, GOLDS).used());
      double accuracy = mean(seed -> stopEarly(crowd, seed, GOLDS).accuracy());
      double error = mean(seed -> stopEarly(crowd, seed, GOLDS).error());
      double same = majority(crowd, (int) (used * crowd.labels().items()));
      System.out.printf(
          "%-13s stopping early with golds %.2f answers, accuracy %.4f, majority at the same cost"
              + " %.4f, calibration error %.3f%n",
          name, used, accuracy, same, error);

      assertThat(accuracy).as("majority at the same cost, %s", name).isGreaterThan(same);
    }
  }

  private static double mean(ToDoubleFunction<Integer> ofSeed) {
    double sum = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      sum += ofSeed.applyAsDouble(seed);
    }
    return sum / SEEDS;
  }

  /** All answers in, one after the other, and what the model says at the end. */
  static Reliability live(RecordedCrowd crowd, int seed, double goldShare) {
    var model = new CrowdModel(crowd.labels().classes(), CrowdSettings.standard());
    boolean[] golds = crowd.golds(seed, goldShare);
    int[] numbers = numbers(crowd, seed);
    for (Label one : crowd.arrivals(seed)) {
      answer(model, numbers, golds, crowd, one);
      model.refine();
    }
    var reliability = new Reliability();
    for (int item = 0; item < golds.length; item++) {
      if (crowd.truth().get(item) >= 0 && !golds[item]) {
        Reading reading = model.read(numbers[item]);
        reliability.add(reading.confidence(), reading.label() == crowd.truth().get(item));
      }
    }
    return reliability;
  }

  /** Items are numbered as their first answers come, as in a pool. */
  private static int[] numbers(RecordedCrowd crowd, int seed) {
    var numbers = new int[crowd.labels().items()];
    Arrays.fill(numbers, -1);
    int next = 0;
    for (Label one : crowd.arrivals(seed)) {
      if (numbers[one.item()] < 0) {
        numbers[one.item()] = next++;
      }
    }
    return numbers;
  }

  /** A gold is declared when its first answer comes, as in a pool. */
  private static void answer(
      CrowdModel model, int[] numbers, boolean[] golds, RecordedCrowd crowd, Label one) {
    int item = numbers[one.item()];
    if (golds[one.item()] && model.answers(item) == 0) {
      model.declareGold(item, crowd.truth().get(one.item()));
    }
    model.answer(item, one.worker(), one.label());
  }

  private record Stopped(double used, double accuracy, double error) {}

  /**
   * An item takes no more answers once its leader is far enough ahead; what it was then counts.
   * Golds take all answers that there are, and are neither counted nor scored.
   */
  private static Stopped stopEarly(RecordedCrowd crowd, int seed, double goldShare) {
    var model = new CrowdModel(crowd.labels().classes(), CrowdSettings.standard());
    int[] numbers = numbers(crowd, seed);
    boolean[] golds = crowd.golds(seed, goldShare);
    var said = new Reading[numbers.length];
    var done = new boolean[numbers.length];
    var recorded = new int[numbers.length];
    for (Label one : crowd.arrivals(seed)) {
      recorded[one.item()]++;
    }
    int used = 0;
    for (Label one : crowd.arrivals(seed)) {
      if (!done[one.item()]) {
        answer(model, numbers, golds, crowd, one);
        Reading reading = model.read(numbers[one.item()]);
        said[one.item()] = reading;
        double wanted = ConfidenceRule.leadWanted(LEAD, reading.answers(), recorded[one.item()]);
        boolean ahead = reading.answers() >= LEAST_ANSWERS && reading.lead() >= wanted;
        done[one.item()] = ahead && !golds[one.item()];
        model.refine();
        used += golds[one.item()] ? 0 : 1;
      }
    }
    var reliability = new Reliability();
    int plain = 0;
    for (int item = 0; item < said.length; item++) {
      plain += golds[item] ? 0 : 1;
      if (crowd.truth().get(item) >= 0 && !golds[item]) {
        reliability.add(said[item].confidence(), said[item].label() == crowd.truth().get(item));
      }
    }
    return new Stopped((double) used / plain, reliability.accuracy(), reliability.error());
  }

  private static double accuracy(RecordedCrowd crowd, double[][] posteriors) {
    var reliability = new Reliability();
    for (int item = 0; item < posteriors.length; item++) {
      if (crowd.truth().get(item) >= 0) {
        reliability.add(1, Play.likeliest(posteriors[item]) == crowd.truth().get(item));
      }
    }
    return reliability.accuracy();
  }

  /** Of so many answers, spread evenly over the items; ties are split. */
  private static double majority(RecordedCrowd crowd, int budget) {
    return mean(seed -> majority(crowd, seed, budget));
  }

  private static double majority(RecordedCrowd crowd, int seed, int budget) {
    List<List<Label>> byItem = new ArrayList<>();
    for (int item = 0; item < crowd.labels().items(); item++) {
      byItem.add(new ArrayList<>());
    }
    crowd.arrivals(seed).forEach(one -> byItem.get(one.item()).add(one));
    List<Label> taken = new ArrayList<>();
    for (int turn = 0; taken.size() < budget; turn++) {
      int before = taken.size();
      for (List<Label> answers : byItem) {
        if (turn < answers.size() && taken.size() < budget) {
          taken.add(answers.get(turn));
        }
      }
      if (taken.size() == before) {
        break;
      }
    }
    var some =
        new Labels(
            crowd.labels().items(), crowd.labels().workers(), crowd.labels().classes(), taken);
    List<List<Integer>> leaders = some.majority();
    double right = 0;
    int known = 0;
    for (int item = 0; item < leaders.size(); item++) {
      if (crowd.truth().get(item) >= 0) {
        known++;
        right +=
            leaders.get(item).contains(crowd.truth().get(item))
                ? 1.0 / leaders.get(item).size()
                : 0;
      }
    }
    return right / known;
  }
}
