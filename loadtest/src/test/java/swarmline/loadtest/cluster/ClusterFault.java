package swarmline.loadtest.cluster;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What is done to a cluster under load. Each begins with a cluster that is whole; what it leaves
 * behind heals by itself, but for processes that have ended, which a supervisor starts anew.
 */
enum ClusterFault {
  /** kill -9 of a node. */
  KILL(ClusterFault::kill),

  /** Every node in turn is asked to end and is started again. */
  ROLLING_RESTART(ClusterFault::restartAll),

  /** A node stands still for longer than every lease. */
  PAUSE(ClusterFault::pause),

  /** Nothing goes between a node and the others. */
  PARTED(ClusterFault::part),

  /** What a node sends to the others is lost, what they send to it arrives. */
  SILENCED(ClusterFault::silence),

  /** A node is parted and joined again and again, for some seconds each. */
  FLAPPING(ClusterFault::flap),

  /** kill -9 of Cassandra, which is started again. */
  CASSANDRA_KILLED(ClusterFault::killCassandra),

  /** Cassandra does not answer for a minute. */
  CASSANDRA_PAUSED(ClusterFault::pauseCassandra);

  /** What can be done to nodes and between them. */
  static final Set<ClusterFault> OF_NODES =
      Collections.unmodifiableSet(EnumSet.range(KILL, FLAPPING));

  /** Longer than a node's lease, and than the others take to down it. */
  private static final Duration LONG_PAUSE = Duration.ofSeconds(25);

  private static final Duration CASSANDRA_AWAY = Duration.ofSeconds(60);
  private static final int FLAPS = 5;

  @SuppressWarnings("ImmutableEnumChecker") // its methods hold nothing
  private final Kind kind;

  private interface Kind {
    String make(LocalCluster cluster, Random random) throws Exception;
  }

  ClusterFault(Kind kind) {
    this.kind = kind;
  }

  /** From its beginning until what it did is over; says what it was. */
  String make(LocalCluster cluster, Random random) throws Exception {
    return kind.make(cluster, random);
  }

  private static String kill(LocalCluster cluster, Random random) throws Exception {
    int node = random.nextInt(cluster.size());
    cluster.node(node).kill();
    return "kill -9 of node " + node + ": " + served(cluster, node);
  }

  private static String restartAll(LocalCluster cluster, Random random) throws Exception {
    var said = new StringBuilder("rolling restart");
    for (int node = 0; node < cluster.size(); node++) {
      long from = System.nanoTime();
      cluster.leave(node);
      said.append(", node ").append(node).append(" left in ").append(millis(since(from)));
      said.append(": ").append(served(cluster, node));
      cluster.heal();
    }
    return said.toString();
  }

  private static String pause(LocalCluster cluster, Random random) throws Exception {
    int node = random.nextInt(cluster.size());
    LocalCluster.signal("STOP", cluster.node(node).pid());
    String served = served(cluster, node);
    TimeUnit.NANOSECONDS.sleep(LONG_PAUSE.toNanos());
    LocalCluster.signal("CONT", cluster.node(node).pid());
    cluster.awaitEnd(node);
    return "SIGSTOP of node " + node + ": " + served + ", ended by itself after SIGCONT";
  }

  private static String part(LocalCluster cluster, Random random) throws Exception {
    int node = random.nextInt(cluster.size());
    cluster.part(node);
    String served = served(cluster, node);
    cluster.awaitEnd(node);
    cluster.mend();
    return "node " + node + " parted: " + served + ", ended by itself";
  }

  private static String silence(LocalCluster cluster, Random random) throws Exception {
    int node = random.nextInt(cluster.size());
    cluster.silence(node);
    TimeUnit.NANOSECONDS.sleep(LONG_PAUSE.toNanos());
    cluster.mend();
    return "node " + node + " not heard";
  }

  private static String flap(LocalCluster cluster, Random random) throws Exception {
    int node = random.nextInt(cluster.size());
    for (int i = 0; i < FLAPS; i++) {
      cluster.part(node);
      TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(4_000));
      cluster.mend();
      TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(2_000));
    }
    return "node " + node + " parted " + FLAPS + " times";
  }

  private static String killCassandra(LocalCluster cluster, Random random) throws Exception {
    cluster.cassandra().kill();
    cluster.cassandra().restart();
    return "kill -9 of Cassandra";
  }

  private static String pauseCassandra(LocalCluster cluster, Random random) throws Exception {
    LocalCluster.signal("STOP", cluster.cassandra().pid());
    TimeUnit.NANOSECONDS.sleep(CASSANDRA_AWAY.toNanos());
    LocalCluster.signal("CONT", cluster.cassandra().pid());
    return "Cassandra stood still for " + CASSANDRA_AWAY.toSeconds() + " s";
  }

  /** Waits until a node that is not the lost one reaches every slice. */
  private static String served(LocalCluster cluster, int lost) throws Exception {
    return "all slices served after " + millis(cluster.servesAgain((lost + 1) % cluster.size()));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
