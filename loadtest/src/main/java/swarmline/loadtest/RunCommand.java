package swarmline.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.AuditText;
import swarmline.loadtest.audit.ConsensusFacts;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.report.Report;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.run.Run;
import swarmline.loadtest.run.RunReport;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.Target;

/** {@code run}: a load of simulated workers against a server, measured and audited. */
@Command(
    name = "run",
    description = "Publishes tasks, lets workers do them over WebSocket, measures and audits.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  @Option(names = "--publish-only", description = "only publish --tasks, and measure that")
  private boolean publishOnly;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "keep what the clients were told in this file")
  private Path history;

  @Option(names = "--no-audit", description = "do not check what the server did")
  private boolean noAudit;

  @Mixin private TargetServer server;
  @Mixin private Workload workload;
  @Mixin private Reporting reporting;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunSettings settings = settings();
    return server.use(
        spec.commandLine(),
        (target, own) -> against(target, settings, own == null ? () -> Duration.ZERO : own::cpu));
  }

  private RunSettings settings() {
    try {
      reporting.check();
      return workload.settings(publishOnly);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  private int against(Target target, RunSettings settings, Supplier<Duration> serverCpu)
      throws IOException, InterruptedException {
    Path path = history;
    boolean temporary = history == null && !noAudit;
    if (temporary) {
      path = Files.createTempFile("swarmline-loadtest", ".history");
    }
    try {
      return against(target, settings, serverCpu, path);
    } finally {
      if (temporary) {
        Files.deleteIfExists(path);
      }
    }
  }

  private int against(Target target, RunSettings settings, Supplier<Duration> serverCpu, Path path)
      throws IOException, InterruptedException {
    var progress = Progress.onStandardError();
    var clock = new WallClock(InstantSource.system());
    HistoryFile file = path == null ? null : HistoryFile.create(path);
    var run = new Run(settings, target, file, clock, progress, serverCpu);
    var interruption = Interruption.of(run::interrupt);
    try {
      RunReport report = publishOnly ? run.publishOnly() : run.execute();
      Report all = Report.of(report, "run", Main.version());
      all.server(target.base().toString(), new PlatformApi(target).version());
      List<String> audited = noAudit || !run.isAuditable() ? List.of() : audit(run, file, all);
      report.trouble().forEach(spec.commandLine().getErr()::println);
      var out = spec.commandLine().getOut();
      return reporting.finish(all, report.latencies(), audited, out) ? 0 : 1;
    } finally {
      if (file != null) {
        file.close();
      }
      interruption.reported();
    }
  }

  /** Reads what the server stored and checks it; a server that is gone leaves no audit. */
  private List<String> audit(Run run, HistoryFile file, Report report)
      throws IOException, InterruptedException {
    try {
      run.readTruth();
    } catch (IOException gone) {
      report.unaudited("what the server stored could not be read: " + gone.getMessage());
      return List.of();
    }
    file.close();
    Evidence evidence = Evidence.of(file.path());
    Findings findings = Audit.of(evidence);
    report.audited(findings, ConsensusFacts.of(evidence, run.answers()::truth));
    return AuditText.lines(findings);
  }
}
