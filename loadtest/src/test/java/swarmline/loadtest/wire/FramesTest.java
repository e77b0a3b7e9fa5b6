package swarmline.loadtest.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  private static final int FINAL = 0x80;

  private final FrameReader reader = new FrameReader();
  private final List<String> heard = new ArrayList<>();
  private final FrameReader.Sink sink =
      new FrameReader.Sink() {
        @Override
        public boolean message(byte[] bytes, int from, int to) {
          return heard.add(new String(bytes, from, to - from, UTF_8));
        }

        @Override
        public boolean control(int opcode, byte[] bytes, int from, int to) {
          return heard.add("control " + opcode);
        }

        @Override
        public boolean violation(int code, String what) {
          heard.add("violation " + code);
          return false;
        }
      };

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 200_000})
  void aClientFrameOfAnyLengthUnmasksToItsText(int length) {
    var writer = new FrameWriter();
    String text = "é".repeat(length / 2) + "x".repeat(length % 2);
    writer.text().put("first".getBytes(UTF_8)).end();
    writer.text().put(text.getBytes(UTF_8)).end();

    byte[] unmasked = unmasked(writer.gathered());
    reader.consume(unmasked, 0, unmasked.length, sink);

    assertThat(heard).containsExactly("first", text);
  }

  @Test
  void framesCutAnywhereAreWhole() {
    byte[] bytes =
        concat(server(FINAL | Opcode.TEXT, "one"), server(FINAL | Opcode.TEXT, "2".repeat(300)));
    byte[] before = {};
    for (byte b : bytes) {
      byte[] now = Arrays.copyOf(before, before.length + 1);
      now[before.length] = b;
      reader.consume(now, 0, now.length, sink);
      before = reader.rest();
    }

    assertThat(heard).containsExactly("one", "2".repeat(300));
    assertThat(reader.rest()).isEmpty();
  }

  @Test
  void fragmentsMakeOneMessageWithAPingBetween() {
    consume(
        server(Opcode.TEXT, "a"),
        server(FINAL | Opcode.PING, ""),
        server(Opcode.CONTINUATION, "b"),
        server(FINAL | Opcode.CONTINUATION, "c"),
        server(FINAL | Opcode.TEXT, "d"));

    assertThat(heard).containsExactly("control 9", "abc", "d");
  }

  @Test
  void aContinuationOfNothingIsAViolation() {
    consume(server(FINAL | Opcode.CONTINUATION, "c"));

    assertThat(heard).containsExactly("violation 1002");
  }

  @Test
  void aBinaryFrameIsAViolation() {
    consume(server(FINAL | Opcode.BINARY, "c"));

    assertThat(heard).containsExactly("violation 1002");
  }

  @Test
  void aMaskedServerFrameIsAViolation() {
    consume(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'});

    assertThat(heard).containsExactly("violation 1002");
  }

  @Test
  void aHugeFrameIsAViolationBeforeItArrives() {
    consume(new byte[] {(byte) 0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0});

    assertThat(heard).containsExactly("violation 1009");
  }

  private void consume(byte[]... frames) {
    byte[] all = concat(frames);
    reader.consume(all, 0, all.length, sink);
  }

  private static byte[] server(int first, String text) {
    byte[] payload = text.getBytes(UTF_8);
    var frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else {
      frame.writeBytes(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** The same frames as a server would send them. */
  private static byte[] unmasked(ByteBuffer frames) {
    var out = new ByteArrayOutputStream();
    while (frames.hasRemaining()) {
      out.write(frames.get());
      int shortLength = frames.get() & 0x7f;
      out.write(shortLength);
      long length = shortLength;
      if (shortLength == 126) {
        length = frames.getShort() & 0xffff;
        out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
      } else if (shortLength == 127) {
        length = frames.getLong();
        out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
      }
      byte[] mask = new byte[4];
      frames.get(mask);
      for (int i = 0; i < length; i++) {
        out.write(frames.get() ^ mask[i & 3]);
      }
    }
    return out.toByteArray();
  }
}
