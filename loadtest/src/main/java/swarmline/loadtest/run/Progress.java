package swarmline.loadtest.run;

import java.io.PrintStream;
import java.util.Locale;

/** One line that is written over again on a terminal; elsewhere a line now and then. */
public final class Progress {
  private static final int SECONDS_BETWEEN_LINES = 5;
  private static final int WIDTH = 78;

  private final PrintStream out;
  private final boolean live;
  private int updates;
  private boolean open;

  public Progress(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /** A step of the run that is worth a line of its own. */
  public void step(String format, Object... values) {
    finish();
    out.println("  " + String.format(Locale.ROOT, format, values));
  }

  /** How things stand; once a second. */
  void update(String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values);
    if (live) {
      out.print("\r  " + text + " ".repeat(Math.max(0, WIDTH - text.length())));
      out.flush();
      open = true;
    } else if (updates++ % SECONDS_BETWEEN_LINES == 0) {
      out.println("  " + text);
    }
  }

  /** Leaves the live line as it is. */
  void finish() {
    if (open) {
      out.println();
      open = false;
    }
  }
}
