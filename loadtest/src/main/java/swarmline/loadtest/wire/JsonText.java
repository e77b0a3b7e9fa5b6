package swarmline.loadtest.wire;

/** Where JSON values begin and end in a range of UTF-8 bytes. Builds nothing, copies nothing. */
public final class JsonText {
  private JsonText() {}

  /** The first position from {@code at} on that is not white space. */
  public static int skipBlank(byte[] bytes, int at, int to) {
    int position = at;
    while (position < to && isBlank(bytes[position])) {
      position++;
    }
    return position;
  }

  /** The position after the value that begins at {@code at}. */
  public static int valueEnd(byte[] bytes, int at, int to) {
    if (at >= to) {
      throw new MalformedJson("a value is missing");
    }
    return switch (bytes[at]) {
      case '"' -> stringEnd(bytes, at + 1, to) + 1;
      case '{', '[' -> nestedEnd(bytes, at, to);
      default -> scalarEnd(bytes, at, to);
    };
  }

  /** The position of the quote that closes the string whose content begins at {@code at}. */
  static int stringEnd(byte[] bytes, int at, int to) {
    for (int position = at; position < to; position++) {
      byte b = bytes[position];
      if (b == '"') {
        return position;
      }
      if (b == '\\') {
        position++;
      }
    }
    throw new MalformedJson("a string does not end");
  }

  private static int nestedEnd(byte[] bytes, int at, int to) {
    int depth = 0;
    for (int position = at; position < to; position++) {
      byte b = bytes[position];
      if (b == '"') {
        position = stringEnd(bytes, position + 1, to);
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth == 0) {
          return position + 1;
        }
      }
    }
    throw new MalformedJson("an object or array does not end");
  }

  private static int scalarEnd(byte[] bytes, int at, int to) {
    int position = at;
    while (position < to && !endsScalar(bytes[position])) {
      position++;
    }
    if (position == at) {
      throw new MalformedJson("a value is missing");
    }
    return position;
  }

  private static boolean endsScalar(byte b) {
    return b == ',' || b == '}' || b == ']' || isBlank(b);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
