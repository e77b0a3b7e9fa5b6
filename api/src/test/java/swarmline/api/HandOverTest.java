package swarmline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/** When a node leaves the cluster after it has given up what lives on it. */
class HandOverTest {
  private static final Duration TIME = Duration.ofSeconds(2);

  /** Not over, however busy the machine is, where nobody waits for it. */
  private static final Duration LONG = Duration.ofSeconds(9);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void aNodeThatLeavesOthersWaitsUntilWhatItGaveUpHasAPlace() {
    assertThat(beforeLeaving(TIME, true, CoordinatedShutdown.clusterLeavingReason()))
        .isGreaterThanOrEqualTo(TIME);
  }

  @Test
  void aNodeThatIsAloneOrDownedDoesNotWait() {
    assertThat(beforeLeaving(LONG, false, CoordinatedShutdown.clusterLeavingReason()))
        .isLessThan(LONG);
    assertThat(beforeLeaving(LONG, true, CoordinatedShutdown.clusterDowningReason()))
        .isLessThan(LONG);
  }

  /** How long after the regions' end a node says that it leaves. */
  private static Duration beforeLeaving(
      Duration time, boolean others, CoordinatedShutdown.Reason reason) {
    var system =
        ActorSystem.create(
            Behaviors.empty(),
            "leaving",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.load()));
    HandOver.prepare(system, time, () -> others);
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    CompletableFuture<Long> given = at(shutdown, "cluster-sharding-shutdown-region");
    CompletableFuture<Long> left = at(shutdown, "cluster-leave");
    shutdown
        .runAll(reason)
        .toCompletableFuture()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    return Duration.ofNanos(left.join() - given.join());
  }

  /** When a phase begins, as {@link System#nanoTime()}. */
  private static CompletableFuture<Long> at(CoordinatedShutdown shutdown, String phase) {
    var at = new CompletableFuture<Long>();
    shutdown.addTask(
        phase,
        "note",
        () -> {
          at.complete(System.nanoTime());
          return CompletableFuture.completedStage(Done.getInstance());
        });
    return at;
  }
}
