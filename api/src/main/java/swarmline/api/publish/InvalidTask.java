package swarmline.api.publish;

import java.io.IOException;

/** A task that can be read as JSON and is not a task; the code and the message say why. */
final class InvalidTask extends IOException {
  private static final long serialVersionUID = 1L;

  private final String code;

  InvalidTask(String code, String message) {
    super(message);
    this.code = code;
  }

  String code() {
    return code;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
