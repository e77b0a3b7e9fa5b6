package swarmline.api;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a class that share one server. */
public abstract class OneServer {
  @TempDir protected static Path directory;
  protected static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.on(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }
}
