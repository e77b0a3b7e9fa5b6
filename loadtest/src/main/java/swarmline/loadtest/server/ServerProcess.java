package swarmline.loadtest.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Swarmline server as a child process, its output kept in a file beside its data. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern KEY = Pattern.compile("development key: (sk_\\S+)");
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int TAIL_LINES = 15;

  /**
   * How a server is started.
   *
   * @param key of an earlier start on the same data; null where the server will print one
   * @param options of the virtual machine
   */
  public record Recipe(Path jar, Path data, int port, String key, List<String> options) {
    public Recipe {
      options = List.copyOf(options);
    }

    /** With the key that an earlier start has told. */
    public Recipe withKey(String known) {
      return new Recipe(jar, data, port, known, options);
    }
  }

  private final Process process;
  private final Path log;
  private final Target target;

  private ServerProcess(Process process, Path log, Target target) {
    this.process = process;
    this.log = log;
    this.target = target;
  }

  /** A port that nobody listens on at this moment. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts a server and waits until it is ready. */
  public static ServerProcess start(Recipe recipe, Duration patience)
      throws IOException, InterruptedException {
    Files.createDirectories(recipe.data());
    Path log = recipe.data().resolveSibling(recipe.data().getFileName() + ".log");
    Process process = launch(recipe);
    var keyTold = new CompletableFuture<String>();
    var reader = new Thread(() -> keepOutput(process, log, keyTold), "server output");
    reader.setDaemon(true);
    reader.start();
    URI base = URI.create("http://127.0.0.1:" + recipe.port());
    long deadline = System.nanoTime() + patience.toNanos();
    boolean ready = false;
    while (!ready && process.isAlive() && System.nanoTime() < deadline) {
      ready = new PlatformApi(new Target(base, "none")).isReady();
      if (!ready) {
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      }
    }
    if (!ready) {
      String state = process.isAlive() ? "was not ready after " + patience : "ended";
      process.destroyForcibly().waitFor();
      throw new IOException("the server " + state + "; its last words:\n" + tail(log));
    }
    String told = keyTold.getNow(null);
    return new ServerProcess(process, log, new Target(base, told == null ? recipe.key() : told));
  }

  /** Where it listens, with its key; the key is null where none was printed or known. */
  public Target target() {
    return target;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Where its output goes. */
  public Path log() {
    return log;
  }

  /** Processor time it has used so far. */
  public Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end, and makes it end when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException impatient) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Process launch(Recipe recipe) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(recipe.options());
    command.addAll(List.of("-jar", recipe.jar().toString(), "serve"));
    command.addAll(List.of("--data", recipe.data().toString()));
    command.addAll(List.of("--port", Integer.toString(recipe.port())));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"))
        .start();
  }

  private static void keepOutput(Process process, Path log, CompletableFuture<String> keyTold) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        var out = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write(line);
        out.newLine();
        out.flush();
        Matcher key = KEY.matcher(line);
        if (key.find()) {
          keyTold.complete(key.group(1));
        }
      }
    } catch (IOException | UncheckedIOException killed) {
      keyTold.completeExceptionally(killed);
    }
  }

  private static String tail(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "(none)";
    }
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
