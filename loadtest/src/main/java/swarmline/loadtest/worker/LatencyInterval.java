package swarmline.loadtest.worker;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Waiting times of a while, in microseconds. Not thread-safe. */
public final class LatencyInterval {
  private static final int DIGITS = 3;

  private final Map<Timing, Histogram> times = new EnumMap<>(Timing.class);

  private LatencyInterval() {
    for (Timing timing : Timing.values()) {
      times.put(timing, new Histogram(DIGITS));
    }
  }

  public static LatencyInterval empty() {
    return new LatencyInterval();
  }

  /** What {@link #encoded} gave. */
  public static LatencyInterval decoded(Map<String, String> encoded) {
    var interval = new LatencyInterval();
    encoded.forEach(
        (timing, text) -> {
          try {
            byte[] bytes = Base64.getDecoder().decode(text);
            Histogram histogram =
                Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
            interval.of(Timing.valueOf(timing)).add(histogram);
          } catch (DataFormatException broken) {
            throw new IllegalArgumentException("no histogram of " + timing, broken);
          }
        });
    return interval;
  }

  /** The distributions that are not empty, compressed, as base64, by the names of timings. */
  public Map<String, String> encoded() {
    Map<String, String> encoded = new TreeMap<>();
    times.forEach(
        (timing, histogram) -> {
          if (histogram.getTotalCount() > 0) {
            var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            int length = histogram.encodeIntoCompressedByteBuffer(buffer);
            byte[] bytes = Arrays.copyOf(buffer.array(), length);
            encoded.put(timing.name(), Base64.getEncoder().encodeToString(bytes));
          }
        });
    return encoded;
  }

  public Histogram of(Timing timing) {
    return times.get(timing);
  }

  /** Adds another while to this one. */
  public void add(LatencyInterval other) {
    times.forEach((timing, histogram) -> histogram.add(other.of(timing)));
  }
}
