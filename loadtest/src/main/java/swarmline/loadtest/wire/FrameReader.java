package swarmline.loadtest.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Finds server frames in the bytes of one connection and keeps what is incomplete: the head of a
 * frame, the first fragments of a message. Not thread-safe.
 */
final class FrameReader {
  /** Bytes of the largest message that is taken. */
  static final int MESSAGE_MAX = 8 * 1024 * 1024;

  private static final byte[] NOTHING = {};
  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;

  /** What frames amount to. Returns false to hear no more. */
  interface Sink {
    boolean message(byte[] bytes, int from, int to);

    boolean control(int opcode, byte[] bytes, int from, int to);

    boolean violation(int code, String what);
  }

  private byte[] rest = NOTHING;
  private ByteArrayOutputStream fragments;

  /** Bytes left over from before, to be put in front of the next ones. */
  byte[] rest() {
    return rest;
  }

  /** Takes every complete frame of the range, which begins with {@link #rest()}. */
  void consume(byte[] in, int from, int to, Sink sink) {
    int at = from;
    boolean more = true;
    while (more && to - at >= 2) {
      int shortLength = in[at + 1] & 0x7f;
      int head = 2 + (shortLength == 127 ? 8 : shortLength == 126 ? 2 : 0);
      if (to - at < head) {
        break;
      }
      long length = length(in, at, shortLength);
      String wrong = wrong(in, at, length);
      if (wrong != null) {
        sink.violation(length > MESSAGE_MAX ? Closing.TOO_BIG : Closing.PROTOCOL_ERROR, wrong);
        break;
      }
      if (to - at - head < length) {
        break;
      }
      int end = at + head + (int) length;
      more = frame(in[at], in, at + head, end, sink);
      at = end;
    }
    rest = at == to ? NOTHING : Arrays.copyOfRange(in, at, to);
  }

  private boolean frame(byte first, byte[] in, int from, int to, Sink sink) {
    int opcode = first & 0x0f;
    boolean last = (first & FINAL) != 0;
    if (opcode >= Opcode.CLOSE) {
      return sink.control(opcode, in, from, to);
    }
    if (opcode == Opcode.TEXT && last && fragments == null) {
      return sink.message(in, from, to);
    }
    return fragment(opcode, last, in, from, to, sink);
  }

  private boolean fragment(int opcode, boolean last, byte[] in, int from, int to, Sink sink) {
    if (opcode != Opcode.TEXT && opcode != Opcode.CONTINUATION) {
      return sink.violation(Closing.PROTOCOL_ERROR, "a frame with opcode " + opcode);
    }
    if (opcode == Opcode.TEXT == (fragments != null)) {
      return sink.violation(Closing.PROTOCOL_ERROR, "a fragment out of order");
    }
    if (fragments == null) {
      fragments = new ByteArrayOutputStream();
    }
    fragments.write(in, from, to - from);
    if (fragments.size() > MESSAGE_MAX) {
      return sink.violation(Closing.TOO_BIG, "a message of more than " + MESSAGE_MAX + " bytes");
    }
    if (!last) {
      return true;
    }
    byte[] whole = fragments.toByteArray();
    fragments = null;
    return sink.message(whole, 0, whole.length);
  }

  private static long length(byte[] in, int at, int shortLength) {
    if (shortLength < 126) {
      return shortLength;
    }
    int bytes = shortLength == 126 ? 2 : 8;
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      length = (length << 8) | (in[at + 2 + i] & 0xff);
    }
    return length < 0 ? Long.MAX_VALUE : length;
  }

  private static String wrong(byte[] in, int at, long length) {
    if ((in[at] & RESERVED) != 0) {
      return "a frame with reserved bits";
    }
    if ((in[at + 1] & MASKED) != 0) {
      return "a masked frame from a server";
    }
    return length > MESSAGE_MAX ? "a frame of " + length + " bytes" : null;
  }
}
