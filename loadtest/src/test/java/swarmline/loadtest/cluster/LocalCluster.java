package swarmline.loadtest.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import swarmline.cassandra.LocalCassandra;
import swarmline.loadtest.chaos.CutProxy;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.PublishReply;
import swarmline.loadtest.server.ServerProcess;
import swarmline.loadtest.server.ServerProcess.Recipe;
import swarmline.loadtest.server.Target;

/** Several servers as processes of their own on loopback, on one Cassandra. */
final class LocalCluster implements AutoCloseable {
  static final Path JAR = Path.of("../api/target/swarmline.jar");
  private static final String KEY = "sk_loadtest";

  /** Last byte of the address that the first node's connections come from. */
  private static final int FIRST_SOURCE = 11;

  /** Tasks that are published to find all slices; some fall into each. */
  private static final int PROBES = 60;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> OPTIONS = List.of("-Xmx400m", "-XX:+UseSerialGC");

  /**
   * Nodes that start and end all the time are not compiled well: on two cores, one that starts
   * would keep all others from working.
   */
  private static final List<String> SHORT_LIVED =
      List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Path directory;
  private final LocalCassandra cassandra;
  private final List<String> javaOptions;

  /** Where nodes reach each other: in front of each is a proxy that knows the others apart. */
  private final List<CutProxy> links = new ArrayList<>();

  private final List<Integer> clusterPorts = new ArrayList<>();
  private final List<Recipe> recipes = new ArrayList<>();
  private final List<ServerProcess> nodes = new ArrayList<>();
  private CutProxy balancer;
  private final AtomicInteger probes = new AtomicInteger();

  private LocalCluster(Path directory, LocalCassandra cassandra, List<String> javaOptions) {
    this.directory = directory;
    this.cassandra = cassandra;
    this.javaOptions = javaOptions;
  }

  /** Starts Cassandra, makes the schema, and starts the nodes. */
  static LocalCluster start(Path directory, int count, int partitions)
      throws IOException, InterruptedException {
    return start(directory, count, partitions, OPTIONS);
  }

  /** The same, of nodes that are cheap to start and not made to be fast. */
  static LocalCluster shortLived(Path directory, int count, int partitions)
      throws IOException, InterruptedException {
    return start(directory, count, partitions, SHORT_LIVED);
  }

  private static LocalCluster start(
      Path directory, int count, int partitions, List<String> javaOptions)
      throws IOException, InterruptedException {
    var cluster = new LocalCluster(directory, LocalCassandra.startToBeKilled(), javaOptions);
    boolean started = false;
    try {
      cluster.makeSchema();
      for (int node = 0; node < count; node++) {
        int port = ServerProcess.freePort();
        cluster.clusterPorts.add(port);
        cluster.links.add(
            CutProxy.on(0, List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))));
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
    command.addAll(SHORT_LIVED);
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
    environment.put("SWARMLINE_CLUSTER_PORT", Integer.toString(links.get(node).port()));
    List<String> seeds = new ArrayList<>();
    for (CutProxy link : links) {
      seeds.add("127.0.0.1:" + link.port());
    }
    environment.put("SWARMLINE_CLUSTER_SEEDS", String.join(",", seeds));
    List<String> options = new ArrayList<>(javaOptions);
    options.add("-Dpekko.remote.artery.bind.hostname=127.0.0.1");
    options.add("-Dpekko.remote.artery.bind.port=" + clusterPorts.get(node));
    options.add(
        "-Dpekko.remote.artery.advanced.tcp.outbound-client-hostname="
            + comesFrom(node).getHostAddress());
    return new Recipe(
        JAR,
        directory.resolve("node-" + node),
        ServerProcess.freePort(),
        KEY,
        options,
        environment);
  }

