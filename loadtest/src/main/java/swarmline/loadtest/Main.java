package swarmline.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/**
 * The program: {@code run}, {@code chaos} and {@code audit}. Ends with 0 fine, 1 failed, 2 wrong
 * use.
 */
@Command(
    name = "swarmline-loadtest",
    description = "Drives a Swarmline server over HTTP and WebSocket and audits what it did.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {RunCommand.class, ChaosCommand.class, AuditCommand.class, HelpCommand.class})
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Main());
    commandLine.setParameterExceptionHandler(
        (wrong, arguments) -> {
          CommandLine line = wrong.getCommandLine();
          line.getErr().println(wrong.getMessage());
          line.getErr().println("See " + line.getCommandSpec().qualifiedName() + " --help.");
          return line.getCommandSpec().exitCodeOnInvalidInput();
        });
    commandLine.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          line.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
          return line.getCommandSpec().exitCodeOnExecutionException();
        });
    return commandLine;
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"swarmline-loadtest " + (version == null ? "(not packaged)" : version)};
    }
  }
}
