package swarmline.api.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swarmline.api.InvalidSettings;
import swarmline.api.ServerSettings;

/**
 * Puts the configuration together: the command line first, then the environment, then the file,
 * then the defaults of {@code reference.conf}.
 */
final class Settings {
  private static final String ROOT = "swarmline";
  private static final String MASK = "***";
  private static final String SECRET = ServerSettings.PATH + ".ticket.secret";
  private static final String KEYS = ServerSettings.PATH + ".keys";

  private Settings() {}

  /**
   * @param commandLine values by path
   * @throws InvalidSettings where there is no such file
   */
  static Config load(
      Optional<Path> file, Map<String, Object> commandLine, Map<String, String> environment) {
    return ConfigFactory.parseMap(commandLine, "the command line")
        .withFallback(ConfigFactory.defaultOverrides())
        .withFallback(environment(environment))
        .withFallback(file.map(Settings::parsed).orElse(ConfigFactory.empty()))
        .withFallback(defaults())
        .resolve();
  }

  /**
   * What {@code reference.conf} says, ours before the libraries'. On a class path that follows from
   * its order; in one jar all of them are one file in which the last would win.
   */
  private static Config defaults() {
    return ours("api")
        .withFallback(ours("persistence"))
        .withFallback(ours("engine"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved());
  }

  private static Config ours(String module) {
    return ConfigFactory.parseResources(
        Settings.class.getClassLoader(),
        "swarmline/defaults/" + module + "/reference.conf",
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  private static Config parsed(Path file) {
    if (!Files.isReadable(file)) {
      throw new InvalidSettings("The configuration " + file + " cannot be read. Name another.");
    }
    return ConfigFactory.parseFile(
        file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /**
   * What the environment says, by the paths that {@code reference.conf} gives its variables. There
   * they only stand in for defaults; here they go before a file.
   */
  private static Config environment(Map<String, String> environment) {
    Config marked =
        defaults().resolve(ConfigResolveOptions.noSystem().appendResolver(new Marks(environment)));
    var found = new HashMap<String, Object>();
    marked
        .getConfig(ROOT)
        .entrySet()
        .forEach(
            entry -> {
              Object value = entry.getValue().unwrapped();
              if (value instanceof String text && text.startsWith(Marks.MARK)) {
                String variable = text.substring(Marks.MARK.length());
                found.put(ROOT + "." + entry.getKey(), environment.get(variable));
              }
            });
    return ConfigFactory.parseMap(found, "the environment");
  }

  /** Puts the name of a variable in the place of its value. */
  private static final class Marks implements ConfigResolver {
    private static final String MARK = "\u0000";

    private final Map<String, String> environment;

    Marks(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public ConfigValue lookup(String path) {
      return environment.containsKey(path) ? ConfigValueFactory.fromAnyRef(MARK + path) : null;
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }
  }

  /** Everything of ours as HOCON, secrets masked. */
  static String shown(Config config) {
    Config masked = config.withOnlyPath(ROOT);
    if (!masked.getString(SECRET).isEmpty()) {
      masked = masked.withValue(SECRET, ConfigValueFactory.fromAnyRef(MASK));
    }
    masked = masked.withValue(KEYS, keys(masked.getValue(KEYS)));
    return masked
        .root()
        .render(
            ConfigRenderOptions.defaults()
                .setOriginComments(false)
                .setComments(false)
                .setJson(false));
  }

  private static ConfigValue keys(ConfigValue keys) {
    if (keys.valueType() == ConfigValueType.STRING) {
      return ConfigValueFactory.fromAnyRef(
          keys.unwrapped()
              .toString()
              .replaceAll(":[^:,]*(,|$)", ":" + MASK.replace("*", "\\*") + "$1"));
    }
    List<Object> shown = new ArrayList<>();
    for (ConfigValue key : (ConfigList) keys) {
      shown.add(
          ((ConfigObject) key).withValue("hash", ConfigValueFactory.fromAnyRef(MASK)).unwrapped());
    }
    return ConfigValueFactory.fromIterable(shown);
  }
}
