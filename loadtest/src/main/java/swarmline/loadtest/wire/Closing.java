package swarmline.loadtest.wire;

/**
 * Why a connection is no more.
 *
 * @param code of the close frame; 0 where there was none
 * @param status of the HTTP answer that refused the upgrade; 0 where it was not refused
 * @param reason in words
 */
public record Closing(int code, int status, String reason) {
  public static final int NORMAL = 1000;
  static final int PROTOCOL_ERROR = 1002;
  static final int TOO_BIG = 1009;

  static Closing refused(int status, String body) {
    return new Closing(0, status, body);
  }

  static Closing broken(String reason) {
    return new Closing(0, 0, reason);
  }

  /** A short name to count by. */
  public String label() {
    if (status != 0) {
      return "handshake " + status;
    }
    return code == 0 ? "connection lost" : "close " + code;
  }
}
