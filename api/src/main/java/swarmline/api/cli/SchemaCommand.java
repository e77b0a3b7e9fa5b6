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

  /** What both commands do with the keyspace that the configuration names. */
  abstract static class OfKeyspace implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions options;

    /** Does its work; says what came of it. */
    abstract int with(Schema schema, String keyspace, PrintWriter out);

    @Override
    public final Integer call() {
      CassandraSettings settings = CassandraSettings.from(options.load());
      try (CqlSession session = CassandraStore.connect(settings)) {
        PrintWriter out = spec.commandLine().getOut();
        int code = with(new Schema(session, settings), settings.keyspace(), out);
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
  static final class Create extends OfKeyspace {
    @Override
    int with(Schema schema, String keyspace, PrintWriter out) {
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
  static final class Check extends OfKeyspace {
    @Override
    int with(Schema schema, String keyspace, PrintWriter out) {
      Optional<String> wrong = schema.findings();
      out.println(
          wrong.orElse("The schema of " + keyspace + " is of version " + Schema.VERSION + "."));
      return wrong.isPresent() ? Program.FAILED : 0;
    }
  }
}
