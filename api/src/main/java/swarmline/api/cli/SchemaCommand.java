package swarmline.api.cli;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.persistence.cassandra.CassandraSettings;
import swarmline.persistence.cassandra.CassandraStore;
import swarmline.persistence.cassandra.Schema;

/** The tables in Cassandra. */
@Command(
    name = "schema",
    description = "Make or check the tables in Cassandra.",
    mixinStandardHelpOptions = true,
    subcommands = {SchemaCommand.Create.class, SchemaCommand.Check.class})
final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command of schema.");
  }

  /** The keyspace that the configuration names, as options of a command. */
  static final class Keyspace {
    @Mixin private ConfigOptions options;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What a command does with its tables. */
    interface Work {
      /** The program's exit code. */
      int on(Schema schema, String keyspace, PrintWriter out);
    }

    int open(Work work) {
      CassandraSettings settings = CassandraSettings.from(options.load());
      try (CqlSession session = CassandraStore.connect(settings)) {
        PrintWriter out = command.commandLine().getOut();
        int code = work.on(new Schema(session, settings), settings.keyspace(), out);
        out.flush();
        return code;
      }
    }
  }

  /** Makes what is missing. */
  @Command(
      name = "create",
      description = "Make the keyspace and the tables that are missing; what is there stays.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Mixin private Keyspace keyspace;

    @Override
    public Integer call() {
      return keyspace.open(Create::in);
    }

    private static int in(Schema schema, String keyspace, PrintWriter out) {
      schema.create();
      out.println("The schema of " + keyspace + " is of version " + Schema.VERSION + " now.");
      return 0;
    }
  }

  /** Says whether this program can work on what is there. */
  @Command(
      name = "check",
      description = "Say whether this program can work on the tables that are there.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Mixin private Keyspace keyspace;

    @Override
    public Integer call() {
      return keyspace.open(Check::in);
    }

    private static int in(Schema schema, String keyspace, PrintWriter out) {
      Optional<String> wrong = schema.findings();
      out.println(
          wrong.orElse("The schema of " + keyspace + " is of version " + Schema.VERSION + "."));
      return wrong.isPresent() ? Program.FAILED : 0;
    }
  }
}
