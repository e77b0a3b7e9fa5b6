package swarmline.engine.pool;

/** What a pool spec's fields must keep to; the message names the field and the bound. */
final class Require {
  private Require() {}

  static <T> T orElse(T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  static void between(String field, long value, long least, long most) {
    that(value >= least && value <= most, field + " must be " + least + " to " + most);
  }

  static void that(boolean holds, String message) {
    if (!holds) {
      throw new InvalidPoolSpec(message);
    }
  }
}
