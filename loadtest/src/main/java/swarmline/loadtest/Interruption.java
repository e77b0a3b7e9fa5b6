package swarmline.loadtest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does while work is under way: ends it early, and lets it report what there is before
 * the process goes.
 */
final class Interruption {
  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(20);

  private final Runnable endEarly;
  private final CountDownLatch reported = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "interrupt");

  private Interruption(Runnable endEarly) {
    this.endEarly = endEarly;
  }

  /**
   * From now on, until {@link #reported}.
   *
   * @param endEarly does not wait
   */
  static Interruption of(Runnable endEarly) {
    var interruption = new Interruption(endEarly);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void interrupted() {
    endEarly.run();
    try {
      if (!reported.await(REPORT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("no report within " + REPORT_PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /** The report is made. */
  void reported() {
    reported.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      System.err.println("interrupted; this is what there is");
    }
  }
}
