package swarmline.api.frame;

import java.util.Arrays;

/**
 * Reads a client's frames from bytes as they come, however they are cut: unmasks, assembles
 * fragmented messages, checks what RFC 6455 asks for, and refuses what is too long as soon as its
 * length is known. Holds no more of a message than has arrived. Not thread-safe.
 */
public final class FrameReader {
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private static final int FIN = 0x80;
  private static final int RESERVED_BITS = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_IN_2 = 126;
  private static final int LENGTH_IN_8 = 127;

  private static final int HEADER_MIN = 2;
  private static final int HEADER_MAX = 14;
  private static final int MASK_BYTES = 4;
  private static final int CONTROL_MAX = 125;
  private static final int BUFFER_FIRST = 512;

  /** Bytes of a buffer that is kept from one message to the next. */
  private static final int BUFFER_KEPT = 4_096;

  private static final byte[] NOTHING = new byte[0];

  private final FrameHandler handler;
  private final int messageMax;

  private final byte[] header = new byte[HEADER_MAX];
  private int headerHas;
  private int headerNeeds = HEADER_MIN;

  private int opcode;
  private boolean last;
  private long remaining;
  private int maskAt;

  private byte[] message = NOTHING;
  private int messageLength;
  private boolean inMessage;
  private byte[] control = NOTHING;
  private int controlLength;
  private boolean ended;

  /**
   * @param messageMax bytes at the most in one message, over all its frames
   */
  public FrameReader(FrameHandler handler, int messageMax) {
    this.handler = handler;
    this.messageMax = messageMax;
  }

  /** Bytes that came next. */
  public void read(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && !ended) {
      at = headerHas < headerNeeds ? readHeader(bytes, at, end) : readPayload(bytes, at, end);
    }
  }

  private int readHeader(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && headerHas < headerNeeds) {
      header[headerHas++] = bytes[at++];
      if (headerHas == HEADER_MIN) {
        headerNeeds = HEADER_MIN + lengthBytes() + MASK_BYTES;
        checkStart();
        if (ended) {
          return end;
        }
      }
    }
    if (headerHas == headerNeeds) {
      startPayload();
    }
    return at;
  }

  private int lengthBytes() {
    int length = header[1] & LENGTH;
    return length == LENGTH_IN_8 ? Long.BYTES : length == LENGTH_IN_2 ? Short.BYTES : 0;
  }

  /** What the first two bytes already tell. */
  private void checkStart() {
    opcode = header[0] & OPCODE;
    last = (header[0] & FIN) != 0;
    if ((header[0] & RESERVED_BITS) != 0) {
      violate(CloseCode.WEBSOCKET_VIOLATION, "reserved bits are set");
    } else if ((header[1] & MASKED) == 0) {
      violate(CloseCode.WEBSOCKET_VIOLATION, "a client's frames are masked");
    } else if (isControl()) {
      checkControl();
    } else if (opcode == BINARY) {
      violate(CloseCode.UNSUPPORTED_DATA, "send text frames");
    } else if (opcode > BINARY) {
      violate(CloseCode.WEBSOCKET_VIOLATION, "unknown opcode");
    } else if (inMessage != (opcode == CONTINUATION)) {
      violate(CloseCode.WEBSOCKET_VIOLATION, "fragments out of order");
    }
  }

  private void checkControl() {
    if (!last || (header[1] & LENGTH) > CONTROL_MAX) {
      violate(CloseCode.WEBSOCKET_VIOLATION, "a control frame is short and whole");
    } else if (opcode > PONG) {
      violate(CloseCode.WEBSOCKET_VIOLATION, "unknown opcode");
    }
  }

  private boolean isControl() {
    return (opcode & CONTROL) != 0;
  }

  private void startPayload() {
    remaining = payloadLength();
    maskAt = 0;
    if (remaining < 0) {
      violate(CloseCode.WEBSOCKET_VIOLATION, "a length is not negative");
    } else if (!isControl() && remaining > messageMax - messageLength) {
      violate(CloseCode.TOO_BIG, "a message has at most " + messageMax + " bytes");
    } else {
      inMessage |= opcode == TEXT;
      if (remaining == 0) {
        endFrame();
      }
    }
  }

  private long payloadLength() {
    int bytes = lengthBytes();
    if (bytes == 0) {
      return header[1] & LENGTH;
    }
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      length = length << Byte.SIZE | (header[HEADER_MIN + i] & 0xFF);
    }
    return length;
  }

  private int readPayload(byte[] bytes, int from, int end) {
    int count = (int) Math.min(remaining, end - from);
    if (isControl()) {
      control = roomFor(control, controlLength + count);
      unmask(bytes, from, control, controlLength, count);
      controlLength += count;
    } else {
      message = roomFor(message, messageLength + count);
      unmask(bytes, from, message, messageLength, count);
      messageLength += count;
    }
    remaining -= count;
    if (remaining == 0) {
      endFrame();
    }
    return from + count;
  }

  private static byte[] roomFor(byte[] buffer, int length) {
    return length <= buffer.length
        ? buffer
        : Arrays.copyOf(
            buffer, Math.max(BUFFER_FIRST, Math.max(length, Math.multiplyExact(buffer.length, 2))));
  }

  private void unmask(byte[] from, int at, byte[] to, int toAt, int count) {
    int mask = headerNeeds - MASK_BYTES;
    for (int i = 0; i < count; i++) {
      to[toAt + i] = (byte) (from[at + i] ^ header[mask + ((maskAt + i) & (MASK_BYTES - 1))]);
    }
    maskAt += count;
  }

  private void endFrame() {
    headerHas = 0;
    headerNeeds = HEADER_MIN;
    if (isControl()) {
      endControl();
    } else if (last) {
      endMessage();
    }
  }

  private void endMessage() {
    if (!Utf8.isValid(message, messageLength)) {
      violate(CloseCode.INVALID_TEXT, "text is UTF-8");
      return;
    }
    handler.text(message, messageLength);
    inMessage = false;
    messageLength = 0;
    if (message.length > BUFFER_KEPT) {
      message = NOTHING;
    }
  }

  private void endControl() {
    int length = controlLength;
    controlLength = 0;
    if (opcode == PING) {
      handler.ping(control, length);
    } else if (opcode == PONG) {
      handler.pong();
    } else if (opcode == CLOSE) {
      endConnection(length);
    }
  }

  private void endConnection(int length) {
    if (length == 0) {
      end();
      handler.closed(CloseCode.NONE_GIVEN);
      return;
    }
    int code = length == 1 ? 0 : (control[0] & 0xFF) << Byte.SIZE | (control[1] & 0xFF);
    if (CloseCode.mayBeSent(code)) {
      end();
      handler.closed(code);
    } else {
      violate(CloseCode.WEBSOCKET_VIOLATION, "no such close code");
    }
  }

  private void violate(CloseCode code, String reason) {
    end();
    handler.violated(code, reason);
  }

  /** Nothing more is read or kept. */
  public void end() {
    ended = true;
    message = NOTHING;
  }
}
