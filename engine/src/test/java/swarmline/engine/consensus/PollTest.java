package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Polls against tallies that are told all answers each time. */
class PollTest {
  private final Random random = new Random(4);

  @Test
  void equalAnswersAreWeighedAnewAndLeftOutWithoutBeingReadAgain() {
    Poll poll = like(new Majority(), random -> "\"" + random.nextInt(4) + '"');

    assertThat(poll.rereads()).isFalse();
  }

  @Test
  void setsOfLabelsAreWeighedAnewAndLeftOutWithoutBeingReadAgain() {
    Poll poll =
        like(
            new LabelMajority(),
            random -> {
              List<String> labels = new ArrayList<>(List.of("\"a\"", "\"b\"", "\"c\""));
              labels.removeIf(label -> random.nextBoolean());
              return "[" + String.join(",", labels) + "]";
            });

    assertThat(poll.rereads()).isFalse();
  }

  @Test
  void numbersAreWeighedAnewAndLeftOutWithoutBeingReadAgain() {
    Poll poll =
        like(new Median(new BigDecimal("1.5")), random -> String.valueOf(random.nextInt(12)));

    assertThat(poll.rereads()).isFalse();
  }

  @Test
  void drawingsAreReadAgainWheneverThePollIsAsked() {
    Poll poll =
        like(
            new BoxMerge(0.5),
            random ->
                "[{\"height\":4,\"width\":4,\"x\":%d,\"y\":%d}]"
                    .formatted(random.nextInt(3), random.nextInt(3)));

    assertThat(poll.rereads()).isTrue();
  }

  @Test
  void textsThatSayTheSameAreReadAgainWheneverThePollIsAsked() {
    like(new NormalisedText(), random -> random.nextBoolean() ? "\"Ja!\"" : "\"nein\"");
  }

  @Test
  void oneAnswerAloneHasNothingHeldAgainstIt() {
    for (Aggregator aggregator : List.of(new Majority(), new BoxMerge(0.5))) {
      Poll poll = aggregator.poll();
      poll.add("[]");
      poll.weigh(0, 1);

      assertThat(poll.now().value()).isEqualTo("[]");
      assertThat(poll.agreement(0)).isEmpty();
    }
  }

  private Poll like(Aggregator aggregator, Function<Random, String> answer) {
    Poll last = null;
    for (int task = 0; task < 40; task++) {
      last = aggregator.poll();
      List<String> answers = new ArrayList<>();
      List<Double> weights = new ArrayList<>();
      for (int step = 0; step < 9; step++) {
        answers.add(answer.apply(random));
        weights.add(0.0);
        last.add(answers.get(step));
        for (int i = 0; i <= step; i++) {
          weights.set(i, (1 + random.nextInt(4)) * (random.nextBoolean() ? 1 : Weights.GRAIN));
          last.weigh(i, weights.get(i));
        }
        check(aggregator, last, answers, weights);
      }
    }
    return last;
  }

  private static void check(
      Aggregator aggregator, Poll poll, List<String> answers, List<Double> weights) {
    assertThat(poll.answers()).isEqualTo(answers.size());
    assertThat(poll.now()).isEqualTo(without(aggregator, answers, weights, -1));
    for (int i = 0; i < answers.size(); i++) {
      Aggregate others = without(aggregator, answers, weights, i);
      boolean clear = others.value() != null && !others.tied();
      assertThat(poll.agreement(i))
          .as("%s with weights %s, the answer %s", answers, weights, i)
          .isEqualTo(
              clear
                  ? OptionalDouble.of(aggregator.agreement(answers.get(i), others.value()))
                  : OptionalDouble.empty());
    }
  }

  private static Aggregate without(
      Aggregator aggregator, List<String> answers, List<Double> weights, int left) {
    Tally tally = aggregator.tally();
    for (int i = 0; i < answers.size(); i++) {
      if (i != left) {
        tally.add(answers.get(i), weights.get(i));
      }
    }
    return tally.now();
  }
}
