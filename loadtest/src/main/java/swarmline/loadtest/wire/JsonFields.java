package swarmline.loadtest.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The top-level fields of one JSON object, as positions in the bytes it was scanned from. Made once
 * and scanned again for every message; valid until those bytes change. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // arrays by field, on the hottest path
public final class JsonFields {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int COUNT = Field.values().length;

  private final int[] starts = new int[COUNT];
  private final int[] ends = new int[COUNT];
  private byte[] bytes = {};
  private int seen;

  /** Finds the fields of the object that fills the range. */
  public void scan(byte[] source, int from, int to) {
    bytes = source;
    seen = 0;
    int at = expect('{', JsonText.skipBlank(source, from, to), to);
    if (at < to && source[at] == '}') {
      return;
    }
    while (true) {
      int key = expect('"', at, to, false);
      int keyEnd = JsonText.stringEnd(source, key, to);
      at = expect(':', JsonText.skipBlank(source, keyEnd + 1, to), to);
      int end = JsonText.valueEnd(source, at, to);
      keep(Field.named(source, key, keyEnd), at, end);
      at = JsonText.skipBlank(source, end, to);
      if (at < to && source[at] == '}') {
        return;
      }
      at = expect(',', at, to);
    }
  }

  /** Whether the field is there and not null. */
  public boolean has(Field field) {
    return (seen & 1 << field.ordinal()) != 0;
  }

  /** What was scanned last. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the value begins: after the opening quote of a string. */
  public int start(Field field) {
    return starts[field.ordinal()];
  }

  /** Where the value ends, exclusive: before the closing quote of a string. */
  public int end(Field field) {
    return ends[field.ordinal()];
  }

  /** A copy of the value's bytes; empty where the field is missing. */
  public byte[] copy(Field field) {
    return has(field) ? Arrays.copyOfRange(bytes, start(field), end(field)) : new byte[0];
  }

  /** Whether the value is exactly these bytes. */
  public boolean is(Field field, byte[] value) {
    return has(field) && Arrays.equals(bytes, start(field), end(field), value, 0, value.length);
  }

  /** The value of a string without its escapes, or the JSON text of another; empty if missing. */
  public String text(Field field) {
    if (!has(field)) {
      return "";
    }
    String raw = new String(bytes, start(field), end(field) - start(field), StandardCharsets.UTF_8);
    return raw.indexOf('\\') >= 0 && bytes[start(field) - 1] == '"' ? unescaped(raw) : raw;
  }

  /** The value as a whole number, in digits or in a string of digits; {@code orElse} if not one. */
  public long number(Field field, long orElse) {
    if (!has(field) || start(field) == end(field)) {
      return orElse;
    }
    int at = start(field);
    boolean negative = bytes[at] == '-';
    long value = 0;
    for (int i = negative ? at + 1 : at; i < end(field); i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return orElse;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  private void keep(Field field, int at, int end) {
    if (field == null || bytes[at] == 'n') {
      return;
    }
    boolean string = bytes[at] == '"';
    starts[field.ordinal()] = string ? at + 1 : at;
    ends[field.ordinal()] = string ? end - 1 : end;
    seen |= 1 << field.ordinal();
  }

  private int expect(char wanted, int at, int to) {
    return expect(wanted, at, to, true);
  }

  private int expect(char wanted, int at, int to, boolean skipBlank) {
    if (at >= to || bytes[at] != wanted) {
      throw new MalformedJson("'" + wanted + "' is missing at byte " + at);
    }
    return skipBlank ? JsonText.skipBlank(bytes, at + 1, to) : at + 1;
  }

  private static String unescaped(String raw) {
    try {
      return JSON.readValue('"' + raw + '"', String.class);
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }
}
