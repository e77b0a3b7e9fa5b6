package swarmline.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.loadtest.audit.AuditText;
import swarmline.loadtest.chaos.ChaosPlan;
import swarmline.loadtest.chaos.ChaosResult;
import swarmline.loadtest.chaos.ChaosRun;
import swarmline.loadtest.chaos.FaultKind;
import swarmline.loadtest.report.Report;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.run.RunSettings;

/** {@code chaos}: a load under which the server is harmed, and the audit of what it kept. */
@Command(
    name = "chaos",
    description = "Starts a server, harms it under load again and again, and audits.",
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
      paramLabel = "N",
      description = "kill -9 and start it on the same data, so often; default ${DEFAULT-VALUE}",
      defaultValue = "10")
  private int kills;

  @Option(
      names = "--pauses",
      paramLabel = "N",
      description = "SIGSTOP and SIGCONT; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private int pauses;

  @Option(
      names = "--cuts",
      paramLabel = "N",
      description =
          "lose every connection, and let none be made for a while; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private int cuts;

  @Option(
      names = "--full-disks",
      paramLabel = "N",
      description =
          "fill the disk for a while: the data is on a small tmpfs then; needs root, else skipped;"
              + " default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private int fullDisks;

  @Option(
      names = "--clock-jumps",
      paramLabel = "N",
      description =
          "let the server's wall clock be an hour wrong for a while; needs libfaketime, else"
              + " skipped; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private int clockJumps;

  @Option(
      names = "--quiet",
      paramLabel = "TIME",
      description = "longest time of undisturbed work before a fault; default ${DEFAULT-VALUE} s",
      defaultValue = "2")
  private Duration quiet;

  @Option(
      names = "--fault-length",
      paramLabel = "TIME",
      description =
          "longest time that a pause, cut, full disk or wrong clock lasts; default"
              + " ${DEFAULT-VALUE} s",
      defaultValue = "2")
  private Duration length;

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

  @Mixin private ServerMachine machine;

  @Mixin private Workload workload;
  @Mixin private Reporting reporting;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunSettings load = load();
    if (!Files.isRegularFile(jar)) {
      throw new ParameterException(spec.commandLine(), "--start: there is no " + jar);
    }
    boolean temporary = directory == null;
    Path place = temporary ? Files.createTempDirectory("swarmline-chaos") : directory;
    var plan =
        new ChaosPlan(
            jar,
            place,
            faults(),
            quiet,
            length,
            killStarting,
            Duration.ofMillis(late),
            load,
            machine.options());
    var run = new ChaosRun(plan, new Progress(System.err, false));
    boolean fine;
    var interruption = Interruption.of(run::interrupt);
    try {
      fine = report(run.execute());
    } finally {
      interruption.reported();
    }
    if (temporary && fine) {
      Directories.delete(place);
    } else {
      spec.commandLine().getOut().println("  kept............: " + place);
    }
    return fine ? 0 : 1;
  }

  private boolean report(ChaosResult result) throws IOException {
    Report report = Report.of(result.report(), "chaos", Main.version());
    report.server("a server of its own", result.serverVersion());
    boolean whole = result.findings() != null;
    if (whole) {
      report.audited(result.findings(), result.consensus());
    } else {
      report.unaudited("not audited");
    }
    result.skipped().forEach(report::remark);
    result
        .made()
        .forEach((kind, count) -> report.remark(count + " x " + kind.label() + " was made."));
    if (result.made().containsKey(FaultKind.KILL)) {
      report.remark("The slowest start took " + result.slowestStart().toMillis() + " ms.");
    }
    return reporting.finish(
        report,
        result.report().latencies(),
        whole ? AuditText.lines(result.findings()) : List.of(),
        spec.commandLine().getOut());
  }

  private Map<FaultKind, Integer> faults() {
    Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
    faults.put(FaultKind.KILL, kills);
    faults.put(FaultKind.PAUSE, pauses);
    faults.put(FaultKind.CUT, cuts);
    faults.put(FaultKind.FULL_DISK, fullDisks);
    faults.put(FaultKind.CLOCK_JUMP, clockJumps);
    return faults;
  }

  private RunSettings load() {
    try {
      reporting.check();
      Options.share("--kill-starting", killStarting);
      Options.require(!quiet.isZero(), "--quiet must be above 0");
      Options.require(!length.isZero(), "--fault-length must be above 0");
      return workload.untilTold();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }
}
