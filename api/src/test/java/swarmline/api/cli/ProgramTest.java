package swarmline.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import swarmline.api.TestServer;
import swarmline.api.auth.ApiKey;

final class ProgramTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "serve --help",
        "doctor --help",
        "keys --help",
        "keys new --help",
        "journal verify --help",
        "demo --help",
        "schema create --help",
        "schema check --help",
        "migrate --help",
        "serve --print-config",
        "serve --print-config --config ../config/server.conf",
        "serve --print-config --config ../config/cluster.conf"
      })
  void whatIsAskedForIsAnswered(String line) {
    assertThat(run(line.split(" "))).isZero();
    assertThat(out.toString()).isNotBlank();
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dance",
        "serve --nope",
        "demo --workers 1",
        "journal",
        "migrate",
        "serve --port x",
        "keys",
        "keys new --tenant t",
        "keys new --tenant t --role boss",
        "keys new --tenant / --role worker"
      })
  void wrongUseEndsWithTwo(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("Usage:");
  }

  @Test
  void aConfigurationThatCannotBeUsedEndsWithOneAndASentence() {
    assertThat(run("serve", "--config", directory.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("swarmline: ").contains("none").hasLineCount(1);
  }

  @Test
  void aCassandraThatDoesNotAnswerEndsWithOneAndASentence() throws IOException {
    Path nobody = directory.resolve("nobody.conf");
    Files.writeString(
        nobody,
        """
        swarmline.persistence.cassandra.contact-points = "127.0.0.1:1"
        datastax-java-driver.advanced.reconnect-on-init = false
        """);

    assertThat(run("schema", "check", "--config", nobody.toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("swarmline: Cassandra does not answer at");
  }

  @Test
  void aNewKeyIsShownWithWhatTheConfigurationHoldsOfIt() {
    assertThat(run("keys", "new", "--tenant", "acme", "--role", "platform")).isZero();
    Matcher key = Pattern.compile("(?m)^key: (sk_\\w+)$").matcher(out.toString());
    assertThat(key.find()).isTrue();
    assertThat(out.toString()).contains("hash = \"" + ApiKey.hashOf(key.group(1)) + "\"");
  }

  @Test
  void theDoctorFindsNothingWrongWithAFreePlace() {
    String data = directory.resolve("not/yet").toString();
    assertThat(run("doctor", "--data", data, "--port", "0")).isZero();
    assertThat(out.toString())
        .containsPattern("(?m)^ok +java ")
        .containsPattern("(?m)^ok +configuration ")
        .containsPattern("(?m)^\\w+ +disk +a write is on disk in \\d+ µs")
        .containsPattern("(?m)^ok +port ");
    assertThat(Files.exists(directory.resolve("not"))).isFalse();
  }

  @Test
  void theDemonstrationEndsWithItsOutcomesWhereAsked() {
    assertThat(run("demo", "--exit", "--tasks", "30", "--workers", "9", "--port", "0")).isZero();
    assertThat(out.toString())
        .containsPattern("(?m)^development key: sk_\\w+$")
        .containsPattern("resolved +[1-9]")
        .doesNotContain("curl");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aJournalIsVerifiedWhenNoServerHoldsIt() {
    String data = directory.resolve("data").toString();
    try (var server = TestServer.on(Path.of(data))) {
      server.openPool("\"name\": \"signs\"");
      assertThat(run("journal", "verify", "--data", data)).isEqualTo(1);
      assertThat(err.toString()).contains("in use");
    }
    assertThat(run("journal", "verify", "--data", data)).isZero();
    assertThat(out.toString()).contains("Everything is as it was written.");
    assertThat(run("journal", "verify", "--data", directory.resolve("none").toString()))
        .isEqualTo(1);
    assertThat(run("journal", "verify")).isEqualTo(2);
  }

  @Test
  void theDoctorSaysWhatIsWrongAndWhatToDo() throws IOException {
    Files.writeString(directory.resolve("letter.txt"), "not ours");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run("doctor", "--data", directory.toString(), "--port", port)).isEqualTo(1);
      assertThat(out.toString())
          .containsPattern("(?m)^warn +data .*name another directory$")
          .containsPattern("(?m)^fail +port .*choose another$");
    }
    Path broken = Files.writeString(directory.resolve("broken.conf"), "swarmline.api.port = x");
    assertThat(run("doctor", "--config", broken.toString())).isEqualTo(1);
    assertThat(out.toString()).containsPattern("(?m)^fail +configuration ");
  }

  private int run(String... arguments) {
    CommandLine program = Program.commandLine();
    program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return program.execute(arguments);
  }
}
