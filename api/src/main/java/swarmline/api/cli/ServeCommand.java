package swarmline.api.cli;

import com.typesafe.config.Config;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import swarmline.api.Server;
import swarmline.api.ServerSettings;
import swarmline.api.StoreKind;

/** Serves until it is told to stop. */
@Command(
    name = "serve",
    description = "Serve until SIGTERM or SIGINT.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Option(
      names = "--print-config",
      description = "Print the configuration, secrets masked, and end.")
  private boolean print;

  @Override
  public Integer call() throws InterruptedException {
    Config config = options.load();
    PrintWriter out = spec.commandLine().getOut();
    if (print) {
      out.print(Settings.shown(config));
      out.flush();
      return 0;
    }
    ServerSettings settings = ServerSettings.of(config);
    Server server = Server.start(settings).toCompletableFuture().join();
    out.println(
        "Swarmline at "
            + server.url()
            + (settings.store() == StoreKind.EMBEDDED
                ? ", data in " + settings.dataDirectory()
                : ", data in Cassandra"));
    server.developmentKey().ifPresent(key -> out.println("development key: " + key));
    out.flush();
    try (var lifetime = new Lifetime(server, () -> {})) {
      lifetime.await();
    }
    return Program.FAILED;
  }
}
