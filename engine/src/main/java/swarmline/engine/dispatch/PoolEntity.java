package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import swarmline.engine.catalog.FeedEntries;
import swarmline.engine.dispatch.PoolCommand.ChangeSpec;
import swarmline.engine.dispatch.PoolCommand.Create;
import swarmline.engine.dispatch.PoolCommand.Get;
import swarmline.engine.dispatch.PoolCommand.Look;
import swarmline.engine.dispatch.PoolCommand.OthersHeard;
import swarmline.engine.dispatch.PoolCommand.PoolIs;
import swarmline.engine.dispatch.PoolCommand.PoolRefused;
import swarmline.engine.dispatch.PoolCommand.RowWritten;
import swarmline.engine.dispatch.PoolCommand.SetStatus;
import swarmline.engine.dispatch.PoolCommand.WriteAgain;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.PoolId;
import swarmline.engine.pool.PoolEvent;
import swarmline.engine.pool.PoolEvent.PoolCreated;
import swarmline.engine.pool.PoolEvent.PoolSpecChanged;
import swarmline.engine.pool.PoolEvent.PoolStatusChanged;
import swarmline.engine.pool.PoolState;
import swarmline.engine.pool.PoolState.Known;
import swarmline.engine.pool.PoolState.Unknown;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;

/**
 * One pool as an actor: its policy and its life. A change is answered when it stands in the journal
 * and in the catalog, from which every node reads its pools when it starts, and when the other
 * nodes have heard of it or had two seconds to; the pool's partitions and the tenant's workers hear
 * of it too.
 */
final class PoolEntity extends EventSourcedBehavior<PoolCommand, PoolEvent, PoolState> {
  /** Longest wait before looking at the clock; timers cannot reach as far as a pool's times may. */
  private static final Duration LOOK_AT_LEAST = Duration.ofHours(1);

  private static final Duration WRITE_AGAIN_AFTER = Duration.ofSeconds(1);
  private static final Duration RESTART_AT_MOST = Duration.ofSeconds(30);

  private final PoolId id;
  private final EngineParts parts;
  private final InstantSource clock;
  private final ActorContext<PoolCommand> context;
  private final TimerScheduler<PoolCommand> timers;

