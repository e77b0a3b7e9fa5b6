package swarmline.api.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import swarmline.api.Server;

/** Keeps the process until a signal ends it, and lets the server finish its work first. */
final class Lifetime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

  /** Beyond it what is left is dropped; what was acknowledged is on disk all the same. */
  private static final long STOP_SECONDS = 30;

  private final Server server;
  private final Runnable afterwards;
  private final Thread signalled = new Thread(this::stop, "swarmline-signal");

  /**
   * @param afterwards what is done when the server has stopped
   */
  Lifetime(Server server, Runnable afterwards) {
    this.server = server;
    this.afterwards = afterwards;
    Runtime.getRuntime().addShutdownHook(signalled);
  }

  /**
   * Waits for a signal, which ends the process while this waits, or until the server cannot go on:
   * then the process has to end at once, as one that has failed.
   */
  void await() throws InterruptedException {
    try {
      server.ended().toCompletableFuture().get();
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
    Runtime.getRuntime().halt(Program.FAILED);
  }

  /** From now on a signal is not waited for. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(signalled);
  }

  /** A stop that was asked for and went well is no failure, whatever signal asked. */
  private void stop() {
    int code = Program.FAILED;
    try {
      LOG.info("Stopping");
      server.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
      afterwards.run();
      LOG.info("Stopped");
      code = 0;
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      LOG.error("Not everything could be stopped in order", e);
    }
    Runtime.getRuntime().halt(code);
  }
}
