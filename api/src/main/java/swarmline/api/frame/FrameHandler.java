package swarmline.api.frame;

/**
 * What a {@link FrameReader} hands on. Arrays are the reader's and hold what they hold only during
 * the call.
 */
public interface FrameHandler {

  /** A whole text message, in UTF-8 that was checked. */
  void text(byte[] bytes, int length);

  void ping(byte[] payload, int length);

  /** The peer is alive. */
  void pong();

  /**
   * The peer closes; nothing of it will be read any more.
   *
   * @param code {@link CloseCode#NONE_GIVEN} where it said none
   */
  void closed(int code);

  /** The peer must be closed with this code; nothing of it will be read any more. */
  void violated(CloseCode code, String reason);
}
