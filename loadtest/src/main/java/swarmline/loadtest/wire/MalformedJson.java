package swarmline.loadtest.wire;

/** The server sent text that is not a JSON object. */
public final class MalformedJson extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedJson(String message) {
    super(message);
  }
}
