package swarmline.persistence.catalog;

/** Cursors as the store makes them: the number of the last item handed out. */
public final class Cursors {
  private static final int DIGITS_MAX = 18;

  private Cursors() {}

  public static String of(long number) {
    return Long.toString(number);
  }

  /** The number; 0, which is before everything, for null. */
  public static long number(String cursor) {
    if (cursor == null) {
      return 0;
    }
    if (cursor.isEmpty()
        || cursor.length() > DIGITS_MAX
        || !cursor.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("\"" + cursor + "\" is no cursor of this list");
    }
    return Long.parseLong(cursor);
  }
}
