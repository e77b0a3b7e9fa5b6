package swarmline.api.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.api.Server;
import swarmline.api.ServerSettings;
import swarmline.api.demo.Demo;

/** Shows the whole of it in half a minute: a server, a pool, workers and outcomes. */
@Command(
    name = "demo",
    description = "Start a server on fresh data, let simulated workers label a pool of messages.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int PORT = 8080;
  private static final int TASKS_MAX = 10_000;
  private static final int WORKERS_MAX = 2_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on; 8080, or any where that is taken.")
  private Integer port;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Messages to label; ${DEFAULT-VALUE}.")
  private int tasks;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "200",
      description = "Simulated workers; ${DEFAULT-VALUE}.")
  private int workers;

  @Option(names = "--exit", description = "End after the summary instead of staying up.")
  private boolean exit;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (tasks < 1 || tasks > TASKS_MAX || workers < 3 || workers > WORKERS_MAX) {
      throw new ParameterException(
          spec.commandLine(),
          "Give 1 to " + TASKS_MAX + " tasks and 3 to " + WORKERS_MAX + " workers.");
    }
    PrintWriter out = spec.commandLine().getOut();
    Path data = Files.createTempDirectory("swarmline-demo");
    try {
      run(data, out);
    } finally {
      delete(data);
    }
    return 0;
  }

  private void run(Path data, PrintWriter out) throws IOException, InterruptedException {
    long begun = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(uptimeMillis());
    Server server = Server.start(ServerSettings.of(config(data))).toCompletableFuture().join();
    String key = server.developmentKey().orElseThrow();
    var options = new Demo.Options(tasks, workers, Ansi.AUTO.enabled());
    try (var lifetime = new Lifetime(server, () -> delete(data));
        var demo = new Demo(URI.create(server.url()), key, options, out)) {
      out.println("Swarmline at " + server.url() + ", data in " + data);
      out.println("development key: " + key);
      out.flush();
      server.started().toCompletableFuture().join();
      demo.run(begun);
      if (!exit) {
        demo.invite();
        lifetime.await();
      }
    } finally {
      server.stop().toCompletableFuture().join();
    }
  }

  /** How long the program has been running, where this is all it does. */
  private static long uptimeMillis() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }

  private Config config(Path data) {
    Map<String, Object> given = new HashMap<>();
    given.put(ServerSettings.PATH + ".host", "127.0.0.1");
    given.put(ServerSettings.PATH + ".port", port == null ? freePort() : port);
    given.put(ServerSettings.PATH + ".data-directory", data.toString());
    given.put(ServerSettings.PATH + ".keys", List.of());
    return Settings.load(Optional.empty(), given, System.getenv());
  }

  private static int freePort() {
    try (var socket = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      return 0;
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " could not be removed", e);
    }
  }
}
