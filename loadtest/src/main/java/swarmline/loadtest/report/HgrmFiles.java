package swarmline.loadtest.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Timing;

/** Percentile distributions as HdrHistogram's plotters read them, one file for each timing. */
public final class HgrmFiles {
  private static final int STEPS_PER_HALF = 5;
  private static final double MICROS_PER_MILLI = 1000;

  private HgrmFiles() {}

  /** Writes {@code claim.hgrm} and the like, in milliseconds; none for what was not timed. */
  public static void write(LatencyInterval latencies, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Timing timing : Timing.values()) {
      Histogram histogram = latencies.of(timing);
      if (histogram.getTotalCount() > 0) {
        Path file = directory.resolve(timing.label() + ".hgrm");
        try (var out =
            new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
          histogram.outputPercentileDistribution(out, STEPS_PER_HALF, MICROS_PER_MILLI);
        }
      }
    }
  }
}
