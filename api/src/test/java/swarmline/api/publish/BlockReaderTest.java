package swarmline.api.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import swarmline.api.json.Json;
import swarmline.api.json.JsonLimits;
import swarmline.api.problem.Rejected;
import swarmline.engine.catalog.NewTask;

class BlockReaderTest {
  private static final int LINE_MAX = 1_000;

  private final BlockReader reader =
      new BlockReader(new Json(new JsonLimits(8, 500, 20)), LINE_MAX);

  @Test
  void aPayloadKeepsTheTextItCameIn() {
    for (String payload :
        List.of(
            "{\"b\" : 1.50,\t\"a\":[ 1,2 ]}",
            "\"plain \\u00e9 é \\\" quoted\"",
            "12345678901234567890",
            "-1.5e3",
            "true",
            "null",
            "[]",
            "{}",
            "\"\"",
            "0")) {
      String line = "{\"key\": \"k\", \"payload\":  " + payload + " , \"priority\": 3}";

      assertThat(only(lines(line)).payload()).isEqualTo(payload);
      assertThat(only(lines("{\"payload\":" + payload + "}")).payload()).isEqualTo(payload);
      assertThat(reader.array(bytes("[" + line + "," + line + "]")).tasks())
          .extracting(NewTask::payload)
          .containsExactly(payload, payload);
    }
  }

  @Test
  void everyFieldOfATaskIsRead() {
    NewTask task =
        only(
            lines(
                "{\"key\": \"k-1\", \"payload\": 1, \"priority\": -5, \"redundancy\": 3,"
                    + " \"reservedFor\": [\"ann\", \"bob\"], \"unavailableFor\": [\"eve\"],"
                    + " \"gold\": {\"answer\": [\"yes\"]}}"));

    assertThat(task)
        .isEqualTo(
            new NewTask("k-1", "1", -5, 3, Set.of("ann", "bob"), Set.of("eve"), "[\"yes\"]", null));
    assertThat(only(lines("{\"payload\": 1, \"gold\": null}")).gold()).isNull();
    NewTask explained =
        only(lines("{\"payload\": 1, \"gold\": {\"explanation\": \"why\", \"answer\": 2}}"));
    assertThat(explained.gold()).isEqualTo("2");
    assertThat(explained.explanation()).isEqualTo("why");
  }

  @Test
  void eachBadLineIsRefusedWithItsNumberAndTheOthersAreRead() {
    ReadTasks read =
        reader.lines(
            new LineBlock(
                bytes(
                    String.join(
                        "\n",
                        "{\"payload\": 1}",
                        "",
                        "not json",
                        "{\"payload\": 1, \"colour\": 2}",
                        "{\"payload\": 1} {\"payload\": 2}",
                        "{\"key\": \"no spaces\", \"payload\": 1}",
                        "{\"key\": \"k\"}",
                        "{\"payload\": 1, \"priority\": 1.5}",
                        "{\"payload\": 1, \"redundancy\": 101}",
                        "{\"payload\": 1, \"payload\": 2}",
                        "{\"payload\": [[[[[[[[[[1]]]]]]]]]]}",
                        "{\"payload\": " + "1".repeat(21) + "}",
                        "[1]",
                        "{\"payload\": 1, \"reservedFor\": \"ann\"}",
                        "{\"payload\": 1, \"gold\": {\"answer\": 1, \"hint\": 2}}",
                        "{\"payload\": 1, \"gold\": {\"explanation\": \"why\"}}",
                        "{\"payload\": 1, \"gold\": {\"answer\": 1, \"explanation\": \""
                            + "y".repeat(2_001)
                            + "\"}}",
                        "{\"payload\": 1",
                        "\r",
                        "{\"payload\": 2}\r")),
                101,
                false));

    assertThat(read.tasks()).extracting(NewTask::payload).containsExactly("1", "2");
    assertThat(read.lines()).containsExactly(101, 120);
    assertThat(read.refused())
        .extracting(refused -> refused.line() + " " + refused.code())
        .containsExactly(
            "103 malformed-json",
            "104 unknown-field",
            "105 malformed-json",
            "106 invalid-field",
            "107 invalid-field",
            "108 invalid-field",
            "109 redundancy-out-of-range",
            "110 invalid-field",
            "111 json-too-deep",
            "112 value-too-long",
            "113 invalid-field",
            "114 invalid-field",
            "115 invalid-field",
            "116 invalid-field",
            "117 invalid-field",
            "118 malformed-json");
  }

  @Test
  void anotherEncodingThanUtf8IsRefused() {
    byte[] utf16 = "{\"payload\": 1}".getBytes(StandardCharsets.UTF_16BE);

    assertThat(reader.lines(new LineBlock(utf16, 1, false)).refused())
        .extracting(RefusedLine::code)
        .containsOnly("malformed-json");
  }

  @Test
  void elementsThatAreNoTasksAreRefusedByTheirPlaceInTheArray() {
    ReadTasks read =
        reader.array(
            bytes(
                "[{\"payload\": 1}, 7, {\"x\": {\"y\": [1]}, \"payload\": 1}, [[{}]],"
                    + " {\"payload\": {\"a\": 1}, \"priority\": {\"deep\": [1]}},"
                    + " {\"payload\": \""
                    + "x".repeat(400)
                    + "\", \"reservedFor\": ["
                    + "\"w\",".repeat(200)
                    + "\"w\"]}, {\"payload\": 2}]"));

    assertThat(read.tasks()).extracting(NewTask::payload).containsExactly("1", "2");
    assertThat(read.lines()).containsExactly(1, 7);
    assertThat(read.refused())
        .extracting(refused -> refused.line() + " " + refused.code())
        .containsExactly(
            "2 invalid-field",
            "3 unknown-field",
            "4 invalid-field",
            "5 invalid-field",
            "6 line-too-long");
  }

  @Test
  void anArrayThatIsNotWholeJsonIsRefusedWhole() {
    for (String body :
        List.of("[{\"payload\": 1}", "[{\"payload\": 1}] 2", "", "{\"payload\": 1}", "[1,,2]")) {
      assertThatThrownBy(() -> reader.array(bytes(body))).as(body).isInstanceOf(Rejected.class);
    }
  }

  private ReadTasks lines(String text) {
    return reader.lines(new LineBlock(bytes(text), 1, false));
  }

  private static NewTask only(ReadTasks read) {
    assertThat(read.refused()).isEmpty();
    assertThat(read.tasks()).hasSize(1);
    return read.tasks().get(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
