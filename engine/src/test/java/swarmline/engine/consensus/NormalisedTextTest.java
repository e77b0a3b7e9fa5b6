package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NormalisedTextTest {
  private final NormalisedText texts = new NormalisedText();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"Main Street\"     | main street",
        "\"  main  STREET.\" | main street",
        "\"main\\tstreet!?\"  | main street",
        "\"(main street)\"   | main street",
        "\"St. John's\"      | st. john's",
        "\"ＡＢＣ１\"          | abc1",
        "\"cafe\u0301\"     | caf\u00e9",
        "\"?!\"              | ?!",
        "\"say \\\"hi\\\"\"     | say \"hi"
      })
  void caseSpaceAndPunctuationAtTheEndsMakeNoDifference(String json, String normal) {
    assertThat(NormalisedText.normal(json)).isEqualTo(normal);
  }

  @Test
  void theValueIsTheWayInWhichMostOfThoseWhoAgreeWroteIt() {
    Aggregate street =
        texts.aggregate(
            List.of("\"Main Street\"", "\"main street\"", "\"Main Street\"", "\"Elm\"", "\"ELM\""));

    assertThat(street).isEqualTo(new Aggregate("\"Main Street\"", 3, 3, 2, 5));
  }

  @Test
  void textsThatTieAreSeenAndTheOrderDoesNotMatter() {
    var random = new Random(9);
    List<String> answers = new ArrayList<>(List.of("\"b\"", "\"B\"", "\"a\"", "\"A.\"", "\"c\""));
    Aggregate tie = texts.aggregate(answers);
    assertThat(tie.tied()).isTrue();
    for (int round = 0; round < 50; round++) {
      Collections.shuffle(answers, random);

      assertThat(texts.aggregate(answers)).isEqualTo(tie);
    }
  }

  @Test
  void noAnswersHaveNoValue() {
    assertThat(texts.aggregate(List.of()).value()).isNull();
  }

  /** Ways to write four texts; no two of one text are equal as JSON. */
  private static final Map<String, List<String>> WAYS =
      Map.of(
          "elm street", List.of("Elm Street", "elm street", "ELM  STREET.", " Elm\u00a0street"),
          "caf\u00e9 7", List.of("Caf\u00e9 7", "cafe\u0301 7", "CAFE\u0301 \uff17!"),
          "o'hara", List.of("O'Hara", "(o'hara)", "O'HARA?"),
          "...", List.of("...", " ... ", "\u2026"));

  @Test
  void whateverTheOrderItIsWhatCountingTextsAndThenWaysComesTo() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      Tally tally = texts.tally();
      List<String> normal = new ArrayList<>();
      List<String> written = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        normal.add(any(random));
        written.add(way(random, normal.get(normal.size() - 1)));
        tally.add(written.get(written.size() - 1), 1);
        assertThat(tally.now()).as("seed %d", seed).isEqualTo(byCounting(normal, written));
      }
      Collections.shuffle(written, random);

      assertThat(texts.aggregate(written)).as("seed %d", seed).isEqualTo(tally.now());
    }
  }

  private static Aggregate byCounting(List<String> normal, List<String> written) {
    String leader = mostFrequent(normal);
    List<String> its = new ArrayList<>();
    for (int i = 0; i < normal.size(); i++) {
      if (normal.get(i).equals(leader)) {
        its.add(written.get(i));
      }
    }
    int second =
        normal.stream()
            .filter(text -> !text.equals(leader))
            .mapToInt(text -> Collections.frequency(normal, text))
            .max()
            .orElse(0);
    return new Aggregate(mostFrequent(its), its.size(), its.size(), second, normal.size());
  }

  /** The first in their order of those that are as frequent as any. */
  private static String mostFrequent(List<String> all) {
    int most = all.stream().mapToInt(one -> Collections.frequency(all, one)).max().orElseThrow();
    return all.stream()
        .filter(one -> Collections.frequency(all, one) == most)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void fewerThanHalfTurnNoTextOnWhichTheOthersAgreeHoweverTheyWroteIt(Spam spam) {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      int others = 1 + random.nextInt(9);
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < others; i++) {
        answers.add(way(random, "elm street"));
      }
      answers.addAll(
          spam.given(random.nextInt(others), "\"caf\u00e9 7\"", () -> way(random, any(random))));
      Collections.shuffle(answers, random);
      Aggregate now = texts.aggregate(answers);

      assertThat(NormalisedText.normal(now.value())).as("seed %d", seed).isEqualTo("elm street");
      assertThat(now.tied()).as("seed %d", seed).isFalse();
    }
  }

  private static String any(Random random) {
    return WAYS.keySet().stream().sorted().toList().get(random.nextInt(WAYS.size()));
  }

  private static String way(Random random, String text) {
    List<String> ways = WAYS.get(text);
    return '"' + ways.get(random.nextInt(ways.size())) + '"';
  }
}
