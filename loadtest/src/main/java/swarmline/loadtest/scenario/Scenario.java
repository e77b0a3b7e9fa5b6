package swarmline.loadtest.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file in HOCON whose keys are the names of options without their dashes, such as {@code workers
 * = 1000} or {@code threshold = ["claim.p99 < 20ms", "errors = 0"]}; keys that begin with an
 * underscore are for substitutions. What the command line says precedes it.
 */
public final class Scenario {
  private static final String VARIABLE = "_";

  /**
   * One setting of the file.
   *
   * @param values more than one for options that may be repeated
   * @param line where it stands
   */
  public record Setting(List<String> values, int line) {
    public Setting {
      values = List.copyOf(values);
    }
  }

  private final Path file;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private Scenario(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws ScenarioError where it is not there, not HOCON, or holds what is no setting
   */
  public static Scenario of(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ScenarioError("there is no scenario file " + file);
    }
    try {
      Config config =
          ConfigFactory.parseFile(
              file.toFile(),
              ConfigParseOptions.defaults()
                  .setOriginDescription(file.toString())
                  .setAllowMissing(false));
      return of(file, config.root(), config.resolve().root());
    } catch (ConfigException wrong) {
      throw new ScenarioError("the scenario is not valid HOCON: " + wrong.getMessage());
    }
  }

  /**
   * @param written knows the lines; a substituted value has that of where it comes from
   */
  private static Scenario of(Path file, ConfigObject written, ConfigObject resolved) {
    var scenario = new Scenario(file);
    resolved.forEach(
        (key, value) -> {
          if (!key.startsWith(VARIABLE)) {
            int line = written.get(key).origin().lineNumber();
            scenario.settings.put(key, new Setting(scenario.texts(key, value), line));
          }
        });
    return scenario;
  }

  private List<String> texts(String key, ConfigValue value) {
    if (value.valueType() == ConfigValueType.LIST) {
      return ((List<?>) value.unwrapped()).stream().map(String::valueOf).toList();
    }
    if (value.valueType() == ConfigValueType.OBJECT) {
      throw new ScenarioError(
          place(value.origin().lineNumber()) + "'" + key + "' holds a section; settings are flat");
    }
    return List.of(String.valueOf(value.unwrapped()));
  }

  /**
   * Makes sure that every key is the name of an option.
   *
   * @param known names without dashes
   * @throws ScenarioError where one is not, with the nearest that is
   */
  public Scenario require(Collection<String> known) {
    settings.forEach(
        (key, setting) -> {
          if (!known.contains(key)) {
            throw new ScenarioError(
                place(setting.line()) + "'" + key + "' is no setting" + nearest(key, known));
          }
        });
    return this;
  }

  /** The settings by name, in no order that matters. */
  public Map<String, Setting> settings() {
    return Map.copyOf(settings);
  }

  /** {@code FILE:LINE: }, for the beginning of a message. */
  public String place(int line) {
    return file + ":" + line + ": ";
  }

  /**
   * Where the settings stand that a message names as options; empty where it names none of them.
   */
  public String placeOf(String message) {
    for (Map.Entry<String, Setting> entry : settings.entrySet()) {
      if (message.matches("(?s).*--" + entry.getKey() + "(?![a-z-]).*")) {
        return place(entry.getValue().line());
      }
    }
    return "";
  }

  private static String nearest(String key, Collection<String> known) {
    String best = "";
    int least = 3;
    for (String name : known) {
      int distance = distance(key, name);
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return best.isEmpty() ? "; see run --help" : "; is '" + best + "' meant?";
  }

  /** Edits from one text to the other (Levenshtein). */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
