package swarmline.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The time between a node's giving up what lives on it and its leaving the cluster. Pekko leaves as
 * soon as everything here has stopped; where the coordinators live here, as on the oldest node,
 * what has stopped would find no other place until they have moved too. So they are given some time
 * to say where it goes on.
 */
final class HandOver {
  /** A phase of coordinated shutdown, between the regions' end and leaving. */
  static final String PHASE = "swarmline-hand-over";

  private final ActorSystem<?> system;
  private final Duration time;
  private final BooleanSupplier others;

  private HandOver(ActorSystem<?> system, Duration time, BooleanSupplier others) {
    this.system = system;
    this.time = time;
    this.others = others;
  }

  /**
   * @param time how long coordinators go on
   * @param others whether there are other nodes that anything could go to
   */
  static void prepare(ActorSystem<?> system, Duration time, BooleanSupplier others) {
    var handOver = new HandOver(system, time, others);
    CoordinatedShutdown.get(system).addTask(PHASE, "wait", handOver::elapsed);
  }

  private CompletionStage<Done> elapsed() {
    boolean leaving =
        CoordinatedShutdown.get(system)
            .getShutdownReason()
            .filter(CoordinatedShutdown.clusterLeavingReason()::equals)
            .isPresent();
    CompletionStage<Done> done = CompletableFuture.completedStage(Done.getInstance());
    return leaving && others.getAsBoolean()
        ? done.thenApplyAsync(
            over -> over, CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS))
        : done;
  }
}
