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

  /** Makes what is missing. */
  @Command(
      name = "create",
      description = "Make the keyspace and the tables that are missing; what is there stays.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions options;

    @Override
    public Integer call() {
      CassandraSettings settings = CassandraSettings.from(options.load());
      try (CqlSession session = CassandraStore.connect(settings)) {
        new Schema(session, settings).create();
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "The schema of " + settings.keyspace() + " is of version " + Schema.VERSION + " now.");
      out.flush();
      return 0;
    }
  }

  /** Says whether this program can work on what is there. */
  @Command(
      name = "check",
      description = "Say whether this program can work on the tables that are there.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions options;

    @Override
    public Integer call() {
      CassandraSettings settings = CassandraSettings.from(options.load());
      try (CqlSession session = CassandraStore.connect(settings)) {
        Optional<String> wrong = new Schema(session, settings).findings();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
            wrong.orElse(
                "The schema of " + settings.keyspace() + " is of version " + Schema.VERSION + "."));
        out.flush();
        return wrong.isPresent() ? Program.FAILED : 0;
      }
    }
  }
}
