package swarmline.api.cli;

import java.util.Locale;

/**
 * One line of what the doctor says.
 *
 * @param todo what to do about it; empty where nothing is to be done
 */
record Finding(Level level, String what, String found, String todo) {

  /** How bad it is. */
  enum Level {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String what, String found) {
    return new Finding(Level.OK, what, found, "");
  }

  static Finding warn(String what, String found, String todo) {
    return new Finding(Level.WARN, what, found, todo);
  }

  static Finding fail(String what, String found, String todo) {
    return new Finding(Level.FAIL, what, found, todo);
  }

  /** Fine, or worth a warning. */
  static Finding of(boolean fine, String what, String found, String todo) {
    return fine ? ok(what, found) : warn(what, found, todo);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-4s  %-14s %s%s",
        level.name().toLowerCase(Locale.ROOT),
        what,
        found,
        todo.isEmpty() ? "" : ": " + todo);
  }
}
