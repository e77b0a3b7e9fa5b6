package swarmline.api.cli;

import com.typesafe.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import swarmline.api.InvalidSettings;
import swarmline.api.ServerSettings;
import swarmline.api.work.WorkSettings;
import swarmline.engine.dispatch.EngineSettings;
import swarmline.persistence.embedded.EmbeddedSettings;

/** Says whether a server would do well here, and what to do where it would not. */
@Command(
    name = "doctor",
    description = "Check this machine and the configuration.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>(Machine.findings());
    try {
      var config = options.load();
      ServerSettings settings = ServerSettings.of(config);
      WorkSettings.of(config);
      EngineSettings.of(config);
      EmbeddedSettings.from(config);
      findings.add(Finding.ok("configuration", "can be read"));
      Path data = settings.dataDirectory().toAbsolutePath().normalize();
      findings.addAll(DataChecks.findings(data));
      findings.add(Machine.port(settings.host(), settings.port()));
    } catch (ConfigException | InvalidSettings e) {
      findings.add(Finding.fail("configuration", e.getMessage(), "mend it"));
    }
    PrintWriter out = spec.commandLine().getOut();
    findings.forEach(out::println);
    out.flush();
    boolean fine = findings.stream().noneMatch(finding -> finding.level() == Finding.Level.FAIL);
    return fine ? 0 : Program.FAILED;
  }
}
