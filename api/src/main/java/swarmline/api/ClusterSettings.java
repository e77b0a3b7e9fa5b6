package swarmline.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.Address;

/**
 * How a node finds the others.
 *
 * @param host that the others reach this node at
 * @param port that it listens on for them; 0 for any that is free
 * @param seeds nodes of the cluster to be joined, as host:port; empty for a cluster of one
 */
public record ClusterSettings(String host, int port, List<String> seeds) {
  /** The name that all nodes give their actor systems. */
  static final String SYSTEM = "swarmline";

  static ClusterSettings of(Config cluster) {
    List<String> seeds =
        Stream.of(cluster.getString("seeds").split(",", -1))
            .map(String::strip)
            .filter(seed -> !seed.isEmpty())
            .toList();
    for (String seed : seeds) {
      if (!seed.matches("[^:\\s]+:\\d{1,5}")) {
        throw new InvalidSettings(
            ServerSettings.PATH + ".cluster.seeds are host:port, not " + seed);
      }
    }
    return new ClusterSettings(cluster.getString("host"), cluster.getInt("port"), seeds);
  }

  /** Whether there are other nodes. */
  boolean joins() {
    return !seeds.isEmpty();
  }

  List<Address> seedAddresses() {
    return seeds.stream()
        .map(
            seed -> {
              int colon = seed.lastIndexOf(':');
              return new Address(
                  "pekko",
                  SYSTEM,
                  seed.substring(0, colon),
                  Integer.parseInt(seed.substring(colon + 1)));
            })
        .toList();
  }

  /** What it means for the actor system. */
  Config applied(Config config) {
    return ConfigFactory.parseMap(
            Map.of(
                "pekko.remote.artery.canonical.hostname",
                host,
                "pekko.remote.artery.canonical.port",
                port,
                // A node that is downed has to end: its supervisor starts it anew.
                "pekko.cluster.run-coordinated-shutdown-when-down",
                joins() ? "on" : "off"))
        .withFallback(config);
  }
}
