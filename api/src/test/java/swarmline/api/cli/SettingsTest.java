package swarmline.api.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.api.InvalidSettings;
import swarmline.api.ServerSettings;

final class SettingsTest {
  private static final String PORT = "swarmline.api.port";

  @TempDir Path directory;

  @Test
  void theCommandLineGoesBeforeTheEnvironmentBeforeTheFileBeforeTheDefault() throws IOException {
    Path file = file(PORT + " = 3");
    assertThat(port(Optional.empty(), Map.of(), Map.of())).isEqualTo(8080);
    assertThat(port(Optional.of(file), Map.of(), Map.of())).isEqualTo(3);
    assertThat(port(Optional.of(file), Map.of(), Map.of("SWARMLINE_PORT", "2"))).isEqualTo(2);
    assertThat(port(Optional.of(file), Map.of(), Map.of("SWARMLINE_PORT", "8080")))
        .as("also where it says what the default is")
        .isEqualTo(8080);
    assertThat(port(Optional.of(file), Map.of(PORT, 1), Map.of("SWARMLINE_PORT", "2")))
        .isEqualTo(1);
  }

  @Test
  void ourDefaultsGoBeforeTheLibraries() {
    Config config = Settings.load(Optional.empty(), Map.of(), Map.of());
    assertThat(config.getString("pekko.actor.provider")).isEqualTo("cluster");
    assertThat(config.getString("pekko.persistence.journal.plugin")).startsWith("swarmline.");
  }

  @Test
  void keysMayComeFromTheEnvironment() {
    String hash = "0".repeat(64);
    Config config =
        Settings.load(
            Optional.empty(), Map.of(), Map.of("SWARMLINE_KEYS", "acme:platform:" + hash));
    assertThat(ServerSettings.of(config).keys())
        .singleElement()
        .satisfies(key -> assertThat(key.hash()).isEqualTo(hash));
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> port(Optional.of(directory.resolve("none")), Map.of(), Map.of()))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("none");
  }

  @Test
  void whatIsShownHidesSecretsAndCanBeReadAgain() throws IOException {
    String hash = "a".repeat(64);
    Path file =
        file(
            "swarmline.api.ticket.secret = \"" + "s".repeat(40) + "\"",
            "swarmline.api.keys = [{tenant = acme, role = platform, hash = \"" + hash + "\"}]");
    Config config = Settings.load(Optional.of(file), Map.of(), Map.of());
    String shown = Settings.shown(config);
    assertThat(shown)
        .doesNotContain("sssss")
        .doesNotContain("aaaaa")
        .contains("acme")
        .contains("ping-every");
    Config again = Settings.load(Optional.of(file(shown)), Map.of(), Map.of());
    assertThat(again.getInt(PORT)).isEqualTo(8080);
    assertThat(
            Settings.shown(
                Settings.load(
                    Optional.empty(),
                    Map.of(),
                    Map.of("SWARMLINE_KEYS", "acme:platform:" + hash + ",b:worker:" + hash))))
        .doesNotContain("aaaaa")
        .contains("acme:platform:***,b:worker:***");
  }

  private static int port(
      Optional<Path> file, Map<String, Object> commandLine, Map<String, String> environment) {
    return Settings.load(file, commandLine, environment).getInt(PORT);
  }

  private Path file(String... lines) throws IOException {
    return Files.write(directory.resolve("test.conf"), java.util.List.of(lines));
  }
}
