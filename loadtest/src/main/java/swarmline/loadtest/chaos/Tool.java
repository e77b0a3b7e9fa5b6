package swarmline.loadtest.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the system that this one has no other way to do without. */
final class Tool {
  private static final long PATIENCE_SECONDS = 10;

  private Tool() {}

  /**
   * Runs a command to its end.
   *
   * @throws IOException where it cannot be run or does not succeed, with what it said
   */
  static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(List.of(command) + " does not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException(List.of(command) + " failed: " + said.strip());
    }
  }
}
