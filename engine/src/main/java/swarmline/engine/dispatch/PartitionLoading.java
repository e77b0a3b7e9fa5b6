package swarmline.engine.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.dispatch.PartitionCommand.Loaded;
import swarmline.engine.id.PartitionId;

/**
 * A partition before it serves: reads what the catalog holds of it, and keeps what arrives
 * meanwhile. Tries again until the catalog answers.
 */
final class PartitionLoading {
  /** Messages kept meanwhile; further ones are dropped, as in any mailbox of bounded size. */
  static final int KEPT_MAX = 100_000;

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  private final ActorContext<PartitionCommand> context;
  private final StashBuffer<PartitionCommand> kept;
  private final PartitionId partition;
  private final EngineParts parts;

  private PartitionLoading(
      ActorContext<PartitionCommand> context,
      StashBuffer<PartitionCommand> kept,
      PartitionId partition,
      EngineParts parts) {
    this.context = context;
    this.kept = kept;
    this.partition = partition;
    this.parts = parts;
  }

  static Behavior<PartitionCommand> create(PartitionId partition, EngineParts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.withStash(
                KEPT_MAX, kept -> new PartitionLoading(context, kept, partition, parts).loading()));
  }

  private Behavior<PartitionCommand> loading() {
    load();
    return Behaviors.receive(PartitionCommand.class)
        .onMessage(Loaded.class, this::loaded)
        .onMessage(PartitionCommand.Tick.class, tick -> again())
        .onAnyMessage(this::keep)
        .onSignal(PostStop.class, this::stopped)
        .build();
  }

  private void load() {
    List<OpenTask> open = Collections.synchronizedList(new ArrayList<>());
    context.pipeToSelf(
        parts
            .catalog()
            .scanOpen(partition, open::add)
            .thenCompose(done -> parts.catalog().lastPosition(partition)),
        (last, failure) ->
            failure == null
                ? new Loaded(last, List.copyOf(open), null)
                : new Loaded(0, List.of(), failure));
  }

  private Behavior<PartitionCommand> stopped(PostStop stop) {
    parts.catalog().leave(partition);
    return Behaviors.same();
  }

  private Behavior<PartitionCommand> again() {
    load();
    return Behaviors.same();
  }

  private Behavior<PartitionCommand> keep(PartitionCommand message) {
    if (kept.isFull()) {
      context.getLog().warn("{} drops {} while loading", partition, message);
    } else {
      kept.stash(message);
    }
    return Behaviors.same();
  }

  private Behavior<PartitionCommand> loaded(Loaded loaded) {
    var pool = parts.directory().find(partition.pool());
    if (loaded.failure() != null || pool.isEmpty()) {
      context.getLog().warn("{} could not be loaded, trying again", partition, loaded.failure());
      context.scheduleOnce(AGAIN_AFTER, context.getSelf(), PartitionCommand.Tick.NOW);
      return Behaviors.same();
    }
    return kept.unstashAll(PoolPartition.create(context, partition, parts, pool.get(), loaded));
  }
}
