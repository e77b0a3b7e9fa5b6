package swarmline.api.frame;

/** Why a connection is closed, as its close frame says. */
public enum CloseCode {
  NORMAL(1000),
  GOING_AWAY(1001),
  /** The client broke RFC 6455 itself. */
  WEBSOCKET_VIOLATION(1002),
  /** A binary frame; only text is spoken. */
  UNSUPPORTED_DATA(1003),
  /** A text message that is not UTF-8. */
  INVALID_TEXT(1007),
  POLICY(1008),
  TOO_BIG(1009),
  TRY_LATER(1013),
  /** A newer session of the same worker took over. */
  SUPERSEDED(4002),
  /** The client broke this subprotocol. */
  PROTOCOL_ERROR(4003);

  /** What a close frame without a code is read as. */
  public static final int NONE_GIVEN = 1005;

  /** What the end of a connection without a close frame is read as. */
  public static final int ABNORMAL = 1006;

  private static final int RESERVED = 1004;
  private static final int PROTOCOL_FIRST = 1000;
  private static final int PROTOCOL_LAST = 1014;
  private static final int REGISTERED_FIRST = 3000;
  private static final int PRIVATE_LAST = 4999;

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Whether a peer may put this number into a close frame. */
  static boolean mayBeSent(int number) {
    boolean ofProtocol =
        number >= PROTOCOL_FIRST
            && number <= PROTOCOL_LAST
            && number != RESERVED
            && number != NONE_GIVEN
            && number != ABNORMAL;
    return ofProtocol || (number >= REGISTERED_FIRST && number <= PRIVATE_LAST);
  }
}
