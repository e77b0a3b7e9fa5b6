package swarmline.loadtest.run;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import swarmline.loadtest.server.ApiRefusal;
import swarmline.loadtest.server.Unreachable;

/** Sends a request again while the server asks for that, or goes away without an answer. */
final class Patience {
  private static final Duration RETRY = Duration.ofMillis(200);

  private final Duration atMost;
  private final BooleanSupplier interrupted;

  Patience(Duration atMost, BooleanSupplier interrupted) {
    this.atMost = atMost;
    this.interrupted = interrupted;
  }

  interface Request {
    void send() throws IOException, InterruptedException;
  }

  void send(Request request) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      try {
        request.send();
        return;
      } catch (IOException failed) {
        if (lasts(failed) || System.nanoTime() > deadline || interrupted.getAsBoolean()) {
          throw failed;
        }
        TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
      }
    }
  }

  private static boolean lasts(IOException failed) {
    return failed instanceof Unreachable
        || (failed instanceof ApiRefusal refusal && !refusal.isTemporary());
  }
}
