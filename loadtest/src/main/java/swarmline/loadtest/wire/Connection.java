package swarmline.loadtest.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * One WebSocket to the server, from its connect to its end. Belongs to the thread of its loop. What
 * is written to {@link #frames()} goes out with the next {@link #flush()}, or by itself when the
 * peer returns from a callback.
 */
public final class Connection implements FrameReader.Sink {
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final int HEAD_MAX = 64 * 1024;

  private enum Phase {
    CONNECTING,
    UPGRADING,
    OPEN,
    CLOSING,
    CLOSED
  }

  private final SocketLoop loop;
  private final SocketChannel channel;
  private final Handshake handshake;
  private final Peer peer;
  private final FrameReader reader = new FrameReader();
  private SelectionKey key;
  private Phase phase = Phase.CONNECTING;
  private byte[] head = {};
  private ByteBuffer unsent;
  private Closing farewell;
  private boolean unread;

  Connection(SocketLoop loop, SocketChannel channel, Handshake handshake, Peer peer) {
    this.loop = loop;
    this.channel = channel;
    this.handshake = handshake;
    this.peer = peer;
  }

  /** Where frames to the server are composed. Shared by the loop's connections: flush soon. */
  public FrameWriter frames() {
    return loop.frames();
  }

  /** Whether messages can be sent. */
  public boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** Sends what was composed; what the socket does not take now follows when it can. */
  public void flush() {
    FrameWriter frames = loop.frames();
    if (frames.isEmpty()) {
      return;
    }
    try {
      if (phase != Phase.CLOSED) {
        write(frames.gathered());
      }
    } catch (IOException lost) {
      ended(Closing.broken(lost.getMessage()));
    } finally {
      frames.clear();
    }
  }

  /** Says good-bye; the connection ends when the server has said so too, or soon after. */
  public void close(int code, String reason) {
    if (phase == Phase.OPEN) {
      phase = Phase.CLOSING;
      farewell = new Closing(code, 0, reason);
      sendClose(code);
      loop.after(SocketLoop.CLOSE_PATIENCE, () -> ended(farewell));
    } else if (phase != Phase.CLOSING) {
      ended(Closing.broken(reason));
    }
  }

  /** Ends at once and without a word, as a cut cable does. */
  public void drop(String reason) {
    ended(Closing.dropped(reason));
  }

  /** Reads nothing for a while, as a client that has no time does. */
  public void leaveUnread(Duration length) {
    if (!unread && phase == Phase.OPEN) {
      unread = true;
      updateInterest();
      loop.after(length, this::readAgain);
    }
  }

  private void readAgain() {
    unread = false;
    updateInterest();
  }

  private void updateInterest() {
    if (key != null && key.isValid()) {
      key.interestOps(
          (unread ? 0 : SelectionKey.OP_READ) | (unsent == null ? 0 : SelectionKey.OP_WRITE));
    }
  }

  void registered(SelectionKey selectionKey) {
    key = selectionKey;
  }

  /** Tells the peer of the end, once. */
  void ended(Closing why) {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    loop.forget(this);
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      loop.note(alreadyGone);
    }
    peer.closed(this, why);
  }

  void ready() throws IOException {
    if (phase == Phase.CONNECTING && key.isConnectable()) {
      channel.finishConnect();
      phase = Phase.UPGRADING;
      key.interestOps(SelectionKey.OP_READ);
      write(ByteBuffer.wrap(handshake.request()));
      return;
    }
    if (key.isValid() && key.isWritable()) {
      writeRest();
    }
    if (key.isValid() && key.isReadable()) {
      read();
      flush();
    }
  }

  private void read() throws IOException {
    byte[] before = phase == Phase.UPGRADING ? head : reader.rest();
    Inbox inbox = loop.inbox();
    int got = inbox.read(before, channel);
    if (got < 0) {
      ended(farewell == null ? Closing.broken("the server closed the connection") : farewell);
    } else if (phase == Phase.UPGRADING) {
      upgrade(inbox.bytes(), inbox.length());
    } else {
      reader.consume(inbox.bytes(), 0, inbox.length(), this);
    }
  }

  private void upgrade(byte[] in, int to) {
    int end = endOfHead(in, to);
    if (end < 0) {
      head = Arrays.copyOf(in, to);
      if (to > HEAD_MAX) {
        ended(Closing.broken("the answer to the upgrade has no end"));
      }
      return;
    }
    String text = new String(in, 0, end - END_OF_HEAD.length, StandardCharsets.ISO_8859_1);
    boolean switched = text.startsWith("HTTP/1.1 101 ");
    if (!switched && to - end < Handshake.bodyLength(text)) {
      head = Arrays.copyOf(in, to);
      return;
    }
    String body = switched ? "" : new String(in, end, to - end, StandardCharsets.UTF_8);
    Closing refusal = handshake.refusal(text, body);
    if (refusal != null) {
      ended(refusal);
      return;
    }
    phase = Phase.OPEN;
    head = new byte[0];
    byte[] frames = Arrays.copyOfRange(in, end, to);
    peer.opened(this);
    reader.consume(frames, 0, frames.length, this);
  }

  @Override
  public boolean message(byte[] bytes, int from, int to) {
    if (phase == Phase.OPEN) {
      peer.message(this, bytes, from, to);
    }
    return phase != Phase.CLOSED;
  }

  @Override
  public boolean control(int opcode, byte[] bytes, int from, int to) {
    if (opcode == Opcode.PING && phase == Phase.OPEN) {
      frames().control(Opcode.PONG, bytes, from, to);
    } else if (opcode == Opcode.CLOSE) {
      closedByServer(bytes, from, to);
      return false;
    }
    return true;
  }

  @Override
  public boolean violation(int code, String what) {
    close(code, "the server sent " + what);
    return false;
  }

  private void closedByServer(byte[] bytes, int from, int to) {
    if (phase == Phase.OPEN) {
      int code = to - from < 2 ? 1005 : ((bytes[from] & 0xff) << 8) | (bytes[from + 1] & 0xff);
      String reason =
          to - from <= 2 ? "" : new String(bytes, from + 2, to - from - 2, StandardCharsets.UTF_8);
      farewell = new Closing(code, 0, reason);
      phase = Phase.CLOSING;
      sendClose(Closing.NORMAL);
    }
    ended(farewell);
  }

  private void sendClose(int code) {
    byte[] payload = {(byte) (code >> 8), (byte) code};
    frames().control(Opcode.CLOSE, payload, 0, payload.length);
    flush();
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (unsent == null) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      keepUnsent(bytes);
    }
  }

  private void keepUnsent(ByteBuffer bytes) {
    int before = unsent == null ? 0 : unsent.remaining();
    ByteBuffer all = ByteBuffer.allocate(before + bytes.remaining());
    if (unsent != null) {
      all.put(unsent);
    }
    unsent = all.put(bytes).flip();
    updateInterest();
  }

  private void writeRest() throws IOException {
    if (unsent == null) {
      return;
    }
    channel.write(unsent);
    if (!unsent.hasRemaining()) {
      unsent = null;
      updateInterest();
    }
  }

  private static int endOfHead(byte[] in, int to) {
    for (int at = END_OF_HEAD.length; at <= to; at++) {
      if (Arrays.equals(in, at - END_OF_HEAD.length, at, END_OF_HEAD, 0, END_OF_HEAD.length)) {
        return at;
      }
    }
    return -1;
  }
}
