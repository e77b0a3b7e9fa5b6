package swarmline.api.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import swarmline.api.frame.FrameBuffer;

/** JSON values, written into a frame without anything in between. */
final class Json {
  private static final int DIGITS_MAX = 20;
  private static final int RADIX = 10;
  private static final long DAY_SECONDS = 86_400;
  private static final int HOUR_SECONDS = 3_600;
  private static final int MINUTE_SECONDS = 60;
  private static final int MILLI = 1_000_000;
  private static final int MICRO = 1_000;
  private static final int CONTROL_MAX = 0x1F;
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] LOWEST = ascii(Long.toString(Long.MIN_VALUE));

  private Json() {}

  static byte[] ascii(String literal) {
    return literal.getBytes(StandardCharsets.US_ASCII);
  }

  static void truth(FrameBuffer out, boolean value) {
    out.append(value ? TRUE : FALSE);
  }

  /** Any text, in quotes, escaped where it must be. */
  static void text(FrameBuffer out, String value) {
    out.append('"');
    out.append(isPlain(value) ? value : escaped(value));
    out.append('"');
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\' || c <= CONTROL_MAX) {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String value) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(value));
  }

  static void number(FrameBuffer out, long value) {
    if (value == Long.MIN_VALUE) {
      out.append(LOWEST);
      return;
    }
    if (value < 0) {
      out.append('-');
    }
    digits(out, Math.abs(value), 1);
  }

  /** A number that is not negative, with zeros before it up to a width. */
  private static void digits(FrameBuffer out, long value, int width) {
    long rest = value;
    int count = 0;
    byte[] reversed = new byte[DIGITS_MAX];
    while (rest > 0 || count < width) {
      reversed[count++] = (byte) ('0' + rest % RADIX);
      rest /= RADIX;
    }
    while (count > 0) {
      out.append((char) reversed[--count]);
    }
  }

  /** As {@link Instant#toString} in quotes, without its cost. */
  static void time(FrameBuffer out, Instant value) {
    long day = Math.floorDiv(value.getEpochSecond(), DAY_SECONDS);
    int second = (int) Math.floorMod(value.getEpochSecond(), DAY_SECONDS);
    LocalDate date = LocalDate.ofEpochDay(day);
    out.append('"');
    digits(out, date.getYear(), 4);
    out.append('-');
    digits(out, date.getMonthValue(), 2);
    out.append('-');
    digits(out, date.getDayOfMonth(), 2);
    out.append('T');
    digits(out, second / HOUR_SECONDS, 2);
    out.append(':');
    digits(out, second / MINUTE_SECONDS % MINUTE_SECONDS, 2);
    out.append(':');
    digits(out, second % MINUTE_SECONDS, 2);
    fraction(out, value.getNano());
    out.append('Z');
    out.append('"');
  }

  private static void fraction(FrameBuffer out, int nano) {
    if (nano == 0) {
      return;
    }
    out.append('.');
    if (nano % MILLI == 0) {
      digits(out, nano / MILLI, 3);
    } else if (nano % MICRO == 0) {
      digits(out, nano / MICRO, 6);
    } else {
      digits(out, nano, 9);
    }
  }
}
