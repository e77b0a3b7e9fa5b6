package swarmline.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;

/**
 * A place in a list of the store that is finer than the store's own: the page it is in, and the
 * last row of that page that the client has. Opaque to the client. Where that row is gone, the page
 * is given again: at least once, never skipped.
 *
 * @param page the store's cursor of the page; null for the first
 * @param after names the last row the client has; empty for none
 */
record Cursor(String page, String after) {
  static final Cursor START = new Cursor(null, "");
  static final int LENGTH_MAX = 1_024;

  /** Begins every cursor, so that what is none is noticed. */
  private static final String FORM = "1";

  private static final char SEPARATOR = '\u0000';

  String text() {
    String plain = FORM + (page == null ? "" : page) + SEPARATOR + after;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The cursor that the text is.
   *
   * @param text null for the start
   */
  static Cursor parse(String text) {
    if (text == null) {
      return START;
    }
    try {
      if (text.length() <= LENGTH_MAX) {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int separator = plain.indexOf(SEPARATOR);
        if (plain.startsWith(FORM) && separator > 0) {
          String page = plain.substring(FORM.length(), separator);
          return new Cursor(page.isEmpty() ? null : page, plain.substring(separator + 1));
        }
      }
    } catch (IllegalArgumentException notBase64) {
      throw invalid();
    }
    throw invalid();
  }

  static Rejected invalid() {
    return new Rejected(ApiError.INVALID_CURSOR, "Send a cursor as this list gave it.");
  }
}
