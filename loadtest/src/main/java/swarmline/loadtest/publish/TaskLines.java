package swarmline.loadtest.publish;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongUnaryOperator;

/**
 * The NDJSON lines of a run of tasks, in blocks made as they are asked for. A line is a template
 * with its number and its time set: {@code {"key":"SERIES-000000001","payload":{"at":MICROS,
 * "text":"…"}}}.
 */
final class TaskLines implements Iterable<byte[]> {
  private static final int LINES_PER_BLOCK = 64;
  private static final int TIME_DIGITS = 16;
  private static final String BEFORE_TIME = "{\"at\":";
  private static final String BEFORE_TEXT = ",\"text\":\"";
  private static final String AFTER_TEXT = "\"}";

  private final byte[] template;
  private final int keyEnd;
  private final int timeEnd;
  private final long first;
  private final int count;
  private final LongUnaryOperator times;

  /**
   * @param payloadBytes of JSON, at least {@link #payloadMin()}
   * @param times the time of each line by its number, in microseconds since 1970
   */
  TaskLines(String series, int payloadBytes, long first, int count, LongUnaryOperator times) {
    this.first = first;
    this.count = count;
    this.times = times;
    String beforeKey = "{\"key\":\"";
    String key = TaskSeries.key(series, 0);
    String beforePayload = "\",\"payload\":";
    keyEnd = beforeKey.length() + key.length();
    timeEnd = keyEnd + beforePayload.length() + BEFORE_TIME.length() + TIME_DIGITS;
    template =
        beforeKey
            .concat(key)
            .concat(beforePayload)
            .concat(BEFORE_TIME)
            .concat("0".repeat(TIME_DIGITS))
            .concat(BEFORE_TEXT)
            .concat("x".repeat(payloadBytes - payloadMin()))
            .concat(AFTER_TEXT)
            .concat("}\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Bytes of the smallest payload. */
  static int payloadMin() {
    return BEFORE_TIME.length() + TIME_DIGITS + BEFORE_TEXT.length() + AFTER_TEXT.length();
  }

  long bytes() {
    return (long) template.length * count;
  }

  @Override
  public Iterator<byte[]> iterator() {
    return new Iterator<>() {
      private int done;

      @Override
      public boolean hasNext() {
        return done < count;
      }

      @Override
      public byte[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int lines = Math.min(LINES_PER_BLOCK, count - done);
        byte[] block = block(first + done, lines);
        done += lines;
        return block;
      }
    };
  }

  private byte[] block(long from, int lines) {
    byte[] block = new byte[lines * template.length];
    for (int line = 0; line < lines; line++) {
      int at = line * template.length;
      System.arraycopy(template, 0, block, at, template.length);
      digits(block, at + keyEnd, from + line);
      digits(block, at + timeEnd, times.applyAsLong(from + line));
    }
    return block;
  }

  /** Overwrites the zeros before {@code end} with the number. */
  private static void digits(byte[] bytes, int end, long number) {
    int at = end;
    for (long rest = number; rest > 0; rest /= 10) {
      at--;
      bytes[at] = (byte) ('0' + rest % 10);
    }
  }
}
