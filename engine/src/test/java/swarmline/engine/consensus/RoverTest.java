package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Worked by hand. */
class RoverTest {
  private final Rover rover = new Rover();

  @Test
  void atEachPlaceTheMostFrequentWordWins() {
    assertThat(
            rover.aggregate(List.of("\"the cat sat\"", "\"the bat sat\"", "\"the cat sat down\"")))
        .as("bat loses 1 to 2, down 1 to none's 2")
        .isEqualTo(new Aggregate("\"the cat sat\"", 2, 2, 1, 3));
  }

  @Test
  void theValueMayBeATextThatNobodyGave() {
    assertThat(
            rover
                .aggregate(
                    List.of("\"one too three four\"", "\"on two three four\"", "\"one two tree\""))
                .value())
        .isEqualTo("\"one two three four\"");
  }

  @Test
  void wordsAreWrittenAsMostOfThoseWhoAgreeWroteThem() {
    assertThat(rover.aggregate(List.of("\"Main street.\"", "\"main Street\"", "\"Main Street\"")))
        .isEqualTo(new Aggregate("\"Main Street\"", 3, 3, 0, 3));
  }

  @Test
  void wordsThatTieAreSeen() {
    assertThat(rover.aggregate(List.of("\"a cat\"", "\"a dog\"")).tied()).isTrue();
    assertThat(rover.aggregate(List.of("\"a b\"", "\"a\"")).tied()).isTrue();
  }

  @Test
  void aTextWithoutWordsIsOneToo() {
    assertThat(rover.aggregate(List.of("\"\"", "\" \"")))
        .isEqualTo(new Aggregate("\"\"", 2, 2, 0, 2));
    assertThat(rover.aggregate(List.of("\"\"", "\"a\"", "\"\"")).value()).isEqualTo("\"\"");
    assertThat(rover.aggregate(List.of()).value()).isNull();
  }

  @Test
  void heavierAnswersCountForMore() {
    Tally tally = rover.tally();
    tally.add("\"a dog\"", 2.5);
    tally.add("\"a cat\"", 1);
    tally.add("\"a cat\"", 1);

    assertThat(tally.now()).isEqualTo(new Aggregate("\"a dog\"", 2.5, 2.5, 2, 4.5, 3));
  }

  @Test
  void agreementIsOneLessTheShareOfWordsThatDiffer() {
    assertThat(rover.agreement("\"The cat sat\"", "\"the cat sat.\"")).isEqualTo(1);
    assertThat(rover.agreement("\"the cat\"", "\"the cat sat down\"")).isEqualTo(0.5);
    assertThat(rover.agreement("\"a b c\"", "\"a x c\"")).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(rover.agreement("\"\"", "\"\"")).isEqualTo(1);
  }

  @Test
  void whateverTheOrderItIsAVoteOnEachWordWhereNoneIsMissing() {
    var random = new Random(5);
    for (int round = 0; round < 100; round++) {
      List<List<String>> texts = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        texts.add(
            IntStream.range(0, 6)
                .mapToObj(place -> "w" + place + "x" + Math.max(random.nextInt(5) - 2, 0))
                .toList());
      }
      List<String> expected =
          IntStream.range(0, 6)
              .mapToObj(
                  place ->
                      new Majority()
                          .aggregate(texts.stream().map(text -> text.get(place)).toList())
                          .value())
              .toList();
      List<String> answers = new ArrayList<>();
      texts.forEach(text -> answers.add('"' + String.join(" ", text) + '"'));
      Aggregate now = rover.aggregate(answers);
      Collections.shuffle(answers, random);

      assertThat(now.value()).isEqualTo('"' + String.join(" ", expected) + '"');
      assertThat(rover.aggregate(answers)).isEqualTo(now);
    }
  }

  @Test
  void oneTextMoreComesToWhatAligningAllAnewComesTo() {
    var random = new Random(11);
    for (int round = 0; round < 200; round++) {
      Tally tally = rover.tally();
      Tally naive = new NaiveRover().tally();
      for (int i = 0; i < 9; i++) {
        String text =
            IntStream.range(0, random.nextInt(7))
                .mapToObj(place -> List.of("a", "b", "c", "D,", "e").get(random.nextInt(5)))
                .collect(Collectors.joining(" ", "\"", "\""));
        double weight = 1 + random.nextInt(3);
        for (int copy = random.nextInt(2); copy >= 0; copy--) {
          tally.add(text, weight);
          naive.add(text, weight);
        }
        assertThat(tally.now()).isEqualTo(naive.now());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void fewerThanHalfTurnNoWordOfATextOnWhichTheOthersAgree(Spam spam) {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      String text = byChance(random);
      int others = 1 + random.nextInt(7);
      List<String> answers = new ArrayList<>(Collections.nCopies(others, text));
      answers.addAll(spam.given(random.nextInt(others), "\"b b b b\"", () -> byChance(random)));
      Collections.shuffle(answers, random);
      Aggregate now = rover.aggregate(answers);

      assertThat(now.value()).as("seed %d", seed).isEqualTo(text);
      assertThat(now.tied()).as("seed %d", seed).isFalse();
    }
  }

  private static String byChance(Random random) {
    return random
        .ints(random.nextInt(8), 'a', 'f')
        .mapToObj(Character::toString)
        .collect(Collectors.joining(" ", "\"", "\""));
  }

  @Test
  void whatIsBeyondTheLongestTextIsOneWord() {
    String text = '"' + "a ".repeat(400) + "end\"";

    assertThat(rover.aggregate(List.of(text, text)).agreement()).isEqualTo(1);
  }
}
