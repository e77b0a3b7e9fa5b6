package swarmline.loadtest.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names in the server's messages that the generator looks at. */
@SuppressWarnings("ImmutableEnumChecker") // the names' bytes are never handed out
public enum Field {
  TYPE("type"),
  RE("re"),
  ASSIGNMENT("assignment"),
  TASK("task"),
  POOL("pool"),
  PAYLOAD("payload"),
  EXPIRES_AT("expiresAt"),
  SESSION("session"),
  ASSIGNMENTS("assignments"),
  CODE("code"),
  DETAIL("detail"),
  REASON("reason"),
  PAID("paid"),
  VERDICT("verdict"),
  AMOUNT("amount"),
  /** In a payload made by this generator: when its line was written, in epoch microseconds. */
  PUBLISHED_AT("at");

  private static final int LENGTHS = 16;
  private static final Field[][] BY_LENGTH = byLength();

  private final byte[] name;

  Field(String name) {
    this.name = name.getBytes(StandardCharsets.US_ASCII);
  }

  /** The field with this name, or null. */
  static Field named(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length >= LENGTHS) {
      return null;
    }
    for (Field field : BY_LENGTH[length]) {
      if (Arrays.equals(field.name, 0, length, bytes, from, to)) {
        return field;
      }
    }
    return null;
  }

  private static Field[][] byLength() {
    var table = new Field[LENGTHS][];
    for (int length = 0; length < LENGTHS; length++) {
      int wanted = length;
      table[length] =
          Arrays.stream(values()).filter(f -> f.name.length == wanted).toArray(Field[]::new);
    }
    return table;
  }
}
