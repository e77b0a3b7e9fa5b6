package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
      assertThat(now.value()).isEqualTo(byAscent(3, answers));
    }
  }

  /** Gradient ascent of the likelihood of all pairs, and of half a win each of each over each. */
  private static String byAscent(int things, List<String> answers) {
    var wins = new double[things][things];
    for (String answer : answers) {
      List<String> letters = AnswerTexts.texts(answer);
      for (int i = 0; i < letters.size(); i++) {
        for (int j = i + 1; j < letters.size(); j++) {
          wins[letters.get(i).charAt(0) - 'a'][letters.get(j).charAt(0) - 'a']++;
        }
      }
    }
    var strengths = new double[things];
    for (int step = 0; step < 5_000; step++) {
      var slope = new double[things];
      for (int i = 0; i < things; i++) {
        for (int j = 0; j < things; j++) {
          if (i != j) {
            double expected = 1 / (1 + Math.exp(strengths[j] - strengths[i]));
            slope[i] += wins[i][j] + 0.5 - (wins[i][j] + wins[j][i] + 1) * expected;
          }
        }
      }
      for (int i = 0; i < things; i++) {
        strengths[i] += 0.02 * slope[i];
      }
    }
    return json(
        IntStream.range(0, things)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -Math.rint(strengths[i] * 1e6)))
            .map(i -> Character.toString('a' + i))
            .collect(Collectors.joining()));
  }

  @Test
  void ofMoreThingsAndOfPartsOfThemItIsTheMostLikelyOrderToo() {
    for (int seed = 0; seed < 150; seed++) {
      var random = new Random(seed);
      int things = 4 + random.nextInt(4);
      List<String> answers = new ArrayList<>();
      for (int i = 1 + random.nextInt(12); i >= 0; i--) {
        String whole = byChance(random, things);
        answers.add(json(whole.substring(0, 2 + random.nextInt(things - 1))));
      }
      Aggregate now = among(things).aggregate(answers);
      Collections.shuffle(answers, random);

      assertThat(among(things).aggregate(answers)).as("seed %d", seed).isEqualTo(now);
      assertThat(now.value()).as("seed %d", seed).isEqualTo(byAscent(things, answers));
      List<String> order = AnswerTexts.texts(now.value());
      for (int place = 1; place < things; place++) {
        String one = order.get(place - 1);
        String next = order.get(place);
        if (above(one, next, answers) <= above(next, one, answers)) {
          assertThat(now.tied()).as("seed %d, %s and %s", seed, one, next).isTrue();
        }
      }
    }
  }

  private static long above(String one, String other, List<String> answers) {
    return answers.stream()
        .map(AnswerTexts::texts)
        .filter(ranked -> ranked.contains(one) && ranked.contains(other))
        .filter(ranked -> ranked.indexOf(one) < ranked.indexOf(other))
        .count();
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void fewerThanHalfSettleNoOrderButTheOneOnWhichTheOthersAgree(Spam spam) {
    int turned = 0;
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      int things = 3 + random.nextInt(4);
      int others = 2 + random.nextInt(8);
      Aggregate now = withSpam(random, spam, things, others, 1 + random.nextInt(others - 1));
      if (!now.tied()) {
        assertThat(now.value()).as("seed %d", seed).isEqualTo(inOrder(things));
      }
      turned += now.value().equals(inOrder(things)) ? 0 : 1;
    }

    assertThat(turned).as("some are ties that another order leads").isPositive();
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void fewerThanOneInAsManyAsThereAreThingsTurnNoOrderOnWhichTheOthersAgree(Spam spam) {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      int things = 3 + random.nextInt(4);
      int few = 1 + random.nextInt(2);
      int others = few * (things - 1) + 1;
      Aggregate now = withSpam(random, spam, things, others, few);

      assertThat(now.value()).as("seed %d", seed).isEqualTo(inOrder(things));
      assertThat(now.tied()).as("seed %d", seed).isFalse();
    }
  }

  /** The constant spam is the worst there is: it has the last thing first. */
  private static Aggregate withSpam(Random random, Spam spam, int things, int others, int few) {
    List<String> answers = new ArrayList<>(Collections.nCopies(others, inOrder(things)));
    String letters = letters(things);
    String worst = letters.charAt(things - 1) + letters.substring(0, things - 1);
    answers.addAll(spam.given(few, json(worst), () -> json(byChance(random, things))));
    Collections.shuffle(answers, random);
    return among(things).aggregate(answers);
  }

  private static BradleyTerry among(int things) {
    return new BradleyTerry(letters(things).chars().mapToObj(Character::toString).toList());
  }

  private static String inOrder(int things) {
    return json(letters(things));
  }

  private static String letters(int things) {
    return "abcdefg".substring(0, things);
  }

  private static String byChance(Random random, int things) {
    List<String> all =
        new ArrayList<>(letters(things).chars().mapToObj(Character::toString).toList());
    Collections.shuffle(all, random);
    return String.join("", all);
  }

  private static String json(String letters) {
    return letters
        .chars()
        .mapToObj(c -> "\"" + (char) c + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }
}
