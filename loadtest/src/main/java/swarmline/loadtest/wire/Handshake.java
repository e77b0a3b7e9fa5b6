package swarmline.loadtest.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The upgrade of one connection to WebSocket (RFC 6455, 4).
 *
 * @param host for the header of that name, with the port
 * @param path with its query
 */
public record Handshake(String host, String path, String key, String bearer) {
  public static final String SUBPROTOCOL = "swarmline.v1.json";
  private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  byte[] request() {
    return ("GET " + path + " HTTP/1.1\r\n")
        .concat("Host: " + host + "\r\n")
        .concat("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
        .concat("Sec-WebSocket-Key: " + key + "\r\n")
        .concat("Sec-WebSocket-Protocol: " + SUBPROTOCOL + "\r\n")
        .concat("Authorization: Bearer " + bearer + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Why the answer does not open the connection; null where it does. */
  Closing refusal(String head, String body) {
    String[] lines = head.split("\r\n", -1);
    String[] status = lines[0].split(" ", 3);
    if (status.length < 2 || !status[1].matches("[0-9]{3}")) {
      return Closing.broken("not an HTTP answer: " + lines[0]);
    }
    if (!status[1].equals("101")) {
      return Closing.refused(Integer.parseInt(status[1]), body.isEmpty() ? lines[0] : body);
    }
    Map<String, String> headers = headers(lines);
    if (!accept(key).equals(headers.get("sec-websocket-accept"))) {
      return Closing.broken("the server's Sec-WebSocket-Accept does not fit the key");
    }
    return SUBPROTOCOL.equals(headers.get("sec-websocket-protocol"))
        ? null
        : Closing.broken("the server did not choose the subprotocol " + SUBPROTOCOL);
  }

  /** Bytes of body that the answer says it has; 0 where it does not. */
  static int bodyLength(String head) {
    String length = headers(head.split("\r\n", -1)).getOrDefault("content-length", "0");
    return length.matches("[0-9]{1,6}") ? Integer.parseInt(length) : 0;
  }

  /** The answer that proves the server understood a key. */
  public static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static Map<String, String> headers(String[] lines) {
    var headers = new TreeMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).trim());
      }
    }
    return headers;
  }
}
