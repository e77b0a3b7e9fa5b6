package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceProbeBehavior;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolEvent;
import swarmline.engine.pool.PoolState;
import swarmline.engine.pool.PoolView;

/**
 * The engine's real actors on one thread, a message at a time in an order that a seed chooses:
 * pools, partitions, their tasks and workers. Messages between entities may be lost where the
 * design allows it; those between a partition and its tasks are not.
 */
final class SimulatedNode implements Entities, TaskActors {
  private static final int LOST_PER_MILLE = 15;

  /** Of messages that are sent so rarely that losing them would hardly ever be seen. */
  private static final int RARE_LOST_PER_MILLE = 300;

  /** Whether all that happens is printed: {@code -Dtrace=true}. */
  private static final boolean TRACE = Boolean.getBoolean("trace");

  private static final int LATEST = 60;
  private final Queue<Supplier<String>> latest = new ArrayDeque<>(LATEST);

  static final EngineSettings SETTINGS =
      new EngineSettings(
          Duration.ofSeconds(5),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          6,
          Duration.ofSeconds(5),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2),
          2,
          3,
          4,
          1_000_000);

  private final Random random;
  private final MemoryStore store;
  private final InstantSource clock;
  private final Audit audit;
  private final Map<PoolId, Actor<PoolCommand>> pools = new LinkedHashMap<>();
  private final Map<PartitionId, Slice> slices = new LinkedHashMap<>();
  private final Map<WorkerId, EntityActor<WorkerCommand>> workers = new LinkedHashMap<>();
  private final Map<WorkerId, TestInbox<ClusterSharding.ShardCommand>> shards = new HashMap<>();
  private final Map<Object, Queue<Object>> network = new LinkedHashMap<>();
  private final List<Runnable> later = new ArrayList<>();
  private final IdentityHashMap<Behavior<?>, Behavior<TaskCommand>> entities =
      new IdentityHashMap<>();
  private EngineParts parts;
  private boolean lossless;

  /** An actor, and how it gets its messages. */
  private class Actor<C> {
    final BehaviorTestKit<C> kit;
    private final String name;

    Actor(String name, BehaviorTestKit<C> kit) {
      this.name = name;
      this.kit = kit;
    }

    boolean hasMessages() {
      return kit.selfInbox().hasMessages();
    }

    void receive() {
      receive(kit.selfInbox());
    }

    final void receive(TestInbox<C> from) {
      C message = from.receiveMessage();
      trace(() -> name + " <- " + message);
      kit.run(message);
    }
  }

  /** A pool's actor, which stores its events in Pekko's way. */
  private final class PoolActor extends Actor<PoolCommand> {
    private final PersistenceProbeBehavior<PoolCommand, ?, ?> stored;
    private final String persistenceId;

    PoolActor(PersistenceProbeBehavior<PoolCommand, ?, ?> stored, String persistenceId) {
      super(persistenceId, stored.getBehaviorTestKit());
      this.stored = stored;
      this.persistenceId = persistenceId;
      keepEvents();
    }

    @Override
    void receive() {
      super.receive();
      keepEvents();
    }

    private void keepEvents() {
      List<Object> events = new ArrayList<>();
      stored.getEventProbe().drain().forEach(effect -> events.add(effect.persistedObject()));
      store.journal(persistenceId).addAll(events);
      stored(persistenceId, events);
      keepTimers(kit.getAllEffects());
    }
  }

  /** A task's or a worker's actor, which fails where its journal does. */
  private final class EntityActor<C> extends Actor<C> {
    private final TestInbox<C> inbox;
    private boolean failed;

    /**
     * @param inbox where commands come; what the journal says comes to the actor itself
     */
    EntityActor(String name, Behavior<C> behavior, TestInbox<C> inbox) {
      super(name, BehaviorTestKit.create(behavior));
      this.inbox = inbox == null ? kit.selfInbox() : inbox;
      keepTimers(kit.getAllEffects());
    }

    @Override
    boolean hasMessages() {
      return super.hasMessages() || inbox.hasMessages();
    }

    @Override
    void receive() {
      try {
        receive(super.hasMessages() ? kit.selfInbox() : inbox);
        keepTimers(kit.getAllEffects());
      } catch (EntityJournal.JournalFailed failure) {
        failed = true;
      }
    }

    boolean gone() {
      return failed || !kit.isAlive();
    }
  }

  /** A partition with the tasks it started. */
  private final class Slice {
    private final Actor<PartitionCommand> partition;
    private final Map<Object, EntityActor<TaskCommand>> tasks = new LinkedHashMap<>();
    private final Map<Object, PartitionCommand> watched = new LinkedHashMap<>();

    Slice(PartitionId id) {
      partition =
          new Actor<>("partition", BehaviorTestKit.create(PartitionLoading.create(id, parts)));
      startTasks();
    }

    List<Runnable> ready() {
      List<Runnable> ready = new ArrayList<>();
      if (partition.hasMessages()) {
        ready.add(
            () -> {
              partition.receive();
              startTasks();
            });
      }
      tasks.forEach(
          (ref, task) -> {
            if (task.hasMessages()) {
              ready.add(() -> receive(ref, task));
            }
          });
      return ready;
    }

    private void receive(Object ref, EntityActor<TaskCommand> task) {
      task.receive();
      if (task.gone()) {
        stopped(ref);
      }
    }

    private void stopped(Object ref) {
      tasks.remove(ref);
      partition.kit.getRef().tell(watched.remove(ref));
    }

    /** One of its tasks fails, and with it go the messages it had not seen. */
    void failOne() {
      tasks.keySet().stream()
          .skip(tasks.isEmpty() ? 0 : random.nextInt(tasks.size()))
          .findFirst()
          .ifPresent(this::stopped);
    }

    private void startTasks() {
      for (Effect effect : partition.kit.getAllEffects()) {
        if (effect instanceof Effect.SpawnedAnonymous<?> spawned) {
          start(spawned);
        } else if (effect instanceof Effect.WatchedWith<?, ?> watch) {
          watched.put(watch.other(), (PartitionCommand) watch.message());
        }
      }
    }

    @SuppressWarnings("unchecked")
    private void start(Effect.SpawnedAnonymous<?> spawned) {
      Behavior<TaskCommand> behavior = entities.remove(spawned.behavior());
      TestInbox<TaskCommand> inbox =
          partition.kit.childInbox((ActorRef<TaskCommand>) spawned.ref());
      tasks.put(spawned.ref(), new EntityActor<>("task", behavior, inbox));
    }
  }

  SimulatedNode(Random random, MemoryStore store, InstantSource clock, Audit audit) {
    this.random = random;
    this.store = store;
    this.clock = clock;
    this.audit = audit;
    store.onAppended(this::stored);
    start();
  }

  private void stored(String persistenceId, List<Object> events) {
    events.forEach(event -> trace(() -> persistenceId + " stores " + event));
    audit.stored(persistenceId, events);
  }

  /** As {@code EngineStart} does it. */
  private void start() {
    parts =
        new EngineParts(
            store, store, new PoolDirectory(), this, this, this::journal, SETTINGS, clock);
    List<PoolView> stored = store.allPools().toCompletableFuture().join();
    stored.forEach(parts.directory()::put);
    for (PoolView pool : stored) {
      for (int index = 0; index < pool.partitions(); index++) {
        slice(new PartitionId(pool.id(), index, pool.partitions()));
      }
    }
    stored.forEach(pool -> pool(pool.id()).kit.getRef().tell(PoolCommand.Look.NOW));
  }

  // What goes wrong

  /** Everything in memory is gone, and what had been sent; then the node starts again. */
  void crash() {
    trace(() -> "crash");
    store.crash(random);
    pools.clear();
    slices.clear();
    workers.clear();
    network.clear();
    later.clear();
    start();
  }

  void failOneTask() {
    slices.values().stream()
        .skip(slices.isEmpty() ? 0 : random.nextInt(slices.size()))
        .findFirst()
        .ifPresent(Slice::failOne);
  }

  /** One of the workers fails, and with it go the messages it had not seen. */
  void failOneWorker() {
    workers.keySet().stream()
        .skip(workers.isEmpty() ? 0 : random.nextInt(workers.size()))
        .findFirst()
        .ifPresent(this::stop);
  }

  /** From now on no message is lost and no write fails. */
  void loseNothing() {
    lossless = true;
  }

  private void trace(Supplier<String> line) {
    if (TRACE) {
      System.out.println(clock.instant() + " " + line.get());
    }
    if (latest.size() == LATEST) {
      latest.remove();
    }
    latest.add(line);
  }

  /** What happened last, a line each. */
  String latest() {
    return latest.stream().map(Supplier::get).collect(Collectors.joining("\n"));
  }

  // Entities

  /** A stand-in, since a partition under test starts its children at once; see {@link Slice}. */
  @Override
  public Behavior<TaskCommand> of(Start start, ActorRef<PartitionCommand> partition) {
    Behavior<TaskCommand> standIn = Behaviors.receiveMessage(message -> Behaviors.same());
    entities.put(
        standIn, TaskEntity.create(start, this::journal, partition, this, SETTINGS, clock));
    return standIn;
  }

  private EntityJournal journal(String persistenceId, ActorRef<Object> entity) {
    return new MemoryJournal(store, persistenceId, entity);
  }

  private Actor<PoolCommand> pool(PoolId id) {
    return pools.computeIfAbsent(
        id,
        key -> {
          String persistenceId = PersistenceIds.of(id);
          PoolState state = PoolState.unknown();
          for (Object event : store.journal(persistenceId)) {
            state = PoolState.after(state, (PoolEvent) event);
          }
          return new PoolActor(
              PersistenceProbeBehavior.fromEventSourced(
                  PoolEntity.create(id, parts), state, store.journal(persistenceId).size()),
              persistenceId);
        });
  }

  private Slice slice(PartitionId id) {
    return slices.computeIfAbsent(id, Slice::new);
  }

  private EntityActor<WorkerCommand> worker(WorkerId id) {
    return workers.computeIfAbsent(
        id,
        key -> {
          TestInbox<ClusterSharding.ShardCommand> shard = TestInbox.create();
          shards.put(id, shard);
          return new EntityActor<>(
              id.toString(), WorkerEntity.create(id, shard.getRef(), parts), null);
        });
  }

  /** A worker that asked for it leaves the memory when it has seen its messages. */
  private void passivate() {
    List.copyOf(workers.entrySet())
        .forEach(
            worker -> {
              boolean asked = shards.get(worker.getKey()).hasMessages();
              if (asked && !worker.getValue().hasMessages()) {
                stop(worker.getKey());
              }
            });
  }

  private void receive(WorkerId id, EntityActor<WorkerCommand> worker) {
    worker.receive();
    if (worker.gone()) {
      stop(id);
    }
  }

  private void stop(WorkerId worker) {
    trace(() -> worker + " leaves the memory");
    workers.remove(worker).kit.signal(PostStop.instance());
  }

  // Messages

  @Override
  public void tell(WorkerId worker, WorkerCommand command) {
    send(worker, command);
  }

  @Override
  public void tell(PartitionId partition, PartitionCommand command) {
    send(partition, command);
  }

  @Override
  public void tell(PoolId pool, PoolCommand command) {
    send(pool, command);
  }

  @Override
  public void here(PartitionId partition, ActorRef<PartitionCommand> at) {}

  @Override
  public void gone(PartitionId partition, ActorRef<PartitionCommand> from) {}

  @Override
  public void counted(PartitionId partition, PartitionCommand.Counted now) {}

  private void send(Object to, Object message) {
    boolean mayBeLost =
        !(message instanceof PartitionCommand.PoolChanged)
            && !(message instanceof PoolCommand)
            && !lossless;
    boolean rare = message instanceof PartitionCommand.SweepTasks;
    if (!mayBeLost || random.nextInt(1_000) >= (rare ? RARE_LOST_PER_MILLE : LOST_PER_MILLE)) {
      network.computeIfAbsent(to, key -> new ArrayDeque<>()).add(message);
    }
  }

  private void arrive(Object to) {
    Object message = network.get(to).remove();
    if (to instanceof WorkerId id) {
      worker(id).kit.getRef().tell((WorkerCommand) message);
    } else if (to instanceof PartitionId id) {
      slice(id).partition.kit.getRef().tell((PartitionCommand) message);
    } else {
      pool((PoolId) to).kit.getRef().tell((PoolCommand) message);
    }
  }

  /** What an actor asked to be sent later is sent with the next tick. */
  private void keepTimers(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Scheduled<?> scheduled) {
        later.add(() -> deliver(scheduled));
      }
    }
  }

  private static <T> void deliver(Effect.Scheduled<T> scheduled) {
    scheduled.target().tell(scheduled.message());
  }

  /** Time has passed: whoever has a timer looks at the clock. */
  void tick() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
    slices.values().forEach(s -> s.partition.kit.getRef().tell(PartitionCommand.Tick.NOW));
    pools.values().forEach(pool -> pool.kit.getRef().tell(PoolCommand.Look.NOW));
  }

  /**
   * One of the things that can happen next happens.
   *
   * @return whether there was any
   */
  boolean step() {
    passivate();
    List<Runnable> ready =
        network.entrySet().stream()
            .filter(link -> !link.getValue().isEmpty())
            .map(link -> (Runnable) () -> arrive(link.getKey()))
            .collect(Collectors.toCollection(ArrayList::new));
    slices.values().forEach(slice -> ready.addAll(slice.ready()));
    pools.values().stream().filter(Actor::hasMessages).forEach(p -> ready.add(p::receive));
    workers.forEach(
        (id, worker) -> {
          if (worker.hasMessages()) {
            ready.add(() -> receive(id, worker));
          }
        });
    if (!store.idle()) {
      ready.add(lossless || random.nextInt(100) > 0 ? store::commit : store::fail);
    }
    if (ready.isEmpty()) {
      return false;
    }
    ready.get(random.nextInt(ready.size())).run();
    return true;
  }
}
