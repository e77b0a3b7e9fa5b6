package swarmline.loadtest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import swarmline.loadtest.server.ServerProcess;
import swarmline.loadtest.server.Target;

/** The options that say which server is spoken to: one that runs, or one of our own. */
final class TargetServer {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "--url",
      description = "the server; default ${DEFAULT-VALUE}",
      defaultValue = "http://127.0.0.1:8080")
  private URI url;

  @Option(
      names = "--key",
      description = "the platform's key; default: $SWARMLINE_KEY",
      defaultValue = "${env:SWARMLINE_KEY}")
  private String key;

  @Option(
      names = "--start",
      paramLabel = "JAR",
      description =
          "start a server of its own from this jar, on fresh data, and stop it afterwards")
  private Path jar;

  @Mixin private ServerMachine machine;

  /** What is done with the server. */
  interface Use {
    int with(Target target) throws IOException, InterruptedException;
  }

  /** What is done with the server, of whose process nothing is known where it is another's. */
  interface UseOfProcess {
    int with(Target target, ServerProcess own) throws IOException, InterruptedException;
  }

  int use(CommandLine line, Use use) throws IOException, InterruptedException {
    return use(line, (target, own) -> use.with(target));
  }

  int use(CommandLine line, UseOfProcess use) throws IOException, InterruptedException {
    if (jar != null) {
      return useOwn(line, use);
    }
    if (key == null || key.isBlank()) {
      throw new ParameterException(line, "--key or SWARMLINE_KEY is needed to speak to a server");
    }
    return use.with(new Target(url, key), null);
  }

  private int useOwn(CommandLine line, UseOfProcess use) throws IOException, InterruptedException {
    if (!Files.isRegularFile(jar)) {
      throw new ParameterException(line, "--start: there is no " + jar);
    }
    Path directory = Files.createTempDirectory("swarmline-loadtest");
    var recipe =
        new ServerProcess.Recipe(
            jar,
            directory.resolve("data"),
            ServerProcess.freePort(),
            null,
            machine.options(),
            Map.of());
    try (var server = ServerProcess.start(recipe, START_PATIENCE)) {
      return use.with(server.target(), server);
    } finally {
      Directories.delete(directory);
    }
  }
}