  /** The address that a node's connections to the others come from. */
  private static InetAddress comesFrom(int node) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (FIRST_SOURCE + node)});
  }

  /** Loses all that goes between a node and the others, both ways. */
  void part(int node) throws IOException {
    silence(node);
    links.get(node).stall(from -> true);
  }

  /** Loses all that a node sends to the others over connections of its own. */
  void silence(int node) throws IOException {
    InetAddress source = comesFrom(node);
    for (int other = 0; other < links.size(); other++) {
      if (other != node) {
        links.get(other).stall(source::equals);
      }
    }
  }

  /** Loses nothing any more. */
  void mend() {
    links.forEach(link -> link.stall(from -> false));
  }

  int size() {
    return nodes.size();
  }

  /** SIGTERM, until it has ended by itself. */
  void leave(int node) throws IOException, InterruptedException {
    signal("TERM", nodes.get(node).pid());
    awaitEnd(node);
  }

  static void signal(String name, long pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " ended with " + code);
    }
  }

  /** Waits until a node has ended by itself. */
  void awaitEnd(int node) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (nodes.get(node).isAlive()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("node " + node + " does not end");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /**
   * Starts those nodes anew that have ended, as a supervisor does, until all are there, see each
   * other, and serve every slice; says how many had ended and how long it took.
   */
  String heal() throws IOException, InterruptedException {
    long from = System.nanoTime();
    int ended = 0;
    while (!whole()) {
      for (int node = 0; node < nodes.size(); node++) {
        if (!nodes.get(node).isAlive()) {
          nodes.set(node, ServerProcess.launch(recipes.get(node)));
          ended++;
        }
      }
      if (System.nanoTime() - from > PATIENCE.toNanos()) {
        throw new IOException("the cluster does not heal; node logs are in " + directory);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    for (int node = 0; node < nodes.size(); node++) {
      servesAgain(node);
    }
    return "%d started anew, whole after %d ms"
        .formatted(ended, Duration.ofNanos(System.nanoTime() - from).toMillis());
  }

  /** Whether every node is ready and sees all nodes up and reachable. */
  private boolean whole() throws IOException, InterruptedException {
    for (ServerProcess node : nodes) {
      var api = new PlatformApi(node.target());
      try {
        if (!node.isAlive() || !api.isReady() || up(api) != nodes.size()) {
          return false;
        }
      } catch (IOException notYet) {
        return false;
      }
    }
    return true;
  }

  /** Members that a node sees up and reachable; none while one of them is neither. */
  private static long up(PlatformApi api) throws IOException, InterruptedException {
    List<JsonNode> members = new ArrayList<>();
    api.cluster().path("nodes").forEach(members::add);
    return members.stream().allMatch(LocalCluster::isUp) ? members.size() : 0;
  }

  private static boolean isUp(JsonNode member) {
    return member.path("status").asText().equals("up") && member.path("reachable").asBoolean();
  }

  LocalCassandra cassandra() {
    return cassandra;
  }

  /**
   * How long it takes from now until tasks can be published to every slice of a pool, asked of one
   * node.
   */
  Duration servesAgain(int asked) throws IOException, InterruptedException {
    long from = System.nanoTime();
    var api = new PlatformApi(target(asked));
    int probe = nextProbe();
    while (!published(api, probe)) {
      if (System.nanoTime() - from > PATIENCE.toNanos()) {
        throw new IOException("not every slice serves again");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return Duration.ofNanos(System.nanoTime() - from);
  }

  /** Names tasks that were not published before. */
  int nextProbe() {
    return probes.incrementAndGet();
  }

  /** Publishes to every slice of a draft that nobody works on; whether all took it. */
  boolean published(PlatformApi api, int probe) throws InterruptedException {
    try {
      String pool =
          api.createPool(new ObjectMapper().createObjectNode().put("name", "probe"), "probe");
      var lines = new StringBuilder();
      for (int i = 0; i < PROBES; i++) {
        lines
            .append("{\"key\":\"")
            .append(probe)
            .append('-')
            .append(i)
            .append("\",\"payload\":1}\n");
      }
      PublishReply reply = api.publish(pool, HttpRequest.BodyPublishers.ofString(lines.toString()));
      return reply.added() + reply.existing() == PROBES;
    } catch (IOException notYet) {
      return false;
    }
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
    for (CutProxy link : links) {
      link.close();
    }
    cassandra.close();
  }
}
