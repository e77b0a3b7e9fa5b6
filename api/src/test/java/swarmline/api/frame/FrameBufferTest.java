package swarmline.api.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FrameBufferTest {
  private final FrameBuffer buffer = new FrameBuffer();

  @ParameterizedTest
  @CsvSource({"0,2", "125,2", "126,4", "65535,4", "65536,10", "1000000,10"})
  void aTextHasTheShortestHeaderThereIs(int length, int header) {
    text("x".repeat(length));
    byte[] frame = buffer.take();
    assertThat(frame).hasSize(header + length);
    assertThat(lengthIn(frame)).isEqualTo(length);
    assertThat(new String(frame, header, length, StandardCharsets.UTF_8))
        .isEqualTo("x".repeat(length));
  }

  @Test
  void framesWaitInOrderAndAreTakenTogether() {
    text("a");
    buffer.ping();
    text("ü€😀");
    assertThat(buffer.frames()).isEqualTo(3);
    byte[] taken = buffer.take();
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.frames()).isZero();
    byte[] last = "ü€😀".getBytes(StandardCharsets.UTF_8);
    var expected = ByteBuffer.allocate(3 + 2 + 2 + last.length);
    expected.put(new byte[] {(byte) 0x81, 1, 'a', (byte) 0x89, 0, (byte) 0x81, (byte) last.length});
    expected.put(last);
    assertThat(taken).isEqualTo(expected.array());
  }

  @Test
  void aCloseCarriesItsCodeAndReason() {
    buffer.close(4002, "no");
    assertThat(buffer.take()).containsExactly(0x88, 4, 0x0F, 0xA2, 'n', 'o');
  }

  private void text(String text) {
    buffer.beginText();
    buffer.append(text);
    buffer.endText();
  }

  private static long lengthIn(byte[] frame) {
    assertThat(frame[0]).isEqualTo((byte) 0x81);
    ByteBuffer bytes = ByteBuffer.wrap(frame, 2, frame.length - 2);
    return frame[1] == 127 ? bytes.getLong() : frame[1] == 126 ? bytes.getChar() : frame[1];
  }
}
