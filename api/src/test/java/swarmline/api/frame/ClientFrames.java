package swarmline.api.frame;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as a client sends them: masked, and on request against the rules. */
public final class ClientFrames {
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final byte[] MASK = {0x12, (byte) 0xF4, 0x5A, (byte) 0x99};

  private ClientFrames() {}

  public static byte[] text(String text) {
    return frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] close(int code) {
    return frame(CLOSE, true, new byte[] {(byte) (code >>> 8), (byte) code});
  }

  public static byte[] frame(int opcode, boolean fin, byte[] payload) {
    return raw((fin ? 0x80 : 0) | opcode, true, payload.length, payload);
  }

  /** A frame's bytes, whatever they mean. */
  public static byte[] raw(int first, boolean masked, long declaredLength, byte[] payload) {
    var out = new ByteArrayOutputStream();
    out.write(first);
    int mask = masked ? 0x80 : 0;
    if (declaredLength < 126) {
      out.write(mask | (int) declaredLength);
    } else if (declaredLength <= 0xFFFF) {
      out.write(mask | 126);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) declaredLength).array());
    } else {
      out.write(mask | 127);
      out.writeBytes(ByteBuffer.allocate(8).putLong(declaredLength).array());
    }
    if (masked) {
      out.writeBytes(MASK);
    }
    for (int i = 0; i < payload.length; i++) {
      out.write(masked ? payload[i] ^ MASK[i % MASK.length] : payload[i]);
    }
    return out.toByteArray();
  }
}
