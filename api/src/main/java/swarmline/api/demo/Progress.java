package swarmline.api.demo;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far the demonstration is: one line that changes on a terminal, a few lines elsewhere. */
interface Progress extends AutoCloseable {
  void show(long done, long answers);

  @Override
  void close();

  /**
   * @param terminal whether somebody looks at a terminal
   */
  static Progress of(boolean terminal, PrintWriter out, long tasks) {
    return terminal ? new Bar(tasks) : new Lines(out, tasks);
  }

  /** On a terminal. */
  final class Bar implements Progress {
    private static final int UPDATE_MILLIS = 100;
    private final ProgressBar bar;

    private Bar(long tasks) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Tasks done")
              .setInitialMax(tasks)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .build();
    }

    @Override
    public void show(long done, long answers) {
      bar.stepTo(done);
      bar.setExtraMessage(answers + " answers");
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** In a log or a pipe. */
  final class Lines implements Progress {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private final PrintWriter out;
    private final long tasks;
    private long shownAt = System.nanoTime();

    private Lines(PrintWriter out, long tasks) {
      this.out = out;
      this.tasks = tasks;
    }

    @Override
    public void show(long done, long answers) {
      long now = System.nanoTime();
      if (now - shownAt >= EVERY.toNanos()) {
        shownAt = now;
        out.printf("%,d of %,d tasks done, %,d answers%n", done, tasks, answers);
        out.flush();
      }
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
