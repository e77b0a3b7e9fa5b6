package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BradleyTerryTest {
  private final BradleyTerry ranking = new BradleyTerry(List.of("a", "b", "c"));

  @Test
  void thingsStandInTheOrderOfTheirStrengths() {
    assertThat(ranking.aggregate(List.of(json("abc"), json("bac"), json("abc"))))
        .as("a before b by two of three, b before c by all")
        .isEqualTo(new Aggregate(json("abc"), 2, 3, 1, 3, 3));
  }

  @Test
  void pairsAreEnough() {
    assertThat(ranking.aggregate(List.of(json("ab"), json("bc"))).value()).isEqualTo(json("abc"));
    assertThat(ranking.aggregate(List.of(json("ca"), json("ab"))).value()).isEqualTo(json("cab"));
  }

  @Test
  void aCircleIsATie() {
    assertThat(ranking.aggregate(List.of(json("abc"), json("bca"), json("cab"))).tied()).isTrue();
    assertThat(ranking.aggregate(List.of(json("ab"), json("ba"))).tied()).isTrue();
    assertThat(ranking.aggregate(List.of(json("ab"))).tied()).as("c met nobody").isTrue();
  }

  @Test
  void heavierAnswersCountForMore() {
    Tally tally = ranking.tally();
    tally.add(json("cba"), 2.5);
    tally.add(json("abc"), 1);
    tally.add(json("abc"), 1);

    assertThat(tally.now()).isEqualTo(new Aggregate(json("cba"), 2.5, 2.5, 2, 4.5, 3));
  }

  @Test
  void agreementIsTheShareOfPairsInTheSameOrder() {
    assertThat(ranking.agreement(json("abc"), json("abc"))).isEqualTo(1);
    assertThat(ranking.agreement(json("acb"), json("abc"))).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(ranking.agreement(json("ca"), json("abc"))).isZero();
  }

  @Test
  void whateverTheOrderItIsTheMostLikelyOrderByPlainAscent() {
    var random = new Random(8);
    for (int round = 0; round < 40; round++) {
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        double[] scores = {
          2 * random.nextDouble(), 1 + 2 * random.nextDouble(), 2 + 2 * random.nextDouble()
        };
        List<Character> letters = new ArrayList<>(List.of('a', 'b', 'c'));
        letters.sort(Comparator.comparingDouble((Character c) -> scores[c - 'a']));
        answers.add(json(letters.stream().map(String::valueOf).collect(Collectors.joining())));
      }
      Aggregate now = ranking.aggregate(answers);
      Collections.shuffle(answers, random);

      assertThat(ranking.aggregate(answers)).isEqualTo(now);
      assertThat(now.value()).isEqualTo(byAscent(answers));
    }
  }

  /** Gradient ascent of the likelihood of all pairs, and of half a win each of each over each. */
  private static String byAscent(List<String> answers) {
    var wins = new double[3][3];
    for (String answer : answers) {
      String letters = answer.replaceAll("[^abc]", "");
      for (int i = 0; i < 3; i++) {
        for (int j = i + 1; j < 3; j++) {
          wins[letters.charAt(i) - 'a'][letters.charAt(j) - 'a']++;
        }
      }
    }
    var strengths = new double[3];
    for (int step = 0; step < 5_000; step++) {
      var slope = new double[3];
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          if (i != j) {
            double expected = 1 / (1 + Math.exp(strengths[j] - strengths[i]));
            slope[i] += wins[i][j] + 0.5 - (wins[i][j] + wins[j][i] + 1) * expected;
          }
        }
      }
      for (int i = 0; i < 3; i++) {
        strengths[i] += 0.02 * slope[i];
      }
    }
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
    order.sort(Comparator.comparingDouble((Integer i) -> -Math.rint(strengths[i] * 1e6)));
    return json(order.stream().map(i -> "" + (char) ('a' + i)).collect(Collectors.joining()));
  }

  @Test
  void fewerThanHalfTurnNoPairOnWhichTheOthersAgree() {
    for (String spam : List.of("cba", "ca", "cb")) {
      assertThat(
              ranking
                  .aggregate(List.of(json("abc"), json(spam), json("abc"), json(spam), json("abc")))
                  .value())
          .isEqualTo(json("abc"));
    }
  }

  private static String json(String letters) {
    return letters
        .chars()
        .mapToObj(c -> "\"" + (char) c + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }
}
