package swarmline.api.cli;

import com.typesafe.config.ConfigException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.api.InvalidSettings;
import swarmline.persistence.embedded.StoreRefused;

/** All commands. Exit codes: 0 fine, 1 failed, 2 wrong use. */
@Command(
    name = "swarmline",
    description = "Hands tasks to workers, each to as many as its consensus needs.",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      JournalCommand.class,
      SchemaCommand.class,
      MigrateCommand.class,
      DoctorCommand.class,
      KeysCommand.class
    })
public final class Program implements Runnable {
  static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  @Spec private CommandSpec spec;

  /** Runs a command to its end; its exit code. */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Program())
        .setExecutionExceptionHandler(Program::failed)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** What the user can mend is said in a sentence; what nobody expected, with where it happened. */
  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof InvalidSettings
        || cause instanceof StoreRefused
        || cause instanceof ConfigException) {
      err.println("swarmline: " + cause.getMessage());
    } else {
      cause.printStackTrace(err);
    }
    err.flush();
    return FAILED;
  }

  /** As the jar's manifest says. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Program.class.getPackage().getImplementationVersion();
      return new String[] {
        "swarmline " + (version == null ? "(not from a jar)" : version), "Java " + Runtime.version()
      };
    }
  }
}
