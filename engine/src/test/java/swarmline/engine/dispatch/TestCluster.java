package swarmline.engine.dispatch;

import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** Actor systems that may form clusters of one on any free port of loopback. */
final class TestCluster {
  private TestCluster() {}

  static ActorTestKit named(String name) {
    return ActorTestKit.create(
        name,
        ConfigFactory.parseString(
                """
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster.jmx.enabled = off
                pekko.coordinated-shutdown.exit-jvm = off
                pekko.loglevel = WARNING
                """)
            .withFallback(ConfigFactory.load()));
  }
}
