package swarmline.loadtest.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
  private final JsonFields fields = new JsonFields();

  @Test
  void fieldsAreFoundInAnyOrderAndWithBlanks() {
    scan(
        " { \"task\" : \"t-1\" ,\n \"unheard of\": [1, {\"task\": \"no\"}], \"amount\":-20,"
            + "\"type\":\"assigned\"} ");

    assertThat(fields.text(Field.TASK)).isEqualTo("t-1");
    assertThat(fields.number(Field.AMOUNT, 0)).isEqualTo(-20);
    assertThat(fields.is(Field.TYPE, "assigned".getBytes(UTF_8))).isTrue();
    assertThat(fields.has(Field.POOL)).isFalse();
  }

  @Test
  void nestedValuesAndEscapedQuotesAreSteppedOver() {
    scan("{\"payload\":{\"a\":\"}\\\"]\",\"b\":[[],{}]},\"detail\":\"say \\\"a\\\" \\u00e4\"}");

    assertThat(new String(fields.copy(Field.PAYLOAD), UTF_8))
        .isEqualTo("{\"a\":\"}\\\"]\",\"b\":[[],{}]}");
    assertThat(fields.text(Field.DETAIL)).isEqualTo("say \"a\" ä");
  }

  @Test
  void nullIsAsGoodAsMissing() {
    scan("{\"pool\":null,\"reason\":\"null\"}");

    assertThat(fields.has(Field.POOL)).isFalse();
    assertThat(fields.text(Field.REASON)).isEqualTo("null");
  }

  @Test
  void nothingIsLeftOfTheObjectBefore() {
    scan("{\"task\":\"t\"}");
    scan("{}");

    assertThat(fields.has(Field.TASK)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":}",
        "{\"a\":1",
        "{\"a\":\"b}",
        "{a:1}"
      })
  void whatIsNotAnObjectIsMalformed(String text) {
    assertThatThrownBy(() -> scan(text)).isInstanceOf(MalformedJson.class);
  }

  private void scan(String text) {
    byte[] bytes = ("..." + text + "...").getBytes(UTF_8);
    fields.scan(bytes, 3, bytes.length - 3);
  }
}