  static Behavior<PoolCommand> create(PoolId id, EngineParts parts) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new PoolEntity(id, parts, context, timers)));
  }

  private PoolEntity(
      PoolId id,
      EngineParts parts,
      ActorContext<PoolCommand> context,
      TimerScheduler<PoolCommand> timers) {
    super(
        PersistenceId.ofUniqueId(PersistenceIds.of(id)),
        SupervisorStrategy.restartWithBackoff(WRITE_AGAIN_AFTER, RESTART_AT_MOST, 0.1));
    this.id = id;
    this.parts = parts;
    this.clock = parts.clock();
    this.context = context;
    this.timers = timers;
  }

  @Override
  public PoolState emptyState() {
    return PoolState.unknown();
  }

  @Override
  public CommandHandler<PoolCommand, PoolEvent, PoolState> commandHandler() {
    var handlers = newCommandHandlerBuilder();
    handlers
        .forStateType(Unknown.class)
        .onCommand(Create.class, this::create)
        .onCommand(ChangeSpec.class, change -> refuse(change.replyTo(), Refusal.UNKNOWN_POOL))
        .onCommand(SetStatus.class, set -> refuse(set.replyTo(), Refusal.UNKNOWN_POOL))
        .onCommand(Get.class, get -> refuse(get.replyTo(), Refusal.UNKNOWN_POOL))
        .onCommand(RowWritten.class, written -> Effect().none())
        .onCommand(OthersHeard.class, heard -> Effect().none())
        .onCommand(WriteAgain.class, again -> Effect().none())
        .onCommand(Look.class, look -> Effect().none());
    handlers
        .forStateType(Known.class)
        .onCommand(Create.class, this::createAgain)
        .onCommand(ChangeSpec.class, this::changeSpec)
        .onCommand(SetStatus.class, this::setStatus)
        .onCommand(Get.class, (pool, get) -> reply(get.replyTo(), pool))
        .onCommand(RowWritten.class, this::rowWritten)
        .onCommand(OthersHeard.class, this::othersHeard)
        .onCommand(WriteAgain.class, this::writeAgain)
        .onCommand(Look.class, this::look);
    return handlers.build();
  }

  @Override
  public EventHandler<PoolState, PoolEvent> eventHandler() {
    return PoolState::after;
  }

  @Override
  public SignalHandler<PoolState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .build();
  }

  private void recovered(PoolState state) {
    if (state instanceof Known known) {
      write(known, null);
      context.getSelf().tell(Look.NOW);
    }
  }

  private Effect<PoolEvent, PoolState> create(Unknown nothing, Create create) {
    return store(
        new PoolCreated(id, create.spec(), create.partitions(), clock.instant(), create.secret()),
        create.replyTo());
  }

  private Effect<PoolEvent, PoolState> createAgain(Known known, Create again) {
    return Effect().none().thenRun(state -> write(known, again.replyTo()));
  }

  private Effect<PoolEvent, PoolState> changeSpec(Known known, ChangeSpec change) {
    if (known.pool().status() == PoolStatus.ARCHIVED) {
      return refuse(change.replyTo(), Refusal.POOL_ARCHIVED);
    }
    return known.pool().spec().equals(change.spec())
        ? reply(change.replyTo(), known)
        : store(new PoolSpecChanged(change.spec(), clock.instant()), change.replyTo());
  }

  private Effect<PoolEvent, PoolState> setStatus(Known known, SetStatus set) {
    if (known.pool().status() == set.status()) {
      return reply(set.replyTo(), known);
    }
    return known.pool().status() == PoolStatus.ARCHIVED
        ? refuse(set.replyTo(), Refusal.POOL_ARCHIVED)
        : store(
            new PoolStatusChanged(set.status(), set.revokeLeases(), clock.instant()),
            set.replyTo());
  }

  private Effect<PoolEvent, PoolState> look(Known known, Look look) {
    var due = known.due(clock.instant());
    if (due.isPresent()) {
      return store(due.get(), null);
    }
    return Effect().none().thenRun(state -> wakeForNextTime(known.pool()));
  }

  private Effect<PoolEvent, PoolState> store(PoolEvent event, ActorRef<PoolCommand.Reply> replyTo) {
    boolean revoke = event instanceof PoolStatusChanged changed && changed.revokeLeases();
    return Effect()
        .persist(event)
        .thenRun(
            state -> {
              Known known = (Known) state;
              if (!(event instanceof PoolCreated)) {
                tellPartitions(known.pool(), revoke);
              }
              write(known, replyTo);
              wakeForNextTime(known.pool());
            });
  }

  private void tellPartitions(PoolView pool, boolean revokeLeases) {
    for (PartitionId partition : pool.slices()) {
      parts.entities().tell(partition, new PartitionCommand.PoolChanged(pool, revokeLeases));
    }
  }

  private void write(Known known, ActorRef<PoolCommand.Reply> replyTo) {
    var feed = List.of(FeedEntries.changed(known.pool()));
    context.pipeToSelf(
        parts.catalog().putPool(known.pool()).thenCompose(done -> parts.catalog().putFeed(feed)),
        (done, failure) -> new RowWritten(known.pool(), replyTo, failure));
  }

  private Effect<PoolEvent, PoolState> rowWritten(Known known, RowWritten written) {
    if (written.failure() != null) {
      context.getLog().error("pool {} could not be written", id, written.failure());
      if (written.replyTo() != null) {
        written.replyTo().tell(new PoolRefused(Refusal.TRY_AGAIN));
      }
      return Effect()
          .none()
          .thenRun(
              state ->
                  context.scheduleOnce(
                      WRITE_AGAIN_AFTER, context.getSelf(), PoolCommand.WriteAgain.NOW));
    }
    CompletionStage<Done> heard = parts.directory().changed(written.pool());
    if (written.replyTo() != null) {
      context.pipeToSelf(
          heard, (done, failure) -> new OthersHeard(written.pool(), written.replyTo()));
    }
    return Effect().none();
  }

  private Effect<PoolEvent, PoolState> othersHeard(Known known, OthersHeard heard) {
    heard.replyTo().tell(new PoolIs(heard.pool()));
    return Effect().none();
  }

  private Effect<PoolEvent, PoolState> writeAgain(Known known, WriteAgain again) {
    return Effect().none().thenRun(state -> write(known, null));
  }

  private void wakeForNextTime(PoolView pool) {
    if (pool.status() == PoolStatus.ARCHIVED
        || (pool.spec().opensAt() == null && pool.spec().closesAt() == null)) {
      timers.cancel(Look.NOW);
      return;
    }
    Instant now = clock.instant();
    Duration wait = LOOK_AT_LEAST;
    for (Instant at : new Instant[] {pool.spec().opensAt(), pool.spec().closesAt()}) {
      if (at != null && at.isAfter(now) && Duration.between(now, at).compareTo(wait) < 0) {
        wait = Duration.between(now, at);
      }
    }
    timers.startSingleTimer(Look.NOW, wait);
  }

  private Effect<PoolEvent, PoolState> reply(ActorRef<PoolCommand.Reply> replyTo, Known known) {
    return Effect().none().thenRun(state -> replyTo.tell(new PoolIs(known.pool())));
  }

  private Effect<PoolEvent, PoolState> refuse(
      ActorRef<PoolCommand.Reply> replyTo, Refusal refusal) {
    return Effect().none().thenRun(state -> replyTo.tell(new PoolRefused(refusal)));
  }
}
