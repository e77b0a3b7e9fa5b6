package swarmline.engine.dispatch;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import swarmline.engine.id.PartitionId;
import swarmline.engine.pool.PoolView;

/**
 * What one node of several does because of the others: hears of the pools that changed elsewhere,
 * and wakes partitions whose node is gone or that have moved, so that their leases end though
 * nobody asks for them. A node that is alone does nothing.
 */
final class Neighbours {
  private static final String TOPIC = "swarmline-pools";

  /** Between two looks at all pools and partitions; what was told and lost is found then. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

  private final ActorContext<Message> context;
  private final EngineParts parts;
  private boolean others;

  private sealed interface Message {}

  private enum Look implements Message {
    NOW
  }

  private record Heard(PoolView pool) implements Message {}

  private record Changed(ClusterEvent.MemberEvent event) implements Message {}

  /**
   * @param pools null where they could not be read
   */
  private record Read(List<PoolView> pools, Throwable failure) implements Message {}

  private Neighbours(ActorContext<Message> context, EngineParts parts) {
    this.context = context;
    this.parts = parts;
  }

  /** Starts listening, and telling the others what this node's pools become. */
  static void start(ActorSystem<?> system, EngineParts parts) {
    ActorRef<Topic.Command<PoolCommand.PoolIs>> topic =
        system.systemActorOf(Topic.create(PoolCommand.PoolIs.class, TOPIC), TOPIC, Props.empty());
    parts.directory().tellOthers(pool -> topic.tell(Topic.publish(new PoolCommand.PoolIs(pool))));
    system.systemActorOf(create(parts, topic), "swarmline-neighbours", Props.empty());
  }

  private static Behavior<Message> create(
      EngineParts parts, ActorRef<Topic.Command<PoolCommand.PoolIs>> topic) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Look.NOW, LOOK_EVERY);
                  topic.tell(
                      Topic.subscribe(
                          context.messageAdapter(
                              PoolCommand.PoolIs.class, is -> new Heard(is.pool()))));
                  Cluster.get(context.getSystem())
                      .subscriptions()
                      .tell(
                          Subscribe.create(
                              context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new),
                              ClusterEvent.MemberEvent.class));
                  return new Neighbours(context, parts).listening();
                }));
  }

  private Behavior<Message> listening() {
    return Behaviors.receive(Message.class)
        .onMessage(Heard.class, heard -> note(List.of(heard.pool())))
        .onMessage(Changed.class, this::changed)
        .onMessage(Look.class, look -> look())
        .onMessage(Read.class, this::read)
        .build();
  }

  private Behavior<Message> changed(Changed changed) {
    var self = Cluster.get(context.getSystem()).selfMember().uniqueAddress();
    if (!changed.event().member().uniqueAddress().equals(self)) {
      others = true;
      return look();
    }
    return Behaviors.same();
  }

  private Behavior<Message> look() {
    if (others) {
      context.pipeToSelf(parts.catalog().allPools(), Read::new);
    }
    return Behaviors.same();
  }

  private Behavior<Message> read(Read read) {
    if (read.failure() != null) {
      context.getLog().warn("The pools could not be read: {}", read.failure().getMessage());
      return Behaviors.same();
    }
    note(read.pools());
    ActorRef<PartitionCommand.Reply> nobody = context.getSystem().ignoreRef();
    for (PoolView pool : read.pools()) {
      for (PartitionId partition : pool.slices()) {
        parts.entities().tell(partition, new PartitionCommand.Count(nobody));
      }
    }
    return Behaviors.same();
  }

  /**
   * A pool that is newer than known here is told to its partitions too: they may have missed it.
   */
  private Behavior<Message> note(List<PoolView> pools) {
    for (PoolView pool : pools) {
      if (parts.directory().heard(pool)) {
        for (PartitionId partition : pool.slices()) {
          parts.entities().tell(partition, new PartitionCommand.PoolChanged(pool, false));
        }
      }
    }
    return Behaviors.same();
  }
}
