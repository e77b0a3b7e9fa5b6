package swarmline.loadtest.wire;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Times on the wire, as microseconds since 1970 UTC. */
public final class Rfc3339 {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int SECONDS_LENGTH = 19;

  private Rfc3339() {}

  /** The time in the text. */
  public static long micros(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return micros(bytes, 0, bytes.length);
  }

  /** The time in the range; the usual form, {@code 2026-01-02T03:04:05.678Z}, without garbage. */
  public static long micros(byte[] bytes, int from, int to) {
    if (to - from <= SECONDS_LENGTH || bytes[to - 1] != 'Z') {
      return unusual(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
    long days =
        epochDay(digits(bytes, from, 4), digits(bytes, from + 5, 2), digits(bytes, from + 8, 2));
    long seconds =
        days * SECONDS_PER_DAY
            + digits(bytes, from + 11, 2) * 3600L
            + digits(bytes, from + 14, 2) * 60L
            + digits(bytes, from + 17, 2);
    return seconds * MICROS_PER_SECOND + fraction(bytes, from + SECONDS_LENGTH, to - 1);
  }

  private static long fraction(byte[] bytes, int from, int to) {
    long micros = 0;
    long unit = MICROS_PER_SECOND / 10;
    for (int at = from + 1; at < to; at++) {
      micros += (bytes[at] - '0') * unit;
      unit /= 10;
    }
    return micros;
  }

  private static int digits(byte[] bytes, int from, int count) {
    int value = 0;
    for (int at = from; at < from + count; at++) {
      value = value * 10 + (bytes[at] - '0');
    }
    return value;
  }

  /** Days since 1970-01-01; H. Hinnant, "chrono-compatible low-level date algorithms". */
  private static long epochDay(int year, int month, int day) {
    long shifted = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(shifted, 400L);
    long yearOfEra = shifted - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  private static long unusual(String text) {
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notATime) {
      throw new MalformedJson("'" + text + "' is not a time: " + notATime.getMessage());
    }
  }
}
