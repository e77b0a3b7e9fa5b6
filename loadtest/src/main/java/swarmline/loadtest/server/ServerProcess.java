package swarmline.loadtest.server;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Swarmline server as a child process, its output kept in a file beside its data. */
public final class ServerProcess implements AutoCloseable {
  /** What a server's virtual machine is started with where nothing else is said. */
  public static final String OPTION = "-XX:+UseParallelGC";

  private static final String KEYS_VARIABLE = "SWARMLINE_KEYS";
  private static final String TENANT = "loadtest";
  private static final Pattern KEY = Pattern.compile("development key: (sk_\\S+)");
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int TAIL_LINES = 15;

  /**
   * How a server is started.
   *
   * @param key configured for it; null to let it make one of its own
   * @param options of the virtual machine
   * @param environment beside the one of this process
   */
  public record Recipe(
      Path jar,
      Path data,
      int port,
      String key,
      List<String> options,
      Map<String, String> environment) {
    public Recipe {
      options = List.copyOf(options);
      environment = Map.copyOf(environment);
    }
  }

  private final Process process;
  private final Path log;
  private final URI base;
  private final CompletableFuture<String> key;

  private ServerProcess(Process process, Path log, URI base, CompletableFuture<String> key) {
    this.process = process;
    this.log = log;
    this.base = base;
    this.key = key;
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
    ServerProcess server = launch(recipe);
    server.awaitReady(patience);
    return server;
  }

  /** Starts a server and does not wait. */
  public static ServerProcess launch(Recipe recipe) throws IOException {
    Files.createDirectories(recipe.data());
    Path log = recipe.data().resolveSibling(recipe.data().getFileName() + ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(recipe.options());
    command.addAll(List.of("-jar", recipe.jar().toString(), "serve"));
    command.addAll(List.of("--data", recipe.data().toString()));
    command.addAll(List.of("--port", Integer.toString(recipe.port())));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    builder.environment().putAll(recipe.environment());
    var key = new CompletableFuture<String>();
    if (recipe.key() != null) {
      // An operator's too, so that whoever starts the server may read its metrics.
      builder
          .environment()
          .put(
              KEYS_VARIABLE,
              keyOf("platform", recipe.key()) + "," + keyOf("operator", operator(recipe.key())));
      key.complete(recipe.key());
    }
    Process process = builder.start();
    var reader = new Thread(() -> keepOutput(process, log, key), "server output");
    reader.setDaemon(true);
    reader.start();
    return new ServerProcess(process, log, URI.create("http://127.0.0.1:" + recipe.port()), key);
  }

  /**
   * Waits until it answers.
   *
   * @throws IOException where it ends or does not answer in time; it does not run any more then
   */
  public void awaitReady(Duration patience) throws IOException, InterruptedException {
    var api = new PlatformApi(new Target(base, "none"));
    long deadline = System.nanoTime() + patience.toNanos();
    while (!api.isReady()) {
      boolean alive = process.isAlive();
      if (!alive || System.nanoTime() > deadline) {
        kill();
        String what = alive ? "was not ready after " + patience.toSeconds() + " s" : "ended";
        throw new IOException("the server " + what + "; its last words:\n" + tail());
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  /**
   * Where it listens, with its key.
   *
   * @throws IOException where it has told none
   */
  public Target target() throws IOException {
    String told = key.getNow(null);
    if (told == null) {
      throw new IOException("the server printed no development key; its last words:\n" + tail());
    }
    return new Target(base, told);
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

  private static void keepOutput(Process process, Path log, CompletableFuture<String> keyTold) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        var out = Files.newBufferedWriter(log, CREATE, APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write(line);
        out.newLine();
        out.flush();
        Matcher key = KEY.matcher(line);
        if (key.find()) {
          keyTold.complete(key.group(1));
        }
      }
    } catch (IOException endedWithTheProcess) {
      System.getLogger(ServerProcess.class.getName())
          .log(System.Logger.Level.DEBUG, "server output", endedWithTheProcess);
    }
  }

  private String tail() throws IOException {
    if (!Files.exists(log)) {
      return "(none)";
    }
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  /** The key of an operator of a server that was started with this key of a platform. */
  public static String operator(String platform) {
    return platform + "_operator";
  }

  private static String keyOf(String role, String key) {
    return TENANT + ":" + role + ":" + hash(key);
  }

  private static String hash(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
