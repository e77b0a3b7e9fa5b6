package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swarmline.engine.pool.AnswerSpec;

class CanonicalAnswerTest {
  private static final AnswerSpec CHOICE = new AnswerSpec(null, List.of("yes", "n\"o", "é"));
  private static final AnswerSpec CHOICES =
      new AnswerSpec(AnswerSpec.Type.CHOICES, List.of("yes", "n\"o", "é"));
  private static final AnswerSpec TEXT = new AnswerSpec(AnswerSpec.Type.TEXT, null);
  private static final AnswerSpec NUMBER = new AnswerSpec(AnswerSpec.Type.NUMBER, null);
  private static final AnswerSpec JSON = new AnswerSpec(AnswerSpec.Type.JSON, null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"yes\"         | \"yes\"",
        "~ \"yes\" ~     | \"yes\"",
        "\"y\\u0065s\"   | \"yes\"",
        "\"n\\\"o\"      | \"n\\\"o\"",
        "\"\\u00e9\"     | \"é\""
      })
  void aChoiceIsTheSameHoweverItsTextIsWritten(String given, String canonical) {
    assertThat(CanonicalAnswer.of(CHOICE, given)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"no\"",
        "yes",
        "\"YES\"",
        "[\"yes\"]",
        "null",
        "1",
        "\"yes\" \"yes\"",
        "\"yes",
        ""
      })
  void whatIsNoneOfTheChoicesIsNoAnswer(String given) {
    assertThat(CanonicalAnswer.of(CHOICE, given)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[]                     | []",
        "[\"yes\"]              | [\"yes\"]",
        "[\"yes\", \"n\\\"o\"]   | [\"n\\\"o\",\"yes\"]",
        "[\"\\u00e9\", \"yes\"]   | [\"yes\",\"é\"]"
      })
  void choicesAreTheSameInAnyOrder(String given, String canonical) {
    assertThat(CanonicalAnswer.of(CHOICES, given)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"yes\"", "[\"no\"]", "[\"yes\", \"yes\"]", "[1]", "[null]", "{}", "null"})
  void whatIsNoSetOfTheChoicesIsNoAnswer(String given) {
    assertThat(CanonicalAnswer.of(CHOICES, given)).isEmpty();
  }

  @Test
  void boxesAreTheSameInAnyOrderAndTheirNumbersHoweverTheyAreWritten() {
    AnswerSpec boxes = new AnswerSpec(AnswerSpec.Type.BOXES, List.of("cat"));
    String one = "{\"x\": 1.0, \"y\": 2, \"width\": 3, \"height\": 4, \"label\": \"cat\"}";
    String other = one.replace("1.0", "0.50");

    assertThat(CanonicalAnswer.of(boxes, "[" + one + "," + other + "]"))
        .isEqualTo(CanonicalAnswer.of(boxes, "[" + other + "," + one + "]"))
        .contains(
            "[{\"height\":4,\"label\":\"cat\",\"width\":3,\"x\":0.5,\"y\":2},"
                + "{\"height\":4,\"label\":\"cat\",\"width\":3,\"x\":1,\"y\":2}]");
    for (String wrong :
        List.of(
            "cat\": 1",
            one.replace("cat", "dog"),
            one.replace("\"width\": 3", "\"width\": 0"),
            one.replace("\"x\": 1.0", "\"x\": \"1\""),
            one.replace("\"x\": 1.0", "\"x\": 1e12"),
            one.replace("\"x\": 1.0,", ""),
            one.replace("\"x\"", "\"z\": 1, \"x\""))) {
      assertThat(CanonicalAnswer.of(boxes, "[" + wrong + "]")).as(wrong).isEmpty();
    }
    assertThat(CanonicalAnswer.of(boxes, "[]")).contains("[]");
    assertThat(CanonicalAnswer.of(boxes, "[" + (one + ",").repeat(100) + one + "]")).isEmpty();
    AnswerSpec bare = new AnswerSpec(AnswerSpec.Type.BOXES, List.of());
    assertThat(CanonicalAnswer.of(bare, "[" + one + "]")).isEmpty();
    assertThat(CanonicalAnswer.of(bare, "[" + one.replace(", \"label\": \"cat\"", "") + "]"))
        .isPresent();
  }

  @Test
  void aRankingIsTwoOrMoreOfTheChoicesInItsOwnOrder() {
    AnswerSpec ranking = new AnswerSpec(AnswerSpec.Type.RANKING, List.of("a", "b", "c"));

    assertThat(CanonicalAnswer.of(ranking, "[\"c\", \"a\"]")).contains("[\"c\",\"a\"]");
    assertThat(CanonicalAnswer.of(ranking, "[\"c\"]")).isEmpty();
    assertThat(CanonicalAnswer.of(ranking, "[\"c\", \"c\"]")).isEmpty();
    assertThat(CanonicalAnswer.of(ranking, "[\"c\", \"d\"]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1.0, 1",
    "100, 100",
    "1e2, 100",
    "1E+2, 100",
    "0.10, 0.1",
    "-0, 0",
    "-0.0, 0",
    "0e9, 0",
    "12345678901234567890.5, 12345678901234567890.5"
  })
  void equalNumbersHaveOneText(String given, String canonical) {
    assertThat(CanonicalAnswer.of(NUMBER, given)).contains(canonical);
    assertThat(CanonicalAnswer.of(JSON, "{\"n\":[" + given + "]}"))
        .contains("{\"n\":[" + canonical + "]}");
  }

  @Test
  void aNumberOfManyZerosIsNotWrittenOut() {
    assertThat(CanonicalAnswer.of(NUMBER, "1e9000")).contains("1E+9000");
    assertThat(CanonicalAnswer.of(NUMBER, "10e8999")).contains("1E+9000");
    assertThat(CanonicalAnswer.of(JSON, "[1e-9000]")).contains("[1E-9000]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "100e2147483647",
        "1e-999999999",
        "1e99999999999",
        "1e-99999999999"
      })
  void aNumberBeyondAllMeasureIsNoAnswer(String given) {
    assertThat(CanonicalAnswer.of(NUMBER, given)).isEmpty();
    assertThat(CanonicalAnswer.of(JSON, "{\"a\":[" + given + "]}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "01", "0x1", "\"1\"", "true", "1 2", "1,", "--1"})
  void whatIsNoNumberIsNoAnswer(String given) {
    assertThat(CanonicalAnswer.of(NUMBER, given)).isEmpty();
  }

  @Test
  void theOrderOfFieldsAndWhiteSpaceDoNotMatter() {
    assertThat(CanonicalAnswer.of(JSON, "{ \"b\" : [1, {\"d\":2,\"c\":\"x y\"}],\n \"a\":null}"))
        .contains("{\"a\":null,\"b\":[1,{\"c\":\"x y\",\"d\":2}]}");
  }

  @Test
  void theOrderOfAListMatters() {
    assertThat(CanonicalAnswer.of(JSON, "[1,2]")).isNotEqualTo(CanonicalAnswer.of(JSON, "[2,1]"));
  }

  @Test
  void aTextIsOnlyAString() {
    assertThat(CanonicalAnswer.of(TEXT, "\"a\\u0062\"")).contains("\"ab\"");
    assertThat(CanonicalAnswer.of(TEXT, "\"\"")).contains("\"\"");
    assertThat(CanonicalAnswer.of(TEXT, "1")).isEmpty();
    assertThat(CanonicalAnswer.of(TEXT, "null")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "", " ", "{", "{\"a\":}", "[1,]", "{} {}", "{'a':1}"})
  void nothingAndWhatIsNotJsonAreNoAnswer(String given) {
    assertThat(CanonicalAnswer.of(JSON, given)).isEmpty();
  }

  @Test
  void noTextAtAllIsNoAnswer() {
    assertThat(CanonicalAnswer.of(JSON, null)).isEmpty();
  }

  @Test
  void anAnswerThatIsTooLongIsNone() {
    String longest = "\"" + "x".repeat(CanonicalAnswer.LENGTH_MAX - 2) + "\"";

    assertThat(CanonicalAnswer.of(TEXT, longest)).contains(longest);
    assertThat(CanonicalAnswer.of(TEXT, longest + " ")).isEmpty();
  }

  @Test
  void jsonNestedTooDeepIsNoAnswer() {
    assertThat(CanonicalAnswer.of(JSON, "[".repeat(30_000) + "]".repeat(30_000))).isEmpty();
  }

  @Test
  void canonicalTextIsItsOwnCanonicalText() {
    String canonical = "{\"a\":[1,0.5,\"x\",true,null,{\"b\":1E+100}]}";

    assertThat(CanonicalAnswer.of(JSON, canonical)).contains(canonical);
  }
}
