package swarmline.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.fake.Runs;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.run.RunSettings.Crowd;
import swarmline.loadtest.run.RunSettings.Pacing;
import swarmline.loadtest.run.RunSettings.Work;
import swarmline.loadtest.run.Shape;
import swarmline.loadtest.worker.Behaviour;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.ThinkTime;

/**
 * The server is killed under load and started on its data, and the clients' history is audited:
 * nothing acknowledged is lost, nothing counts twice, every lease ends (I1 to I9).
 */
class KillTest {
  private static final Path JAR = Path.of("../api/target/swarmline.jar");
  private static final Duration QUIET_MAX = Duration.ofSeconds(2);

  /** Tasks kept open: what is left of them is done after the last fault. */
  private static final long AHEAD = 2_000;

  private static final long AHEAD_SHORT = 300;
  private static final Duration FAULT_MAX = Duration.ofMillis(1_500);

  /** A cold server that shares two cores with its clients and the build; measured elsewhere. */
  private static final Duration LATE_MAX = Duration.ofSeconds(5);

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
    ChaosResult result = harmed(Map.of(FaultKind.KILL, kills), consensus, accuracy);

    assertThat(result.made()).containsEntry(FaultKind.KILL, kills);
    assertThat(result.findings().measures().get("accepted")).isGreaterThan(100L * kills);
  }

  @Test
  void pausesCutsAndAFullDiskLoseNothingEither() throws Exception {
    ChaosResult result =
        harmed(Map.of(FaultKind.PAUSE, 1, FaultKind.CUT, 1, FaultKind.FULL_DISK, 1), "fixed", 1);

    assertThat(result.made()).containsEntry(FaultKind.PAUSE, 1).containsEntry(FaultKind.CUT, 1);
    assertThat(result.report().marks()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(result.report().counts().get(Count.DISCONNECTED)).isPositive();
    assertThat(result.made().containsKey(FaultKind.FULL_DISK) || !result.skipped().isEmpty())
        .isTrue();
  }

  @Test
  @Tag("long")
  @Tag("kills")
  void everyFaultTenTimesOverLosesNothing() throws Exception {
    harmed(
        Map.of(
            FaultKind.KILL, 10,
            FaultKind.PAUSE, 10,
            FaultKind.CUT, 10,
            FaultKind.FULL_DISK, 10),
        "fixed",
        1);
  }

  private ChaosResult harmed(Map<FaultKind, Integer> faults, String consensus, double accuracy)
      throws Exception {
    assumeTrue(runs(JAR), JAR + " is not there or has no main class: build the module api first");
    var plan =
        new ChaosPlan(
            JAR,
            directory,
            faults,
            QUIET_MAX,
            FAULT_MAX,
            0.1,
            LATE_MAX,
            load(consensus, accuracy, faults.containsKey(FaultKind.KILL) ? AHEAD : AHEAD_SHORT),
            Runs.SHORT_LIVED);

    ChaosResult result = new ChaosRun(plan, Runs.silent()).execute();

    assertThat(result.findings().kept()).isEmpty();
    assertThat(result.report().trouble()).isEmpty();
    return result;
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
  private static RunSettings load(String consensus, double accuracy, long ahead) {
    double abandon = consensus.equals("fixed") ? 0.002 : 0;
    var behaviour =
        Behaviour.EAGER.thinking(ThinkTime.of("5ms")).leaving(abandon, 0.01).answering(accuracy);
    return new RunSettings(
        "kill",
        new Crowd(48, 2, 1, behaviour, List.of()),
        Pacing.closed(null),
        new Work(0, ahead, 200, 2, 200),
        new Shape(2, 3, consensus, 20_000, Duration.ofSeconds(4), List.of("yes", "no")),
        Long.getLong("seed", 1),
        Duration.ofMinutes(2));
  }
}
