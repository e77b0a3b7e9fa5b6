package swarmline.engine.id;

/** The alphabet that tenants choose their own names from: worker ids and task keys. */
public final class Names {
  /** Characters at the most, in a worker id, a task key or a tenant id. */
  public static final int LENGTH_MAX = 128;

  private Names() {}

  /** Whether the text is 1 to {@value #LENGTH_MAX} characters of {@code A-Z a-z 0-9 . _ : @ -}. */
  public static boolean valid(String text) {
    int length = text.length();
    if (length < 1 || length > LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!allowed(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == ':'
        || c == '@'
        || c == '-';
  }

  static String require(String what, String text) {
    if (text == null || !valid(text)) {
      throw new IllegalArgumentException(
          what + " must be 1 to " + LENGTH_MAX + " characters of A-Z a-z 0-9 . _ : @ -");
    }
    return text;
  }
}
