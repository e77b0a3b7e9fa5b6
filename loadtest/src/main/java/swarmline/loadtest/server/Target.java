package swarmline.loadtest.server;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * The server and the right to speak to it.
 *
 * @param base such as {@code http://127.0.0.1:8080}
 * @param key the platform's
 */
public record Target(URI base, String key) {
  private static final int HTTP_PORT = 80;

  public InetSocketAddress address() {
    return new InetSocketAddress(base.getHost(), port());
  }

  /** For the header of that name. */
  public String host() {
    return base.getHost() + ":" + port();
  }

  private int port() {
    return base.getPort() < 0 ? HTTP_PORT : base.getPort();
  }
}
