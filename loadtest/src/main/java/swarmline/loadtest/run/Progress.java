package swarmline.loadtest.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** One line that is written over again on a terminal; elsewhere a line now and then. */
public final class Progress {
  private static final int SECONDS_BETWEEN_LINES = 5;
  private static final int WIDTH = 108;
  private static final int BAR = 16;
  private static final double MILLIS = 1e3;

  private final PrintStream out;
  private final boolean live;
  private int updates;
  private boolean open;

  public Progress(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /** On the process's standard error: live where that is a terminal, as far as Java can tell. */
  @SuppressWarnings("SystemConsoleNull") // true for Java 17; later ones would always say yes
  public static Progress onStandardError() {
    return new Progress(System.err, System.console() != null);
  }

  /** A step of the run that is worth a line of its own. */
  public void step(String format, Object... values) {
    finish();
    out.println("  " + String.format(Locale.ROOT, format, values));
  }

  /** How much of its length, warming up included, a run has behind it; -1 where nobody knows. */
  static double share(double second, RunSettings.Pacing pacing) {
    Duration length = pacing.length();
    if (length == null) {
      return -1;
    }
    double warmUp = pacing.warmUp().toMillis() / MILLIS;
    return Math.min(1, (second + warmUp) / (length.toMillis() / MILLIS + warmUp));
  }

  /**
   * How things stand; once a second.
   *
   * @param share of the run that is over; negative where that is not known
   */
  public void update(double share, String format, Object... values) {
    String text = bar(share) + String.format(Locale.ROOT, format, values);
    if (live) {
      out.print("\r  " + text + " ".repeat(Math.max(0, WIDTH - text.length())));
      out.flush();
      open = true;
    } else if (updates++ % SECONDS_BETWEEN_LINES == 0) {
      out.println("  " + text);
    }
  }

  /** Leaves the live line as it is. */
  public void finish() {
    if (open) {
      out.println();
      open = false;
    }
  }

  private static String bar(double share) {
    if (share < 0) {
      return "";
    }
    int done = (int) Math.round(share * BAR);
    return String.format(
        Locale.ROOT, "[%s%s] %3.0f %%", "=".repeat(done), " ".repeat(BAR - done), share * 100);
  }
}
