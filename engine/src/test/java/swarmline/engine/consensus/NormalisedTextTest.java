package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
