package swarmline.engine.dispatch;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import swarmline.engine.dispatch.NeighbourMessage.Hear;
import swarmline.engine.dispatch.NeighbourMessage.Heard;
import swarmline.engine.id.PartitionId;
import swarmline.engine.pool.PoolView;

/**
 * What one node of several does because of the others: hears of the pools that changed elsewhere,
 * tells the others of those that changed here, and wakes partitions whose node is gone or that have
 * moved, so that their leases end though nobody asks for them. A node that is alone does nothing.
 */
final class Neighbours {
  static final ServiceKey<Hear> KEY = ServiceKey.create(Hear.class, "swarmline-neighbours");

  /** How long a change of a pool waits for others to hear of it: one may have just died. */
  static final Duration HEARD_WITHIN = Duration.ofSeconds(2);

  /** Between two looks at all pools and partitions; what was told and lost is found then. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

  private final ActorContext<Message> context;
  private final EngineParts parts;
  private final Others listening;
  private boolean others;

  /** Who listens on the other nodes, as far as is known. Thread-safe. */
  private static final class Others {
    private final ActorSystem<?> system;
    private volatile Set<ActorRef<Hear>> known = Set.of();

    Others(ActorSystem<?> system) {
      this.system = system;
    }

    /** Completes when all of them have heard of the pool, or had the time to. */
    CompletionStage<Done> hear(PoolView pool) {
      CompletionStage<Done> all = CompletableFuture.completedStage(Done.getInstance());
      for (ActorRef<Hear> other : known) {
        if (stays(other)) {
          all = all.thenCombine(hear(other, pool), (one, another) -> one);
        }
      }
      return all;
    }

    /** A node that leaves takes no requests any more, and may be gone before it answers. */
    private boolean stays(ActorRef<Hear> other) {
      Address address = other.path().address();
      if (address.hasLocalScope()) {
        return true;
      }
      for (Member member : Cluster.get(system).state().getMembers()) {
        if (member.address().equals(address)) {
          return member.status().equals(MemberStatus.up());
        }
      }
      return false;
    }

    private CompletionStage<Done> hear(ActorRef<Hear> other, PoolView pool) {
      return AskPattern.<Hear, Heard>ask(
              other, replyTo -> new Hear(pool, replyTo), HEARD_WITHIN, system.scheduler())
          .handle(
              (heard, late) -> {
                if (late != null) {
                  system.log().warn("{} has not heard of {} yet", other, pool.id());
                }
                return Done.getInstance();
              });
    }
  }

  private sealed interface Message {}

  private enum Look implements Message {
    NOW
  }

  private record Told(Hear news) implements Message {}

  private record Listed(Receptionist.Listing listing) implements Message {}

  private record Changed(ClusterEvent.MemberEvent event) implements Message {}

  /**
   * @param pools null where they could not be read
   */
  private record Read(List<PoolView> pools, Throwable failure) implements Message {}

  private Neighbours(ActorContext<Message> context, EngineParts parts, Others listening) {
    this.context = context;
    this.parts = parts;
    this.listening = listening;
  }

  /** Starts listening, and telling the others what this node's pools become. */
  static void start(ActorSystem<?> system, EngineParts parts) {
    var others = new Others(system);
    parts.directory().tellOthers(others::hear);
    system.systemActorOf(create(parts, others), "swarmline-neighbours", Props.empty());
  }

  private static Behavior<Message> create(EngineParts parts, Others others) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Look.NOW, LOOK_EVERY);
                  ActorRef<Hear> ear = context.spawn(ear(context.getSelf()), "ear");
                  ActorRef<Receptionist.Command> receptionist = context.getSystem().receptionist();
                  receptionist.tell(Receptionist.register(KEY, ear));
                  receptionist.tell(
                      Receptionist.subscribe(
                          KEY, context.messageAdapter(Receptionist.Listing.class, Listed::new)));
                  Cluster.get(context.getSystem())
                      .subscriptions()
                      .tell(
                          Subscribe.create(
                              context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new),
                              ClusterEvent.MemberEvent.class));
                  return new Neighbours(context, parts, others).listening(ear);
                }));
  }

  /** What the others know: the receptionist takes no actor that also subscribes with it. */
  private static Behavior<Hear> ear(ActorRef<Message> neighbours) {
    return Behaviors.receiveMessage(
        news -> {
          neighbours.tell(new Told(news));
          return Behaviors.same();
        });
  }

  private Behavior<Message> listening(ActorRef<Hear> ear) {
    return Behaviors.receive(Message.class)
        .onMessage(Told.class, told -> told(told.news()))
        .onMessage(Listed.class, listed -> listed(listed.listing(), ear))
        .onMessage(Changed.class, this::changed)
        .onMessage(Look.class, look -> look())
        .onMessage(Read.class, this::read)
        .build();
  }

  private Behavior<Message> told(Hear news) {
    note(List.of(news.pool()));
    news.replyTo().tell(new Heard(news.pool().id()));
    return Behaviors.same();
  }

  /** Those that are out of reach are not waited for: they read all pools when they are back. */
  private Behavior<Message> listed(Receptionist.Listing listing, ActorRef<Hear> ear) {
    Set<ActorRef<Hear>> reachable = new HashSet<>(listing.getServiceInstances(KEY));
    reachable.remove(ear);
    listening.known = Set.copyOf(reachable);
    return Behaviors.same();
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
