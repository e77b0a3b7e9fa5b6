package swarmline.loadtest.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Client frames of one socket, gathered so that one write sends them all. Each is written once and
 * masked in place. Not thread-safe.
 */
public final class FrameWriter {
  private static final int START_CAPACITY = 64 * 1024;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;
  private static final int LONG_LENGTH = 1 << 16;
  private static final int HEAD_MAX = 14;

  private byte[] bytes = new byte[START_CAPACITY];
  private int frame;
  private int at;
  private int mask = 0x5bd1e995;

  /** Begins a text frame. */
  public FrameWriter text() {
    return begin();
  }

  /** Appends bytes to the frame. */
  public FrameWriter put(byte[] source) {
    return put(source, 0, source.length);
  }

  /** Appends the range of bytes to the frame. */
  public FrameWriter put(byte[] source, int from, int to) {
    int length = to - from;
    ensure(length);
    System.arraycopy(source, from, bytes, at, length);
    at += length;
    return this;
  }

  /** Appends a number that is not negative, in digits. */
  public FrameWriter put(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    ensure(digits);
    long rest = number;
    for (int position = at + digits - 1; position >= at; position--) {
      bytes[position] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at += digits;
    return this;
  }

  /** Ends the text frame: sets its head and masks it. */
  public void end() {
    end(Opcode.TEXT);
  }

  /** A whole control frame. */
  void control(int opcode, byte[] payload, int from, int to) {
    begin().put(payload, from, to).end(opcode);
  }

  void end(int opcode) {
    int body = frame + HEAD_MAX;
    int length = at - body;
    int head = 2 + (length < LENGTH_IN_2_BYTES ? 0 : length < LONG_LENGTH ? 2 : 8);
    bytes[frame] = (byte) (FINAL | opcode);
    if (head == 2) {
      bytes[frame + 1] = (byte) (MASKED | length);
    } else if (head == 4) {
      bytes[frame + 1] = (byte) (MASKED | LENGTH_IN_2_BYTES);
      bytes[frame + 2] = (byte) (length >> 8);
      bytes[frame + 3] = (byte) length;
    } else {
      bytes[frame + 1] = (byte) (MASKED | LENGTH_IN_8_BYTES);
      for (int i = 0; i < 8; i++) {
        bytes[frame + 2 + i] = (byte) ((long) length >> (8 * (7 - i)));
      }
    }
    maskInto(frame + head, body, length);
    at = frame + head + 4 + length;
  }

  boolean isEmpty() {
    return at == 0;
  }

  /** What was gathered, to be written before anything else is. */
  ByteBuffer gathered() {
    return ByteBuffer.wrap(bytes, 0, at);
  }

  void clear() {
    at = 0;
  }

  private FrameWriter begin() {
    ensure(HEAD_MAX);
    frame = at;
    at += HEAD_MAX;
    return this;
  }

  private void maskInto(int target, int body, int length) {
    mask = nextMask(mask);
    byte m0 = (byte) (mask >> 24);
    byte m1 = (byte) (mask >> 16);
    byte m2 = (byte) (mask >> 8);
    byte m3 = (byte) mask;
    bytes[target] = m0;
    bytes[target + 1] = m1;
    bytes[target + 2] = m2;
    bytes[target + 3] = m3;
    int to = target + 4;
    int whole = length & ~3;
    for (int i = 0; i < whole; i += 4) {
      bytes[to + i] = (byte) (bytes[body + i] ^ m0);
      bytes[to + i + 1] = (byte) (bytes[body + i + 1] ^ m1);
      bytes[to + i + 2] = (byte) (bytes[body + i + 2] ^ m2);
      bytes[to + i + 3] = (byte) (bytes[body + i + 3] ^ m3);
    }
    for (int i = whole; i < length; i++) {
      bytes[to + i] = (byte) (bytes[body + i] ^ (byte) (mask >> (24 - 8 * (i & 3))));
    }
  }

  /** Xorshift, 32 bits; G. Marsaglia, "Xorshift RNGs", 2003. */
  private static int nextMask(int previous) {
    int next = previous;
    next ^= next << 13;
    next ^= next >>> 17;
    next ^= next << 5;
    return next;
  }

  private void ensure(int more) {
    if (at + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
    }
  }
}
