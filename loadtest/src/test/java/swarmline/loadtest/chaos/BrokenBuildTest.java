package swarmline.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.fake.Runs;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.run.Run;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.run.RunSettings.Crowd;
import swarmline.loadtest.run.RunSettings.Pacing;
import swarmline.loadtest.run.RunSettings.Work;
import swarmline.loadtest.run.Shape;
import swarmline.loadtest.server.ServerProcess;
import swarmline.loadtest.server.ServerProcess.Recipe;
import swarmline.loadtest.worker.Behaviour;

/**
 * What carries the promises is needed: without the sync, without the fencing and without the task's
 * word over the index, the same audit that real runs end with finds them broken.
 */
class BrokenBuildTest {
  private static final Path JAR = Path.of("../api/target/swarmline.jar");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration END_PATIENCE = Duration.ofSeconds(20);

  /** What a broken server never does is not waited for. */
  private static final Duration BROKEN_PATIENCE = Duration.ofSeconds(5);

  private static final Duration LATE_MAX = Duration.ofSeconds(2);
  private static final String RULES = "engine/swarmline.engine.task.TaskRules";
  private static final String INDEX = "engine/swarmline.engine.partition.IndexedTask";
  private static final String DATABASE = "persistence/swarmline.persistence.embedded.Database";
  private static final String OPTIONS =
      "persistence/swarmline.persistence.embedded.DatabaseOptions";

  /** Every third answer is given only when its lease has ended. */
  private static final Behaviour LATE =
      new Behaviour(Behaviour.EAGER.think(), 1, 0, 0, 0, 0.3, 0, 0);

  @TempDir private Path directory;
  private BrokenBuild build;

  @BeforeEach
  void needTheServer() {
    assumeTrue(Files.isRegularFile(JAR), JAR + " is not there: build the module api first");
    build = new BrokenBuild(directory);
  }

  @Test
  void whatIsBuiltAsItStandsPasses() throws Exception {
    build.with(RULES, "GIVEN_BACK_BEFORE", "GIVEN_BACK_BEFORE");

    assertThat(audited(LATE).kept()).isEmpty();
  }

  /**
   * What was not synced is lost with the process, as the page cache is with the machine. Which of
   * the promises is found broken depends on what the last moments before a kill held; once in a
   * while that is nothing that was acknowledged, so there are two.
   */
  @Test
  void withoutTheSyncAcknowledgedWorkIsLost() throws Exception {
    build
        .with(DATABASE, "setSync(fsync)", "setSync(false)")
        .with(
            OPTIONS,
            ".setManualWalFlush(!settings.fsync())",
            ".setManualWalFlush(true).setWritableFileMaxBufferSize(262_144)");

    ChaosResult result = killed(2);

    assertThat(result.findings().counts()).isNotEmpty();
  }

  @Test
  void withoutTheFencingAnswersUnderEndedLeasesAreCounted() throws Exception {
    build.with(
        RULES,
        "case EXPIRED -> late(draft, turn, answer, now);",
        "case EXPIRED -> { count(draft, ordinal, answer.get(), now);"
            + " yield draft.accepted(ordinal); }");

    assertThat(audited(LATE, false).counts()).containsKey("FencedAnswers");
  }

  /** The index forgets a slot now and then, as it may; nobody else looks. */
  @Test
  void withoutTheTasksWordOverTheIndexTasksAreOverAssigned() throws Exception {
    forgetfulIndex()
        .with(
            RULES,
            "return draft.freeSlots() > 0 ? Optional.empty() : Optional.of(Refusal.NO_SLOT_FREE);",
            "return Optional.empty();");

    assertThat(audited(Behaviour.EAGER, false).counts()).containsKey("OverAssignment");
  }

  @Test
  void withTheTasksWordAnIndexThatForgetsDoesNoHarm() throws Exception {
    forgetfulIndex();

    assertThat(audited(Behaviour.EAGER).kept()).isEmpty();
  }

  private BrokenBuild forgetfulIndex() throws IOException {
    return build
        .with(INDEX, "private int taken;", "private int taken; private boolean forgets;")
        .with(
            INDEX,
            "taken = summary.taken();",
            "forgets = !forgets; taken = Math.max(0, summary.taken() - (forgets ? 1 : 0));");
  }

  /** What the audit finds after a run that goes well to its end. */
  private Findings audited(Behaviour behaviour) throws Exception {
    return audited(behaviour, true);
  }

  /**
   * @param well whether the run must reach its end; a build that is broken need not
   */
  private Findings audited(Behaviour behaviour, boolean well) throws Exception {
    Path history = directory.resolve("history");
    var recipe =
        new Recipe(
            build.over(JAR),
            directory.resolve("data"),
            ServerProcess.freePort(),
            "sk_loadtest",
            Runs.SHORT_LIVED,
            Map.of());
    try (ServerProcess server = ServerProcess.start(recipe, PATIENCE);
        HistoryFile file = HistoryFile.create(history)) {
      Duration patience = well ? END_PATIENCE : BROKEN_PATIENCE;
      Run run = Runs.of(server.target(), load(behaviour, patience), file);
      List<String> trouble = run.execute().trouble();
      assertThat(well ? trouble : List.of()).isEmpty();
      run.readTruth();
    }
    return Audit.of(Evidence.of(history), LATE_MAX);
  }

  private static RunSettings load(Behaviour behaviour, Duration patience) {
    return load(behaviour, new Work(300, 0, 200, 2, 100), Duration.ofSeconds(1), patience);
  }

  private static RunSettings load(
      Behaviour behaviour, Work work, Duration lease, Duration patience) {
    return new RunSettings(
        "broken",
        new Crowd(20, 2, 1, behaviour, List.of()),
        Pacing.closed(null),
        work,
        new Shape(2, 3, "fixed", 20_000, lease, List.of("yes", "no")),
        1,
        patience);
  }

  private ChaosResult killed(int times) throws Exception {
    var load =
        load(Behaviour.EAGER, new Work(0, 2_000, 200, 2, 100), Duration.ofSeconds(2), END_PATIENCE);
    var plan =
        new ChaosPlan(
            build.over(JAR),
            directory.resolve("chaos"),
            Map.of(FaultKind.KILL, times),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            0,
            LATE_MAX,
            load,
            Runs.SHORT_LIVED);
    return new ChaosRun(plan, Runs.silent()).execute();
  }
}
