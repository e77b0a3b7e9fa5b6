package swarmline.loadtest.replay;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Numbered names that any server takes, instead of recorded ones, which may be of any length and
 * characters.
 */
final class Aliases {
  private final Map<String, String> aliases = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /**
   * @param prefix what the aliases begin with, before the number
   * @param recorded names, numbered from 1 in the order in which they first come
   */
  Aliases(String prefix, Collection<String> recorded) {
    for (String name : new LinkedHashSet<>(recorded)) {
      String alias = prefix + (aliases.size() + 1);
      aliases.put(name, alias);
      names.put(alias, name);
    }
  }

  String of(String name) {
    return aliases.get(name);
  }

  /** The recorded name; null where the alias is none of these. */
  String name(String alias) {
    return names.get(alias);
  }
}
