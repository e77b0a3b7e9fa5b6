package swarmline.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swarmline.api.wire.ClientMessage.Answer;
import swarmline.api.wire.ClientMessage.Hello;
import swarmline.api.wire.ClientMessage.Pause;
import swarmline.api.wire.ClientMessage.Renew;
import swarmline.api.wire.ClientMessage.Resume;
import swarmline.api.wire.ClientMessage.Return;
import swarmline.api.wire.ClientMessage.Skip;
import swarmline.api.wire.ClientMessage.Unreadable;

final class ClientMessageReaderTest {
  private final ClientMessageReader reader = new ClientMessageReader(256 * 1024);

  @Test
  void everyTypeIsRead() {
    assertThat(read("{'type':'hello','id':'1','capacity':2}"))
        .isEqualTo(new Hello("1", 2, List.of()));
    assertThat(read("{'type':'hello','id':'1','capacity':1000,'pools':['a','b']}"))
        .isEqualTo(new Hello("1", 1000, List.of("a", "b")));
    assertThat(read("{'type':'answer','id':'2','assignment':'x','answer':'yes'}"))
        .isEqualTo(new Answer("2", "x", "\"yes\""));
    assertThat(read("{'type':'return','id':'3','assignment':'x'}"))
        .isEqualTo(new Return("3", "x", null));
    assertThat(read("{'type':'return','id':'3','assignment':'x','reason':'dull'}"))
        .isEqualTo(new Return("3", "x", "dull"));
    assertThat(read("{'type':'skip','id':'4','assignment':'x'}")).isEqualTo(new Skip("4", "x"));
    assertThat(read("{'type':'renew','id':'5','assignment':'x'}")).isEqualTo(new Renew("5", "x"));
    assertThat(read("{'type':'pause','id':'6'}")).isEqualTo(new Pause("6"));
    assertThat(read("{'type':'resume','id':'7'}")).isEqualTo(new Resume("7"));
  }

  @Test
  void fieldsMayComeInAnyOrderAndNullsMayStandForNothing() {
    assertThat(read(" { 'capacity' : 1 , 'pools' : null , 'id' : 'ü' , 'type' : 'hello' } "))
        .isEqualTo(new Hello("ü", 1, List.of()));
    assertThat(read("{'reason':null,'assignment':'x','id':'1','type':'return'}"))
        .isEqualTo(new Return("1", "x", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-1.5e3",
        "0",
        "''",
        "'a \\u20ac \\\\ € 😀'",
        "[]",
        "{}",
        "[1, [2, {'a': null}]]",
        "{ 'type':'x', 'answer':{'id':1} }"
      })
  void anAnswerIsKeptByteForByte(String answer) {
    String text = answer.replace('\'', '"');
    assertThat(read("{'type':'answer','id':'é','assignment':'x','answer':  " + answer + " }"))
        .isEqualTo(new Answer("é", "x", text));
    assertThat(read("{'answer':" + answer + ",'type':'answer','id':'1','assignment':'x'}"))
        .isEqualTo(new Answer("1", "x", text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``; malformed-json",
        "nonsense; malformed-json",
        "[]; malformed-json",
        "'hello'; malformed-json",
        "{'type':'pause','id':'1'; malformed-json",
        "{'type':'pause','id':'1'} {}; malformed-json",
        "{'type':'pause','id':'1'}x; malformed-json",
        "{'type':'answer','id':'1','assignment':'x','answer':NaN}; malformed-json",
        "{'type':'answer','id':'1','assignment':'x','answer':01}; malformed-json",
        "{'type':'dance','id':'1'}; unknown-type",
        "{'type':'dance','id':1,'zzz':2}; unknown-type",
        "{'type':'Hello','id':'1','capacity':1}; unknown-type",
        "{'type':'pause','id':'1','more':{'a':[1]}}; unknown-field",
        "{'type':'pause','id':'1','capacity':1}; unknown-field",
        "{'type':'skip','id':'1','assignment':'x','reason':'y'}; unknown-field",
        "{'id':'1'}; invalid-field",
        "{'type':1,'id':'1'}; invalid-field",
        "{'type':'pause'}; invalid-field",
        "{'type':'pause','id':1}; invalid-field",
        "{'type':'pause','id':''}; invalid-field",
        "{'type':'pause','id':null}; invalid-field",
        "{'type':'pause','id':'1','id':'1'}; invalid-field",
        "{'type':'hello','id':'1'}; invalid-field",
        "{'type':'hello','id':'1','capacity':0}; invalid-field",
        "{'type':'hello','id':'1','capacity':1001}; invalid-field",
        "{'type':'hello','id':'1','capacity':99999999999999999999}; invalid-field",
        "{'type':'hello','id':'1','capacity':1.0}; invalid-field",
        "{'type':'hello','id':'1','capacity':'1'}; invalid-field",
        "{'type':'hello','id':'1','capacity':1,'pools':'p'}; invalid-field",
        "{'type':'hello','id':'1','capacity':1,'pools':[1]}; invalid-field",
        "{'type':'hello','id':'1','capacity':1,'pools':['a',{'b':['c']},'d']}; invalid-field",
        "{'type':'answer','id':'1','assignment':'x'}; invalid-field",
        "{'type':'answer','id':'1','assignment':['x'],'answer':1}; invalid-field",
        "{'type':'answer','id':'1','answer':1}; invalid-field",
        "{'type':'return','id':'1','assignment':'x','reason':7}; invalid-field",
      })
  void whatIsNoMessageGivesTheCodeOfTheContract(String text, String code) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Unreadable.class, wrong -> assertThat(wrong.error().code()).isEqualTo(code));
  }

  @Test
  void aRefusalNamesTheRequestWhereverItsIdStands() {
    assertThat(read("{'zzz':1,'type':'pause','id':'7'}").id()).isEqualTo("7");
    assertThat(read("{'id':'7','type':'pause',").id()).isEqualTo("7");
  }

  @Test
  void whatIsNestedTooDeeplyIsNotReadToItsEnd() {
    int depth = ClientMessageReader.DEPTH_MAX;
    assertThat(answerOfDepth(depth)).isInstanceOf(Answer.class);
    assertThat(answerOfDepth(depth + 1))
        .isInstanceOfSatisfying(
            Unreadable.class,
            wrong -> assertThat(wrong.error()).isEqualTo(ProtocolError.JSON_TOO_DEEP));
    assertThat(answerOfDepth(100_000)).isInstanceOf(Unreadable.class);
  }

  @Test
  void aNumberWithoutEndIsTooLong() {
    assertThat(
            read("{'type':'answer','id':'1','assignment':'x','answer':" + "9".repeat(9999) + "}"))
        .isInstanceOfSatisfying(
            Unreadable.class,
            wrong -> assertThat(wrong.error()).isEqualTo(ProtocolError.VALUE_TOO_LONG));
  }

  @Test
  void onlyUtf8IsRead() {
    byte[] utf16 = "{\"type\":\"pause\",\"id\":\"1\"}".getBytes(StandardCharsets.UTF_16BE);
    assertThat(reader.read(utf16, utf16.length)).isInstanceOf(Unreadable.class);
  }

  private ClientMessage answerOfDepth(int depth) {
    return read(
        "{'type':'answer','id':'1','assignment':'x','answer':"
            + "[".repeat(depth)
            + "]".repeat(depth)
            + "}");
  }

  private ClientMessage read(String text) {
    byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    byte[] padded = new byte[bytes.length + 10];
    System.arraycopy(bytes, 0, padded, 0, bytes.length);
    return reader.read(padded, bytes.length);
  }
}
