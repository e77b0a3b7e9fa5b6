package swarmline.loadtest.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The one buffer that every socket of a loop is read into; its bytes are scanned where they lie.
 */
final class Inbox {
  private static final int CAPACITY = 256 * 1024;

  private byte[] bytes = new byte[CAPACITY];
  private ByteBuffer buffer = ByteBuffer.wrap(bytes);

  /**
   * Puts what was left over before and what the channel has now, in this order.
   *
   * @return how many bytes the channel had; -1 at its end
   */
  int read(byte[] before, ReadableByteChannel channel) throws IOException {
    if (before.length > bytes.length / 2) {
      bytes = new byte[before.length * 2 + CAPACITY];
      buffer = ByteBuffer.wrap(bytes);
    }
    buffer.clear().put(before);
    return channel.read(buffer);
  }

  /** From 0 to {@link #length()}; gone with the next read. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return buffer.position();
  }
}
