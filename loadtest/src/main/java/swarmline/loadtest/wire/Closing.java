package swarmline.loadtest.wire;

/**
 * Why a connection is no more.
 *
 * @param code of the close frame; 0 where there was none
 * @param status of the HTTP answer that refused the upgrade; 0 where it was not refused
 * @param reason in words
 */
public record Closing(int code, int status, String reason) {
  private static final String DROPPED = "dropped: ";
  private static final String NO_PORT = "Cannot assign requested address";
  public static final int NORMAL = 1000;
  static final int PROTOCOL_ERROR = 1002;
  static final int TOO_BIG = 1009;

  static Closing refused(int status, String body) {
    return new Closing(0, status, body);
  }

  static Closing broken(String reason) {
    return new Closing(0, 0, reason);
  }

  static Closing dropped(String reason) {
    return new Closing(0, 0, DROPPED + reason);
  }

  /** Whether this side wanted it so. */
  public boolean isOurs() {
    return reason != null && reason.startsWith(DROPPED);
  }

  /** Whether the system had no local port left to connect from. */
  public boolean isOutOfPorts() {
    return reason != null && reason.contains(NO_PORT);
  }

  /** A short name to count by. */
  public String label() {
    if (status != 0) {
      return "handshake " + status;
    }
    return code == 0 ? "connection lost" : "close " + code;
  }
}
