package swarmline.loadtest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.AuditText;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.audit.Findings;

/** {@code audit}: checks a recorded history again. */
@Command(
    name = "audit",
    description = "Checks a history that run has recorded.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class AuditCommand implements Callable<Integer> {
  @Parameters(paramLabel = "HISTORY", description = "the file that run --history wrote")
  private Path history;

  @Option(
      names = "--late",
      paramLabel = "MS",
      description = "how late 99 of 100 leases may end; default ${DEFAULT-VALUE}",
      defaultValue = "100")
  private int late;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Findings findings = Audit.of(Evidence.of(history), Duration.ofMillis(late));
    AuditText.lines(findings).forEach(spec.commandLine().getOut()::println);
    return findings.isEmpty() ? 0 : 1;
  }
}
