package swarmline.engine.id;

import java.util.Locale;

/** How constants are written to the outside: lower case with dashes. */
public final class Words {
  private Words() {}

  public static String of(Enum<?> constant) {
    return of(constant.name());
  }

  /** A constant's name as it was stored, or any other text as it is. */
  public static String of(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
