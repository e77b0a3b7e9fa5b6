package swarmline.api.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.persistence.verification.JournalVerification;
import swarmline.persistence.verification.VerificationReport;

/** What can be done with a data directory that no server holds. */
@Command(
    name = "journal",
    description = "Look into a data directory.",
    mixinStandardHelpOptions = true,
    subcommands = JournalCommand.Verify.class)
final class JournalCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command of journal.");
  }

  /** Reads everything and says what is wrong. */
  @Command(
      name = "verify",
      description = "Read everything that is stored and say what is wrong with it.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--data",
        paramLabel = "DIR",
        required = true,
        description = "The data directory; no server may hold it.")
    private Path data;

    @Override
    public Integer call() {
      VerificationReport report = JournalVerification.of(data);
      PrintWriter out = spec.commandLine().getOut();
      report.counts().forEach((what, count) -> out.printf("%,12d %s%n", count, what));
      report.notes().forEach(note -> out.println("note: " + note));
      report.violations().forEach(violation -> out.println("WRONG: " + violation));
      out.println(
          report.clean()
              ? "Everything is as it was written."
              : report.violationCount() + " things are wrong in " + report.directory() + ".");
      out.flush();
      return report.clean() ? 0 : Program.FAILED;
    }
  }
}
