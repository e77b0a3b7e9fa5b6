package swarmline.loadtest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.AuditText;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.run.Run;
import swarmline.loadtest.run.RunReport;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.run.Summary;
import swarmline.loadtest.server.ServerProcess;
import swarmline.loadtest.server.Target;

/** {@code run}: a load of simulated workers against a server, measured and audited. */
@Command(
    name = "run",
    description = "Publishes tasks, lets workers do them over WebSocket, measures and audits.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(20);

  @Option(
      names = "--url",
      description = "the server; default ${DEFAULT-VALUE}",
      defaultValue = "http://127.0.0.1:8080")
  private URI url;

  @Option(
      names = "--key",
      description = "the platform's key; default: $SWARMLINE_KEY",
      defaultValue = "${env:SWARMLINE_KEY}")
  private String key;

  @Option(
      names = "--start",
      paramLabel = "JAR",
      description =
          "start a server of its own from this jar, on fresh data, and stop it afterwards")
  private Path jar;

  @Option(
      names = "--server-option",
      paramLabel = "OPTION",
      description = "option of the started server's virtual machine, such as -Xmx2g; repeatable")
  private List<String> serverOptions = List.of();

  @Option(names = "--publish-only", description = "only publish --tasks, and measure that")
  private boolean publishOnly;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "keep what the clients were told in this file")
  private Path history;

  @Option(names = "--json", paramLabel = "FILE", description = "write the report as JSON")
  private Path json;

  @Option(names = "--no-audit", description = "do not check what the server did")
  private boolean noAudit;

  @Mixin private Workload workload;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunSettings settings = settings();
    if (jar != null) {
      return onOwnServer(settings);
    }
    if (key == null || key.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "--key or SWARMLINE_KEY is needed to speak to a server");
    }
    return against(new Target(url, key), settings, () -> Duration.ZERO);
  }

  private RunSettings settings() {
    try {
      return workload.settings(publishOnly);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  private int onOwnServer(RunSettings settings) throws IOException, InterruptedException {
    if (!Files.isRegularFile(jar)) {
      throw new ParameterException(spec.commandLine(), "--start: there is no " + jar);
    }
    Path directory = Files.createTempDirectory("swarmline-loadtest");
    var recipe =
        new ServerProcess.Recipe(
            jar, directory.resolve("data"), ServerProcess.freePort(), null, serverOptions);
    try (var server = ServerProcess.start(recipe, START_PATIENCE)) {
      return against(server.target(), settings, server::cpu);
    } finally {
      Directories.delete(directory);
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
    var progress = new Progress(System.err, onTerminal());
    var clock = new WallClock(InstantSource.system());
    var reported = new CountDownLatch(1);
    HistoryFile file = path == null ? null : HistoryFile.create(path);
    var run = new Run(settings, target, file, clock, progress, serverCpu);
    var onInterrupt = new Thread(() -> interrupt(run, reported), "interrupt");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      RunReport report = publishOnly ? run.publishOnly() : run.execute();
      Findings findings = null;
      if (!noAudit && !run.isInterrupted()) {
        run.readTruth();
        file.close();
        findings = Audit.of(Evidence.of(path));
      }
      report(report, findings);
      return report.trouble().isEmpty() && (findings == null || findings.isEmpty()) ? 0 : 1;
    } finally {
      if (file != null) {
        file.close();
      }
      reported.countDown();
      unhook(onInterrupt);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // true for Java 17; later ones would always say yes
  private static boolean onTerminal() {
    return System.console() != null;
  }

  private void report(RunReport report, Findings findings) throws IOException {
    var out = spec.commandLine().getOut();
    ObjectNode all = report.json();
    out.println();
    Summary.lines(report).forEach(out::println);
    if (findings != null) {
      AuditText.lines(findings).forEach(out::println);
      all.set("audit", AuditText.json(findings));
    }
    out.flush();
    if (json != null) {
      Files.writeString(json, all.toPrettyString());
    }
  }

  private static void interrupt(Run run, CountDownLatch reported) {
    run.interrupt();
    try {
      if (!reported.await(REPORT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("no report within " + REPORT_PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      System.err.println("interrupted; this is what there is");
    }
  }
}
