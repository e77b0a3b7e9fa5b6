package swarmline.loadtest.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.worker.Behaviour;

/**
 * The server is killed under load and started on its data, and the clients' history is audited:
 * nothing acknowledged is lost, nothing counts twice, every lease ends (I1 to I9).
 */
class KillTest {
  private static final Path JAR = Path.of("../api/target/swarmline.jar");
  private static final Duration ALIVE_MAX = Duration.ofSeconds(2);

  /** A cold server that shares two cores with its clients and the build; measured elsewhere. */
  private static final Duration LATE_MAX = Duration.ofSeconds(2);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilledTenTimes() throws Exception {
    survives(10, "fixed", 1);
  }

  @Test
  @Tag("long")
  @Tag("kills")
  void nothingAcknowledgedIsLostWhenTheServerIsKilledAHundredTimes() throws Exception {
    survives(100, "fixed", 1);
  }

  @Test
  @Tag("long")
  @Tag("kills")
  void nothingIsLostEitherWhenTasksEndEarlyByAgreement() throws Exception {
    survives(100, "agreement", 0.8);
  }

  private void survives(int kills, String consensus, double accuracy) throws Exception {
    assumeTrue(runs(JAR), JAR + " is not there or has no main class: build the module api first");
    var plan =
        new KillPlan(
            JAR,
            directory,
            kills,
            ALIVE_MAX,
            0.1,
            LATE_MAX,
            load(consensus, accuracy),
            List.of("-Xmx512m", "-XX:+UseSerialGC"));

    KillResult result = new KillRun(plan, silent()).execute();

    assertThat(result.findings().kept()).isEmpty();
    assertThat(result.report().trouble()).isEmpty();
    assertThat(result.kills()).isEqualTo(kills);
    assertThat(result.findings().measures().get("accepted")).isGreaterThan(100L * kills);
  }

  private static boolean runs(Path jar) throws IOException {
    if (!Files.isRegularFile(jar)) {
      return false;
    }
    try (var file = new JarFile(jar.toFile())) {
      return file.getEntry("swarmline/api/Main.class") != null;
    }
  }

  /** Short leases, some of them abandoned where every answer is waited for. */
  private static RunSettings load(String consensus, double accuracy) {
    double abandon = consensus.equals("fixed") ? 0.002 : 0;
    return new RunSettings(
        "kill",
        48,
        2,
        null,
        Duration.ZERO,
        0,
        2_000,
        3,
        consensus,
        20_000,
        Duration.ofSeconds(4),
        2,
        200,
        2,
        200,
        new Behaviour(Duration.ofMillis(5), abandon, 0.01, accuracy),
        List.of("yes", "no"),
        1,
        Long.getLong("seed", 1),
        Duration.ofMinutes(2));
  }

  private static Progress silent() {
    return new Progress(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
  }
}
