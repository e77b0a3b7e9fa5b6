package swarmline.api.cli;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import swarmline.api.ServerSettings;

/** What every command that reads the configuration can be told about it. */
final class ConfigOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "Configuration in HOCON.")
  private Path file;

  @Option(names = "--data", paramLabel = "DIR", description = "Directory that holds everything.")
  private Path data;

  @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 for any.")
  private Integer port;

  Config load() {
    Map<String, Object> given = new HashMap<>();
    if (data != null) {
      given.put(ServerSettings.PATH + ".data-directory", data.toString());
    }
    if (port != null) {
      given.put(ServerSettings.PATH + ".port", port);
    }
    return Settings.load(Optional.ofNullable(file), given, System.getenv());
  }

  /**
   * What a file says, and the environment.
   *
   * @param file null for none
   */
  static Config load(Path file) {
    return Settings.load(Optional.ofNullable(file), Map.of(), System.getenv());
  }
}
