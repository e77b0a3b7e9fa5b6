package swarmline.loadtest.server;

import java.io.IOException;

/** The server understood a request and refused it. */
public final class ApiRefusal extends IOException {
  private static final long serialVersionUID = 1;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERRORS = 500;

  private final int status;

  public ApiRefusal(String what, int status, String body) {
    super(what + " was answered " + status + ": " + body.strip());
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** Whether the same request may be accepted later. */
  public boolean isTemporary() {
    return status == TOO_MANY || status >= SERVER_ERRORS;
  }
}
