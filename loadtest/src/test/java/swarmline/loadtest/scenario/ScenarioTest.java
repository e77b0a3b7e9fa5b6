package swarmline.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTest {
  private static final List<String> KNOWN = List.of("workers", "for", "threshold", "think");

  @TempDir private Path directory;

  @Test
  void settingsAreReadWithTheirLines() throws IOException {
    Scenario scenario =
        Scenario.of(
            file(
                "# a busy hour",
                "_base = 500",
                "workers = ${_base}",
                "threshold = [",
                "  \"errors = 0\"",
                "  \"claim.p99 < 20ms\"",
                "]"));

    assertThat(scenario.settings().get("workers").values()).containsExactly("500");
    assertThat(scenario.settings().get("workers").line()).isEqualTo(3);
    assertThat(scenario.settings().get("threshold").values())
        .containsExactly("errors = 0", "claim.p99 < 20ms");
  }

  @Test
  void aKeyThatIsNoSettingIsSaidWithItsLineAndTheNearestThatIs() throws IOException {
    Path file = file("for = 30s", "wrokers = 10");

    assertThatThrownBy(() -> Scenario.of(file).require(KNOWN))
        .hasMessage(file + ":2: 'wrokers' is no setting; is 'workers' meant?");
  }

  @Test
  void whatIsNotHoconIsSaidWithItsLine() throws IOException {
    Path file = file("workers = 10", "for = [1, 2");

    assertThatThrownBy(() -> Scenario.of(file))
        .isInstanceOf(ScenarioError.class)
        .hasMessageContaining(file + ": 3: ");
  }

  @Test
  void aSectionIsNoSetting() throws IOException {
    Path file = file("think {", "  mean = 3s", "}");

    assertThatThrownBy(() -> Scenario.of(file))
        .hasMessage(file + ":1: 'think' holds a section; settings are flat");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> Scenario.of(directory.resolve("no.conf")))
        .hasMessageContaining("there is no scenario file");
  }

  @Test
  void aMessageAboutAnOptionLeadsToItsLine() throws IOException {
    Path file = file("for = 3s", "workers = 0");

    assertThat(Scenario.of(file).placeOf("--workers must be at least 1")).isEqualTo(file + ":2: ");
    assertThat(Scenario.of(file).placeOf("--workers-more is no option")).isEmpty();
  }

  private Path file(String... lines) throws IOException {
    return Files.write(directory.resolve("scenario.conf"), List.of(lines));
  }
}
