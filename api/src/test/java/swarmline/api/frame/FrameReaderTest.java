package swarmline.api.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {
  private static final int MESSAGE_MAX = 100_000;

  private final Heard heard = new Heard();
  private final FrameReader reader = new FrameReader(heard, MESSAGE_MAX);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, MESSAGE_MAX})
  void aTextOfAnyLengthIsReadWhole(int length) {
    String text = "x".repeat(length);
    read(ClientFrames.text(text));
    assertThat(heard.said).containsExactly("text " + text);
  }

  @Test
  void bytesMayBeCutAnywhere() {
    byte[] frames =
        joined(
            ClientFrames.text("fünf"),
            ClientFrames.frame(ClientFrames.TEXT, false, "a".repeat(130).getBytes(utf8())),
            ClientFrames.frame(ClientFrames.PING, true, "p".getBytes(utf8())),
            ClientFrames.frame(ClientFrames.CONTINUATION, false, new byte[0]),
            ClientFrames.frame(ClientFrames.CONTINUATION, true, "b".getBytes(utf8())),
            ClientFrames.frame(ClientFrames.PONG, true, new byte[0]),
            ClientFrames.close(1000));
    for (int seed = 0; seed < 200; seed++) {
      var told = new Heard();
      var pieces = new FrameReader(told, MESSAGE_MAX);
      var random = new Random(seed);
      for (int at = 0; at < frames.length; ) {
        int length = Math.min(1 + random.nextInt(9), frames.length - at);
        pieces.read(frames, at, length);
        at += length;
      }
      assertThat(told.said)
          .as("seed %d", seed)
          .containsExactly(
              "text fünf", "ping p", "text " + "a".repeat(130) + "b", "pong", "closed 1000");
    }
  }

  @Test
  void aFragmentedMessageIsBoundedAsAWhole() {
    byte[] half = new byte[MESSAGE_MAX / 2 + 1];
    read(ClientFrames.frame(ClientFrames.TEXT, false, half));
    assertThat(heard.said).isEmpty();
    read(ClientFrames.frame(ClientFrames.CONTINUATION, true, half));
    assertThat(heard.said).containsExactly("violated TOO_BIG");
  }

  @Test
  void aFrameThatIsTooLongIsRefusedByItsLengthAlone() {
    read(ClientFrames.raw(0x81, true, Integer.MAX_VALUE * 4L, new byte[0]));
    assertThat(heard.said).containsExactly("violated TOO_BIG");
  }

  @Test
  void aLengthWithTheHighestBitIsAViolation() {
    byte[] bytes = {(byte) 0x81, (byte) 0xFF, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
    read(bytes);
    assertThat(heard.said).containsExactly("violated WEBSOCKET_VIOLATION");
  }

  @Test
  void aBinaryFrameIsUnsupported() {
    read(ClientFrames.frame(ClientFrames.BINARY, true, new byte[1]));
    assertThat(heard.said).containsExactly("violated UNSUPPORTED_DATA");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x83, 0x87, 0x8B, 0x8F, 0xC1, 0x91, 0xA1, 0x80, 0x09, 0x0A, 0x08})
  void whatBreaksTheRulesOfFramesIsAViolation(int first) {
    read(ClientFrames.raw(first, true, 0, new byte[0]));
    assertThat(heard.said).containsExactly("violated WEBSOCKET_VIOLATION");
  }

  @Test
  void anUnmaskedFrameIsAViolation() {
    read(ClientFrames.raw(0x81, false, 1, new byte[1]));
    assertThat(heard.said).containsExactly("violated WEBSOCKET_VIOLATION");
  }

  @Test
  void aLongControlFrameIsAViolation() {
    read(ClientFrames.frame(ClientFrames.PING, true, new byte[126]));
    assertThat(heard.said).containsExactly("violated WEBSOCKET_VIOLATION");
  }

  @Test
  void aNewMessageInsideAFragmentedOneIsAViolation() {
    read(ClientFrames.frame(ClientFrames.TEXT, false, new byte[] {'a'}));
    read(ClientFrames.text("b"));
    assertThat(heard.said).containsExactly("violated WEBSOCKET_VIOLATION");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    read(ClientFrames.frame(ClientFrames.TEXT, true, new byte[] {'a', (byte) 0xC0, (byte) 0x80}));
    assertThat(heard.said).containsExactly("violated INVALID_TEXT");
  }

  @Test
  void aCharacterMayBeCutByFragments() {
    byte[] euro = "€".getBytes(utf8());
    read(ClientFrames.frame(ClientFrames.TEXT, false, new byte[] {euro[0]}));
    read(ClientFrames.frame(ClientFrames.CONTINUATION, true, new byte[] {euro[1], euro[2]}));
    assertThat(heard.said).containsExactly("text €");
  }

  @Test
  void aCloseMaySayNothing() {
    read(ClientFrames.frame(ClientFrames.CLOSE, true, new byte[0]));
    assertThat(heard.said).containsExactly("closed 1005");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
  void aCloseCodeNobodyMaySendIsAViolation(int code) {
    read(ClientFrames.close(code));
    assertThat(heard.said).containsExactly("violated WEBSOCKET_VIOLATION");
  }

  @Test
  void nothingIsReadAfterTheClose() {
    read(joined(ClientFrames.close(3000), ClientFrames.text("late")));
    assertThat(heard.said).containsExactly("closed 3000");
  }

  private void read(byte[] bytes) {
    reader.read(bytes, 0, bytes.length);
  }

  private static java.nio.charset.Charset utf8() {
    return StandardCharsets.UTF_8;
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Notes what it is told. */
  private static final class Heard implements FrameHandler {
    private final List<String> said = new ArrayList<>();

    @Override
    public void text(byte[] bytes, int length) {
      said.add("text " + new String(bytes, 0, length, utf8()));
    }

    @Override
    public void ping(byte[] payload, int length) {
      said.add("ping " + new String(payload, 0, length, utf8()));
    }

    @Override
    public void pong() {
      said.add("pong");
    }

    @Override
    public void closed(int code) {
      said.add("closed " + code);
    }

    @Override
    public void violated(CloseCode code, String reason) {
      said.add("violated " + code);
    }
  }
}
