package swarmline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import swarmline.api.auth.Role;

/** {@code docs/configuration.md} and the defaults there are hold against each other, both ways. */
class ConfigurationTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(swarmline[a-z.-]+)` \\| `(.*)` \\| `(SWARMLINE_[A-Z_]+)` \\| .+ \\|");
  private static final Pattern OVERRIDE = Pattern.compile("(\\S+) = \\$\\{\\?(SWARMLINE_[A-Z_]+)}");

  private record Row(String defaultValue, String variable) {}

  @Test
  void everyKeyIsDocumentedWithItsDefault() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    rows().forEach((key, row) -> documented.put(key, row.defaultValue().strip()));

    assertThat(documented).isEqualTo(defaults());
  }

  @Test
  void everyKeyHasTheEnvironmentVariableThatIsDocumentedAndNoneIsUsedTwice() throws IOException {
    Map<String, String> written = new TreeMap<>();
    for (String module : new String[] {"api", "engine", "persistence"}) {
      for (String line :
          Files.readAllLines(Path.of("..", module, "src", "main", "resources", "reference.conf"))) {
        Matcher override = OVERRIDE.matcher(line.strip());
        if (override.matches()) {
          assertThat(written.put(override.group(2), override.group(1))).as(line).isNull();
        }
      }
    }
    for (Map.Entry<String, Row> row : rows().entrySet()) {
      String key = row.getKey();
      assertThat(written.get(row.getValue().variable()))
          .as(key)
          .isEqualTo(key.substring(key.lastIndexOf('.') + 1));
    }
  }

  @Test
  void settingsThatCannotBeUsedSayWhichAndWhy() {
    assertInvalid("swarmline.api.keys = \"acme:boss:00\"", "role");
    assertInvalid("swarmline.api.keys = \"acme:platform:00\"", "SHA-256");
    assertInvalid("swarmline.api.keys = \"acme\"", "tenant:role:hash");
    assertInvalid("swarmline.api.ticket.secret = short", "32");
  }

  @Test
  void keysAreReadAsObjectsToo() {
    ServerSettings settings =
        ServerSettings.of(
            ConfigFactory.parseString(
                    "swarmline.api.keys = [{tenant: acme, role: operator, hash: \""
                        + "0".repeat(64)
                        + "\"}]")
                .withFallback(ConfigFactory.load()));

    assertThat(settings.keys()).hasSize(1);
    assertThat(settings.keys().get(0).role()).isEqualTo(Role.OPERATOR);
  }

  @Test
  void nodesThatFindEachOtherShareAStoreAndASecret() {
    assertInvalid("swarmline.api.cluster.seeds = \"a:1\"", "swarmline.api.store");
    assertInvalid("swarmline.api.cluster.seeds = \"no port\"", "host:port");
    assertInvalid("swarmline.api.store = paper", "embedded or cassandra");
    assertInvalid(
        "swarmline.api.store = cassandra\nswarmline.api.keys = \"acme:platform:"
            + "0".repeat(64)
            + "\"",
        "swarmline.api.ticket.secret");
  }

  private static void assertInvalid(String setting, String why) {
    Config config = ConfigFactory.parseString(setting).withFallback(ConfigFactory.load());
    assertThatThrownBy(() -> ServerSettings.of(config))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(why);
  }

  private static Map<String, Row> rows() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "configuration.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), new Row(row.group(2), row.group(3)));
      }
    }
    return rows;
  }

  /** Every key of ours but what only tells Pekko where our plugins are. */
  private static Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry :
        ConfigFactory.defaultReference().getConfig("swarmline").entrySet()) {
      String key = "swarmline." + entry.getKey();
      if (!key.contains("dispatcher") && !key.startsWith("swarmline.embedded.")) {
        Object value = entry.getValue().unwrapped();
        defaults.put(key, value.equals(true) ? "on" : value.toString());
      }
    }
    return defaults;
  }
}
