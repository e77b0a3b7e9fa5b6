package swarmline.api.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Frames to a client, one after the other in one array, so that whatever waits travels in one
 * write. A text frame is written in place: begin, append, end. Not thread-safe.
 */
public final class FrameBuffer {
  private static final int FIN_TEXT = 0x81;
  private static final int FIN_CLOSE = 0x88;
  private static final int FIN_PING = 0x89;
  private static final int FIN_PONG = 0x8A;
  private static final int LENGTH_IN_1_MAX = 125;
  private static final int LENGTH_IN_2 = 126;
  private static final int LENGTH_IN_2_MAX = 0xFFFF;
  private static final int LENGTH_IN_8 = 127;
  private static final int SHORT_HEADER = 2;
  private static final int MIDDLE_HEADER = 4;
  private static final int LONG_HEADER = 10;
  private static final int FIRST = 512;

  /** Bytes of an array that is kept for what comes next. */
  private static final int KEPT = 4_096;

  private static final int ASCII_MAX = 0x7F;
  private static final byte[] NOTHING = new byte[0];

  private byte[] bytes = NOTHING;
  private int size;
  private int frames;
  private int begun;

  /** Bytes that wait. */
  public int size() {
    return size;
  }

  /** Frames that wait. */
  public int frames() {
    return frames;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Takes everything that waits. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    bytes = bytes.length > KEPT ? NOTHING : bytes;
    size = 0;
    frames = 0;
    return taken;
  }

  /** Forgets everything that waits. */
  public void clear() {
    bytes = NOTHING;
    size = 0;
    frames = 0;
  }

  // A text frame

  public void beginText() {
    ensure(MIDDLE_HEADER);
    begun = size;
    size += MIDDLE_HEADER;
  }

  /** ASCII, such as literals of the protocol. */
  public void append(byte[] ascii) {
    ensure(ascii.length);
    System.arraycopy(ascii, 0, bytes, size, ascii.length);
    size += ascii.length;
  }

  public void append(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
  }

  /** Any text, as UTF-8. */
  public void append(String text) {
    int length = text.length();
    ensure(length);
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > ASCII_MAX) {
        size = at;
        append(text.substring(i).getBytes(StandardCharsets.UTF_8));
        return;
      }
      bytes[at++] = (byte) c;
    }
    size = at;
  }

  /** Ends the frame that was begun: now its length is known. */
  public void endText() {
    int payload = begun + MIDDLE_HEADER;
    int length = size - payload;
    if (length <= LENGTH_IN_1_MAX) {
      move(payload, length, begun + SHORT_HEADER);
      bytes[begun + 1] = (byte) length;
    } else if (length <= LENGTH_IN_2_MAX) {
      bytes[begun + 1] = LENGTH_IN_2;
      putLength(begun + 2, length, Short.BYTES);
    } else {
      ensure(LONG_HEADER - MIDDLE_HEADER);
      move(payload, length, begun + LONG_HEADER);
      bytes[begun + 1] = LENGTH_IN_8;
      putLength(begun + 2, length, Long.BYTES);
    }
    bytes[begun] = (byte) FIN_TEXT;
    frames++;
  }

  private void move(int from, int length, int to) {
    System.arraycopy(bytes, from, bytes, to, length);
    size = to + length;
  }

  private void putLength(int at, int length, int width) {
    for (int i = 0; i < width; i++) {
      bytes[at + i] = (byte) ((long) length >>> (Byte.SIZE * (width - 1 - i)));
    }
  }

  // Control frames

  public void ping() {
    control(FIN_PING, NOTHING, 0);
  }

  public void pong(byte[] payload, int length) {
    control(FIN_PONG, payload, length);
  }

  /**
   * @param reason at most 123 bytes
   */
  public void close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[Short.BYTES + text.length];
    payload[0] = (byte) (code >>> Byte.SIZE);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, Short.BYTES, text.length);
    control(FIN_CLOSE, payload, payload.length);
  }

  /** A close frame without a code. */
  public void close() {
    control(FIN_CLOSE, NOTHING, 0);
  }

  private void control(int first, byte[] payload, int length) {
    if (length > LENGTH_IN_1_MAX) {
      throw new IllegalArgumentException("a control frame holds at most 125 bytes");
    }
    ensure(SHORT_HEADER + length);
    bytes[size++] = (byte) first;
    bytes[size++] = (byte) length;
    System.arraycopy(payload, 0, bytes, size, length);
    size += length;
    frames++;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      int wanted = Math.addExact(size, more);
      bytes = Arrays.copyOf(bytes, Math.max(Math.max(FIRST, wanted), bytes.length * 2));
    }
  }
}
