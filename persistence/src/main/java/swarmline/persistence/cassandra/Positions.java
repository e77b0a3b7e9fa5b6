package swarmline.persistence.cassandra;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A cursor of a list that grows at several ends: for each the position that comes next.
 *
 * @param next by end; an end that is not in it is at its beginning
 */
record Positions(Map<Long, Long> next) {
  static final Positions START = new Positions(Map.of());

  private static final int RADIX = Character.MAX_RADIX;
  private static final Pattern FORM =
      Pattern.compile("[0-9a-z]{1,12}\\.[0-9a-z]{1,12}(_[0-9a-z]{1,12}\\.[0-9a-z]{1,12})*");

  /** Nothing was read yet; as text, so that it can go on from there. */
  private static final String NOTHING = "0.0";

  Positions {
    next = Map.copyOf(next);
  }

  /** Null is the start. */
  static Positions parse(String cursor) {
    if (cursor == null) {
      return START;
    }
    if (!FORM.matcher(cursor).matches()) {
      throw new IllegalArgumentException("\"" + cursor + "\" is no cursor of this list");
    }
    Map<Long, Long> next = new TreeMap<>();
    for (String part : cursor.split("_", -1)) {
      int dot = part.indexOf('.');
      next.put(
          Long.parseLong(part.substring(0, dot), RADIX),
          Long.parseLong(part.substring(dot + 1), RADIX));
    }
    return new Positions(next);
  }

  long of(long end) {
    return next.getOrDefault(end, 0L);
  }

  Positions with(long end, long position) {
    var changed = new TreeMap<>(next);
    changed.put(end, position);
    return new Positions(changed);
  }

  String text() {
    return next.isEmpty()
        ? NOTHING
        : new TreeMap<>(next)
            .entrySet().stream()
                .map(
                    entry ->
                        Long.toString(entry.getKey(), RADIX)
                            + "."
                            + Long.toString(entry.getValue(), RADIX))
                .collect(Collectors.joining("_"));
  }
}
