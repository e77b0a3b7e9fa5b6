package swarmline.loadtest;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import swarmline.loadtest.scenario.Scenario;
import swarmline.loadtest.scenario.ScenarioError;
import swarmline.loadtest.verdict.Threshold;
import swarmline.loadtest.worker.ThinkTime;

/**
 * The program: {@code run}, {@code chaos}, {@code replay} and {@code audit}. Ends with 0 fine, 1
 * failed, 2 wrong use.
 */
@Command(
    name = "swarmline-loadtest",
    description = "Drives a Swarmline server over HTTP and WebSocket and audits what it did.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      RunCommand.class,
      ChaosCommand.class,
      ReplayCommand.class,
      AuditCommand.class,
      GeneratorCommand.class,
      HelpCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(execute(commandLine(), args));
  }

  /** Runs a command; a scenario that it names speaks for the options that are not given. */
  static int execute(CommandLine commandLine, String... arguments) {
    try {
      Optional<Scenario> scenario = ScenarioDefaults.apply(commandLine, arguments);
      commandLine.setParameterExceptionHandler(
          (wrong, given) -> usage(wrong.getCommandLine(), wrong.getMessage(), scenario));
      return commandLine.execute(arguments);
    } catch (ScenarioError wrong) {
      return usage(commandLine, wrong.getMessage(), Optional.empty());
    }
  }

  private static int usage(CommandLine line, String message, Optional<Scenario> scenario) {
    line.getErr().println(scenario.map(file -> file.placeOf(message)).orElse("") + message);
    line.getErr().println("See " + line.getCommandSpec().qualifiedName() + " --help.");
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Main());
    commandLine.registerConverter(Duration.class, new Options.Time());
    commandLine.registerConverter(ThinkTime.class, new Options.Thinking());
    commandLine.registerConverter(Threshold.class, new Options.Bound());
    commandLine.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          line.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
          return line.getCommandSpec().exitCodeOnExecutionException();
        });
    return commandLine;
  }

  /** The version of the jar, as it is told in reports. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"swarmline-loadtest " + version()};
    }
  }
}
