package swarmline.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One Cassandra node on loopback as a child process, on ports that were free, with its data in a
 * directory of its own. It ends with this process.
 */
public final class LocalCassandra implements AutoCloseable {
  /** Whose data center the node is in. */
  public static final String DATACENTER = "datacenter1";

  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.sql/java.sql");
  private static final List<String> OPENS =
      List.of(
          "java.base/java.lang.module",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.util.jar",
          "jdk.management/com.sun.management.internal",
          "java.base/sun.nio.ch",
          "java.base/java.io",
          "java.base/java.nio",
          "java.base/java.lang",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic");

  private final Path directory;
  private final int port;
  private final int storagePort;
  private final boolean survivesKills;
  private final Thread atExit = new Thread(this::destroy, "stop Cassandra");
  private Process process;

  private LocalCassandra(Path directory, int port, int storagePort, boolean survivesKills) {
    this.directory = directory;
    this.port = port;
    this.storagePort = storagePort;
    this.survivesKills = survivesKills;
  }

  /** Starts a node in a new directory and waits until it answers. */
  public static LocalCassandra start() throws IOException, InterruptedException {
    return start(false);
  }

  /** As {@link #start()}; it takes longer to make tables, and has them after {@link #kill} too. */
  public static LocalCassandra startToBeKilled() throws IOException, InterruptedException {
    return start(true);
  }

  private static LocalCassandra start(boolean survivesKills)
      throws IOException, InterruptedException {
    var cassandra =
        new LocalCassandra(
            Files.createTempDirectory("swarmline-cassandra-"),
            freePort(),
            freePort(),
            survivesKills);
    Runtime.getRuntime().addShutdownHook(cassandra.atExit);
    cassandra.configure();
    cassandra.launch();
    return cassandra;
  }

  /** Such as {@code 127.0.0.1:9042}. */
  public String contactPoint() {
    return "127.0.0.1:" + port;
  }

  public long pid() {
    return process.pid();
  }

  /** Where its output goes. */
  public Path log() {
    return directory.resolve("output.log");
  }

  /** kill -9; {@link #restart} brings one that was started for it back with its data. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again on the same data and waits until it answers. */
  public void restart() throws IOException, InterruptedException {
    launch();
  }

  /** Ends it and removes its data. */
  @Override
  public void close() {
    destroy();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void destroy() {
    try {
      if (process != null) {
        process.destroyForcibly().waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
      remove(directory);
    } catch (IOException e) {
      System.getLogger(LocalCassandra.class.getName())
          .log(System.Logger.Level.WARNING, directory + " could not be removed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void configure() throws IOException {
    String yaml =
        resource("cassandra.yaml")
            .replace("HOST", "127.0.0.1")
            .replace("CQL", Integer.toString(port))
            .replace("STORAGE", Integer.toString(storagePort))
            .replace("DATA", directory.toString());
    Files.writeString(directory.resolve("cassandra.yaml"), yaml);
    Files.writeString(directory.resolve("logback.xml"), resource("logback.xml"));
  }

  private void launch() throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xms256m", "-Xmx700m", "-XX:+UseParallelGC", "-XX:MaxDirectMemorySize=256m"));
    command.addAll(List.of("-Djdk.attach.allowAttachSelf=true", "-Dcassandra.ring_delay_ms=100"));
    if (!survivesKills) {
      // Making a table need not wait for the disk.
      command.add("-Dcassandra.unsafesystem=true");
    }
    command.add("-Dcassandra.skip_wait_for_gossip_to_settle=0");
    command.add("-Dcassandra.config=" + directory.resolve("cassandra.yaml").toUri());
    command.add("-Dcassandra.storagedir=" + directory);
    command.add("-Dlogback.configurationFile=" + directory.resolve("logback.xml"));
    EXPORTS.forEach(name -> command.addAll(List.of("--add-exports", name + "=ALL-UNNAMED")));
    OPENS.forEach(name -> command.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
    command.addAll(List.of("-cp", resource("classpath.txt").strip()));
    command.add("org.apache.cassandra.service.CassandraDaemon");
    Files.deleteIfExists(log());
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log().toFile())
            .start();
    awaitAnswer();
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!accepts()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        List<String> lines = Files.readAllLines(log());
        destroy();
        throw new IOException(
            "Cassandra did not start; its last words:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())));
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  private boolean accepts() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = LocalCassandra.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("The build has not made " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
