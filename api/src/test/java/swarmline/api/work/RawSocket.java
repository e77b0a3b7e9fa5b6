package swarmline.api.work;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import swarmline.api.frame.ClientFrames;

/** A WebSocket client that sees and sends every byte, also the wrong ones. */
final class RawSocket implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;

  RawSocket(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  /** A frame as it came. */
  static final class Frame {
    private final int opcode;
    private final byte[] payload;

    private Frame(int opcode, byte[] payload) {
      this.opcode = opcode;
      this.payload = payload;
    }

    int opcode() {
      return opcode;
    }

    byte[] payload() {
      return payload;
    }

    int closeCode() {
      return (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    }
  }

  /**
   * What the server answers to a handshake: the status line, headers and a body that has a length.
   */
  String handshake(String path, String... headers) throws IOException {
    var request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    List.of(headers).forEach(header -> request.append(header).append("\r\n"));
    request
        .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
        .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    send(request.toString().getBytes(ISO_8859_1));
    return response();
  }

  /** Opens a worker's socket with a key, and insists. */
  RawSocket open(String worker, String key) throws IOException {
    String response =
        handshake(
            "/v1/work?worker=" + worker,
            "Authorization: Bearer " + key,
            "Sec-WebSocket-Protocol: swarmline.v1.json");
    if (!response.startsWith("HTTP/1.1 101 ")) {
      throw new IOException(response);
    }
    return this;
  }

  private String response() throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    String text = head.toString(ISO_8859_1);
    int length =
        text.lines()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
            .findFirst()
            .orElse(0);
    return text + new String(in.readNBytes(length), UTF_8);
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** A text message; apostrophes stand for quotes. */
  void say(String text) throws IOException {
    send(ClientFrames.text(text.replace('\'', '"')));
  }

  Frame frame() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    long length = second == 127 ? in.readLong() : second == 126 ? in.readUnsignedShort() : second;
    return new Frame(first & 0x0F, in.readNBytes((int) length));
  }

  /** The next text message; pings are passed over. */
  JsonNode message() throws IOException {
    Frame frame = frame();
    while (frame.opcode() == ClientFrames.PING) {
      frame = frame();
    }
    if (frame.opcode() != ClientFrames.TEXT) {
      throw new IOException("not a text but " + frame.opcode() + " " + closeCodeOf(frame));
    }
    return JSON.readTree(frame.payload());
  }

  private static int closeCodeOf(Frame frame) {
    return frame.opcode() == ClientFrames.CLOSE ? frame.closeCode() : 0;
  }

  /** The code of the close frame that comes next; whatever comes before it is passed over. */
  int closeCode() throws IOException {
    Frame frame = frame();
    while (frame.opcode() != ClientFrames.CLOSE) {
      frame = frame();
    }
    return frame.closeCode();
  }

  /** Whether the server has ended the connection, read up to its end. */
  boolean ended() throws IOException {
    try {
      while (true) {
        frame();
      }
    } catch (EOFException end) {
      return true;
    }
  }

  void readBufferOf(int bytes) throws IOException {
    socket.setReceiveBufferSize(bytes);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
