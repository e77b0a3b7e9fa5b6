package swarmline.loadtest.fake;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.run.Run;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.run.RunSettings.Crowd;
import swarmline.loadtest.run.RunSettings.Pacing;
import swarmline.loadtest.run.RunSettings.Work;
import swarmline.loadtest.run.Shape;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.worker.Behaviour;

/** Runs as tests make them: small, silent, two pools, leases of a second. */
public final class Runs {
  /** Of servers that are killed after seconds: the optimising compiler would not pay. */
  public static final List<String> SHORT_LIVED =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private Runs() {}

  /**
   * @param history null where none is kept
   */
  public static Run of(Target target, RunSettings settings, HistoryFile history) {
    return new Run(
        settings,
        target,
        history,
        new WallClock(InstantSource.system()),
        silent(),
        () -> Duration.ZERO);
  }

  public static Progress silent() {
    return new Progress(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
  }

  public static RunSettings settings(long tasks, int redundancy, Behaviour behaviour) {
    return settings(behaviour, new Work(tasks, 0, 200, 2, 100), redundancy, Pacing.closed(null));
  }

  public static RunSettings settings(
      Behaviour behaviour, Work work, int redundancy, Pacing pacing) {
    return new RunSettings(
        "test",
        new Crowd(20, 2, 1, behaviour, List.of()),
        pacing,
        work,
        new Shape(2, redundancy, "fixed", 20_000, Duration.ofSeconds(1), List.of("yes", "no")),
        1,
        Duration.ofSeconds(2));
  }
}
