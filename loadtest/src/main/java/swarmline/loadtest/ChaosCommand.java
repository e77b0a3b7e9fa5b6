package swarmline.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.loadtest.audit.AuditText;
import swarmline.loadtest.kill.KillPlan;
import swarmline.loadtest.kill.KillResult;
import swarmline.loadtest.kill.KillRun;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.run.Summary;

/** {@code chaos}: a load under which the server is taken away, and the audit of what it kept. */
@Command(
    name = "chaos",
    description = "Starts a server, kills it under load again and again, and audits.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class ChaosCommand implements Callable<Integer> {
  @Option(
      names = "--start",
      paramLabel = "JAR",
      required = true,
      description = "the server's jar; it is run on fresh data")
  private Path jar;

  @Option(
      names = "--kills",
      description = "how often it is killed (-9); default ${DEFAULT-VALUE}",
      defaultValue = "10")
  private int kills;

  @Option(
      names = "--alive",
      paramLabel = "MS",
      description = "longest time between being at work and a kill; default ${DEFAULT-VALUE}",
      defaultValue = "2000")
  private int alive;

  @Option(
      names = "--kill-starting",
      paramLabel = "P",
      description = "share of starts killed before they are ready; default ${DEFAULT-VALUE}",
      defaultValue = "0.1")
  private double killStarting;

  @Option(
      names = "--late",
      paramLabel = "MS",
      description = "how late 99 of 100 leases may end; default ${DEFAULT-VALUE}",
      defaultValue = "100")
  private int late;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "keep data and history here; default: a temporary one, kept on failure")
  private Path directory;

  @Option(
      names = "--server-option",
      paramLabel = "OPTION",
      description = "option of the server's virtual machine, such as -Xmx2g; repeatable")
  private List<String> serverOptions = List.of();

  @Mixin private Workload workload;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(jar)) {
      throw new ParameterException(spec.commandLine(), "--start: there is no " + jar);
    }
    boolean temporary = directory == null;
    Path place = temporary ? Files.createTempDirectory("swarmline-chaos") : directory;
    var plan =
        new KillPlan(
            jar,
            place,
            kills,
            Duration.ofMillis(alive),
            killStarting,
            Duration.ofMillis(late),
            load(),
            serverOptions);
    var progress = new Progress(System.err, false);
    KillResult result = new KillRun(plan, progress).execute();
    var out = spec.commandLine().getOut();
    Summary.lines(result.report()).forEach(out::println);
    out.println(
        "  kills.........: "
            + result.kills()
            + ", slowest start "
            + result.slowestStart().toMillis()
            + " ms");
    AuditText.lines(result.findings()).forEach(out::println);
    boolean fine = result.findings().isEmpty() && result.report().trouble().isEmpty();
    if (temporary && fine) {
      Directories.delete(place);
    } else {
      out.println("  kept..........: " + place);
    }
    return fine ? 0 : 1;
  }

  private RunSettings load() {
    try {
      return workload.untilTold();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }
}
