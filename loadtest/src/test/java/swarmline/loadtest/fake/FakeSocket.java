package swarmline.loadtest.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import swarmline.loadtest.wire.Handshake;

/** One connection of the fake server: HTTP requests, and after an upgrade WebSocket frames. */
final class FakeSocket implements FakeEngine.Session {
  private static final int BUFFER = 512 * 1024;
  private static final ByteBuffer INBOX = ByteBuffer.allocate(BUFFER);
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern WEBSOCKET_KEY =
      Pattern.compile("(?i)\r\nsec-websocket-key: *(\\S+)");

  private final SocketChannel channel;
  private final SelectionKey key;
  private final FakeEngine engine;
  private final ByteArrayOutputStream outgoing = new ByteArrayOutputStream();
  private byte[] rest = {};
  private ByteBuffer unsent;
  private String worker;
  private boolean reading;

  FakeSocket(SocketChannel channel, SelectionKey key, FakeEngine engine) {
    this.channel = channel;
    this.key = key;
    this.engine = engine;
  }

  void gone() {
    if (worker != null) {
      engine.gone(worker, this);
    }
  }

  void ready() throws IOException {
    if (key.isWritable()) {
      flush();
    }
    if (!key.isReadable()) {
      return;
    }
    INBOX.clear();
    int got = channel.read(INBOX);
    if (got < 0) {
      throw new IOException("end");
    }
    byte[] all = Arrays.copyOf(rest, rest.length + got);
    System.arraycopy(INBOX.array(), 0, all, rest.length, got);
    rest = all;
    reading = true;
    boolean more = true;
    while (more) {
      more = worker == null ? request() : frame();
    }
    reading = false;
    if (worker == null ? engine.losesReply() : engine.cutsNow()) {
      throw new IOException("cut off with the replies unsent");
    }
    flush();
  }

  private boolean request() throws IOException {
    int end = headEnd();
    if (end < 0) {
      return false;
    }
    String head = new String(rest, 0, end, StandardCharsets.ISO_8859_1);
    Matcher length = LENGTH.matcher(head);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    if (rest.length < end + body) {
      return false;
    }
    String text = new String(rest, end, body, StandardCharsets.UTF_8);
    rest = Arrays.copyOfRange(rest, end + body, rest.length);
    String[] words = head.split(" ", 3);
    URI uri = URI.create(words[1]);
    if (!uri.getPath().equals("/ready") && !head.contains("Bearer " + FakeServer.KEY + "\r\n")) {
      respond("401 Unauthorized", "{\"code\":\"NOT_AUTHORISED\"}");
    } else if (uri.getPath().equals("/v1/work")) {
      upgrade(head, uri);
    } else {
      String answer = answer(words[0], uri, text);
      respond(answer == null ? "409 Conflict" : "200 OK", answer == null ? "{}" : answer);
    }
    return rest.length > 0;
  }

  private int headEnd() {
    for (int i = 3; i < rest.length; i++) {
      if (rest[i] == '\n' && rest[i - 1] == '\r' && rest[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private void upgrade(String head, URI uri) {
    Matcher nonce = WEBSOCKET_KEY.matcher(head);
    if (!nonce.find()) {
      respond("400 Bad Request", "{}");
      return;
    }
    worker = uri.getQuery().substring("worker=".length());
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Protocol: "
            + Handshake.SUBPROTOCOL
            + "\r\nSec-WebSocket-Accept: "
            + Handshake.accept(nonce.group(1))
            + "\r\n\r\n";
    outgoing.writeBytes(answer.getBytes(StandardCharsets.US_ASCII));
  }

  private String answer(String method, URI uri, String body) throws IOException {
    String[] parts = uri.getPath().split("/", -1);
    String last = parts[parts.length - 1];
    if (method.equals("POST") && last.equals("pools")) {
      return "{\"id\":\"" + engine.createPool(FakeEngine.JSON.readTree(body)) + "\"}";
    }
    return switch (last) {
      case "state" -> {
        engine.setState(parts[3], FakeEngine.JSON.readTree(body).path("state").asText());
        yield "{}";
      }
      case "tasks" ->
          method.equals("POST") ? engine.publish(parts[3], body) : tasks(parts[3], uri.getQuery());
      case "claims" ->
          engine.claim(parts[3], FakeEngine.JSON.readTree(body).path("worker").asText());
      case "answer" -> engine.answer(parts[3], FakeEngine.JSON.readTree(body).path("answer"));
      case "answers" -> engine.answers(parts[3]);
      case "outcomes" -> engine.outcomes(parts[3]);
      case "ledger" -> engine.ledger(parts[3]);
      default -> parts[parts.length - 2].equals("workers") ? engine.worker(last) : "{\"items\":[]}";
    };
  }

  private String tasks(String pool, String query) {
    int limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
    int cursor =
        query.contains("cursor=")
            ? Integer.parseInt(query.replaceAll(".*cursor=(\\d+).*", "$1"))
            : 0;
    return engine.tasks(pool, cursor, limit);
  }

  private void respond(String status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
    outgoing.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    outgoing.writeBytes(bytes);
  }

  private boolean frame() throws IOException {
    if (rest.length < 6) {
      return false;
    }
    int shortLength = rest[1] & 0x7f;
    int head = shortLength == 126 ? 4 : 2;
    int length = head == 4 ? ((rest[2] & 0xff) << 8) | (rest[3] & 0xff) : shortLength;
    int end = head + 4 + length;
    if (rest.length < end) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      rest[head + 4 + i] ^= rest[head + (i & 3)];
    }
    int opcode = rest[0] & 0x0f;
    if (opcode == 8) {
      outgoing.writeBytes(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8});
      flush();
      throw new IOException("closed");
    }
    JsonNode message = FakeEngine.JSON.readTree(rest, head + 4, length);
    rest = Arrays.copyOfRange(rest, end, rest.length);
    if (message.path("type").asText().equals("hello")) {
      engine.hello(worker, this, message);
    } else {
      engine.message(worker, message);
    }
    return true;
  }

  @Override
  public void send(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    outgoing.write(0x81);
    if (bytes.length < 126) {
      outgoing.write(bytes.length);
    } else if (bytes.length < 65536) {
      outgoing.writeBytes(new byte[] {126, (byte) (bytes.length >> 8), (byte) bytes.length});
    } else {
      outgoing.writeBytes(ByteBuffer.allocate(9).put((byte) 127).putLong(bytes.length).array());
    }
    outgoing.writeBytes(bytes);
    if (!reading) {
      flushOrGo();
    }
  }

  private void flushOrGo() {
    try {
      flush();
    } catch (IOException lost) {
      gone();
      key.cancel();
    }
  }

  private void flush() throws IOException {
    if (unsent == null || !unsent.hasRemaining()) {
      unsent = ByteBuffer.wrap(outgoing.toByteArray());
      outgoing.reset();
    }
    channel.write(unsent);
    boolean all = !unsent.hasRemaining() && outgoing.size() == 0;
    key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }
}
