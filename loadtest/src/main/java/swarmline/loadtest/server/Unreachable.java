package swarmline.loadtest.server;

import java.io.IOException;
import java.net.URI;

/** Nobody listens where a server should be; asking again does not help. */
public final class Unreachable extends IOException {
  private static final long serialVersionUID = 1;

  Unreachable(URI server, IOException cause) {
    super("nothing answers at " + server, cause);
  }
}
