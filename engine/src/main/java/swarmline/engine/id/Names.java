package swarmline.engine.id;

import java.util.regex.Pattern;

/** The alphabet that tenants choose their own names from: worker ids and task keys. */
public final class Names {
  /** Characters at the most, in a worker id, a task key or a tenant id. */
  public static final int LENGTH_MAX = 128;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:@-]{1," + LENGTH_MAX + "}");

  private Names() {}

  /** Whether the text is 1 to {@value #LENGTH_MAX} characters of {@code A-Z a-z 0-9 . _ : @ -}. */
  public static boolean valid(String text) {
    return NAME.matcher(text).matches();
  }

  static String require(String what, String text) {
    if (text == null || !valid(text)) {
      throw new IllegalArgumentException(
          what + " must be 1 to " + LENGTH_MAX + " characters of A-Z a-z 0-9 . _ : @ -");
    }
    return text;
  }
}
