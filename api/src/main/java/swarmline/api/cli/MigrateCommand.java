package swarmline.api.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import swarmline.persistence.cassandra.CassandraSettings;
import swarmline.persistence.migration.Migration;

/** Moves a platform from one node to several. */
@Command(
    name = "migrate",
    description = {
      "Copy a data directory into Cassandra.",
      "No server may run on either. The directory is verified first and stays as it is; the"
          + " keyspace has to be empty (swarmline schema create). When everything is copied, the"
          + " rows of every table are counted. If it does not come to its end, nothing starts on"
          + " the keyspace: drop it and begin anew."
    },
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--config", paramLabel = "FILE", description = "Configuration of the cluster.")
  private Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data directory to copy.")
  private Path data;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    CassandraSettings settings = CassandraSettings.from(ConfigOptions.load(config));
    Map<String, Long> written =
        Migration.of(
            data,
            settings,
            (table, rows) -> {
              out.printf("%,12d read of %s%n", rows, table);
              out.flush();
            });
    written.forEach((table, rows) -> out.printf("%,12d rows in %s%n", rows, table));
    out.println("Everything is in the keyspace " + settings.keyspace() + ".");
    out.flush();
    return 0;
  }
}
