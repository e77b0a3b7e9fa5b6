package swarmline.loadtest.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import swarmline.cassandra.LocalCassandra;
import swarmline.loadtest.chaos.CutProxy;
import swarmline.loadtest.server.ServerProcess;
import swarmline.loadtest.server.ServerProcess.Recipe;
import swarmline.loadtest.server.Target;

/** Several servers as processes of their own on loopback, on one Cassandra. */
final class LocalCluster implements AutoCloseable {
  static final Path JAR = Path.of("../api/target/swarmline.jar");
  private static final String KEY = "sk_loadtest";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> OPTIONS = List.of("-Xmx400m", "-XX:+UseSerialGC");

  private final Path directory;
  private final LocalCassandra cassandra;
  private final List<Integer> clusterPorts = new ArrayList<>();
  private final List<Recipe> recipes = new ArrayList<>();
  private final List<ServerProcess> nodes = new ArrayList<>();
  private CutProxy balancer;

  private LocalCluster(Path directory, LocalCassandra cassandra) {
    this.directory = directory;
    this.cassandra = cassandra;
  }

  /** Starts Cassandra, makes the schema, and starts the nodes. */
  static LocalCluster start(Path directory, int count, int partitions)
      throws IOException, InterruptedException {
    var cluster = new LocalCluster(directory, LocalCassandra.start());
    boolean started = false;
    try {
      cluster.makeSchema();
      for (int node = 0; node < count; node++) {
        cluster.clusterPorts.add(ServerProcess.freePort());
      }
      for (int node = 0; node < count; node++) {
        cluster.recipes.add(cluster.recipe(node, partitions));
        cluster.nodes.add(ServerProcess.launch(cluster.recipes.get(node)));
      }
      for (ServerProcess node : cluster.nodes) {
        node.awaitReady(PATIENCE);
      }
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  private void makeSchema() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-jar", JAR.toString(), "schema", "create"));
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(store());
    int code = builder.start().waitFor();
    if (code != 0) {
      throw new IOException("schema create ended with " + code);
    }
  }

  private Map<String, String> store() {
    return Map.of(
        "SWARMLINE_STORE", "cassandra",
        "SWARMLINE_CASSANDRA_CONTACT_POINTS", cassandra.contactPoint(),
        "SWARMLINE_CASSANDRA_REPLICATION", "{'class': 'SimpleStrategy', 'replication_factor': 1}");
  }

  private Recipe recipe(int node, int partitions) throws IOException {
    Map<String, String> environment = new HashMap<>(store());
    environment.put("SWARMLINE_TICKET_SECRET", "0123456789abcdef0123456789abcdef");
    environment.put("SWARMLINE_PARTITIONS", Integer.toString(partitions));
    environment.put("SWARMLINE_CLUSTER_PORT", Integer.toString(clusterPorts.get(node)));
    environment.put(
        "SWARMLINE_CLUSTER_SEEDS",
        clusterPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
    return new Recipe(
        JAR,
        directory.resolve("node-" + node),
        ServerProcess.freePort(),
        KEY,
        OPTIONS,
        environment);
  }

  Target target(int node) throws IOException {
    return nodes.get(node).target();
  }

  /** All nodes behind one address, in turn. */
  Target anyNode() throws IOException {
    if (balancer == null) {
      List<InetSocketAddress> all = new ArrayList<>();
      for (ServerProcess node : nodes) {
        all.add(node.target().address());
      }
      balancer = CutProxy.on(0, all);
    }
    return nodes.size() == 1
        ? target(0)
        : new Target(URI.create("http://127.0.0.1:" + balancer.port()), KEY);
  }

  ServerProcess node(int node) {
    return nodes.get(node);
  }

  /** Starts a node anew that was killed or has ended. */
  void restart(int node) throws IOException, InterruptedException {
    nodes.set(node, ServerProcess.start(recipes.get(node), PATIENCE));
  }

  @Override
  public void close() throws IOException {
    if (balancer != null) {
      balancer.close();
    }
    nodes.forEach(ServerProcess::close);
    cassandra.close();
  }
}
