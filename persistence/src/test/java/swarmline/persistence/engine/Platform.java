package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.RunningEngine.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.japi.function.Function;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.dispatch.PartitionCommand.Counted;
import swarmline.engine.dispatch.PartitionCommand.PublishedAs;
import swarmline.engine.dispatch.PoolCommand.PoolIs;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.TaskReply;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerReply;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;
import swarmline.persistence.embedded.TestStores;

/**
 * A running engine over a store of its own, and the hands of platforms and workers on it. Each test
 * speaks for a tenant of its own, so that many share one engine.
 */
final class Platform implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(20);

  private final Path directory = TestStores.newDirectory();
  private final InstantSource clock;
  private final String config;
  private RunningEngine running;
  private int tenants;

  private Platform(InstantSource clock, String config) {
    this.clock = clock;
    this.config = config;
    this.running = RunningEngine.start(directory, clock, config);
  }

  static Platform start() {
    return new Platform(new swarmline.engine.clock.SteadyClock(), "");
  }

  static Platform start(InstantSource clock, String config) {
    return new Platform(clock, config);
  }

  void restart() {
    running.close();
    running = RunningEngine.start(directory, clock, config);
  }

  /** Is down until then at least. */
  void restart(Instant at) {
    running.close();
    until(() -> clock.instant().isAfter(at));
    running = RunningEngine.start(directory, clock, config);
  }

  @Override
  public void close() {
    running.close();
    TestStores.remove(directory);
  }

  Engine engine() {
    return running.engine();
  }

  Tenant tenant() {
    return new Tenant(new TenantId("tenant" + ++tenants));
  }

  static NewTask task(String key) {
    return task(key, 0);
  }

  static NewTask task(String key, int priority) {
    return new NewTask(key, "{}", priority, null, Set.of(), Set.of());
  }

  /** Asks until there is a value. */
  static <T> T eventually(Supplier<T> attempt) {
    Instant end = Instant.now().plus(SOON);
    while (Instant.now().isBefore(end)) {
      T value = attempt.get();
      if (value != null) {
        return value;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("it did not come to be");
  }

  /** Asks until it holds. */
  static void until(Supplier<Boolean> condition) {
    eventually(() -> condition.get() ? true : null);
  }

  /** One tenant of the engine. */
  final class Tenant {
    private final TenantId id;
    private int pools;

    private Tenant(TenantId id) {
      this.id = id;
    }

    /** A pool of one partition, in draft. */
    PoolId draft(PoolSpec spec) {
      return draft(spec, 1);
    }

    private PoolId draft(PoolSpec spec, int partitions) {
      var pool = new PoolId(id, String.format("p%012d", ++pools));
      await(engine().createPool(pool, spec, partitions, pool.code().hashCode()));
      return pool;
    }

    PoolId open(String spec) {
      return open(spec, 1);
    }

    PoolId open(String spec, int partitions) {
      PoolId pool = draft(Specs.spec(spec), partitions);
      setStatus(pool, PoolStatus.OPEN, false);
      return pool;
    }

    void setStatus(PoolId pool, PoolStatus status, boolean revokeLeases) {
      assertThat(await(engine().setStatus(pool, status, revokeLeases))).isInstanceOf(PoolIs.class);
    }

    void change(PoolId pool, String spec) {
      assertThat(await(engine().changeSpec(pool, Specs.spec(spec)))).isInstanceOf(PoolIs.class);
    }

    PoolView view(PoolId pool) {
      return engine().pools().find(pool).orElseThrow();
    }

    /** Tasks without wishes of their own, numbered from 1. */
    long[] publish(PoolId pool, String... keys) {
      return publish(pool, Stream.of(keys).map(Platform::task).toArray(NewTask[]::new));
    }

    /** Their numbers, negative where the key was known. */
    long[] publish(PoolId pool, NewTask... tasks) {
      var reply = await(engine().publish(view(pool), List.of(tasks)));
      assertThat(reply).isInstanceOf(PublishedAs.class);
      return ((PublishedAs) reply).numbers();
    }

    /** Waits until so many workers are in the pool's line. */
    void waiting(PoolId pool, int workers) {
      until(() -> counted(pool).waiting() == workers);
    }

    Counted counted(PoolId pool) {
      return await(engine().count(view(pool)));
    }

    /** What kinds of things the tenant's feed tells, in order. */
    List<String> feed() {
      return await(engine().catalog().feed(id, null, 1000)).items().stream()
          .map(FeedEntry::kind)
          .toList();
    }

    List<TaskRecord> records(PoolId pool) {
      return await(engine().catalog().records(pool, null, 1000)).items();
    }

    /** Waits until so many tasks of the pool are final. */
    List<TaskRecord> settled(PoolId pool, int wanted) {
      return eventually(
          () -> {
            List<TaskRecord> records = records(pool).stream().filter(TaskRecord::settled).toList();
            return records.size() == wanted ? records : null;
          });
    }

    Worker worker(String name) {
      return new Worker(new WorkerId(id, name));
    }
  }

  /** One worker of a tenant. */
  final class Worker {
    private final WorkerId id;
    private TestProbe<SessionMessage> session;

    private Worker(WorkerId id) {
      this.id = id;
    }

    WorkerId id() {
      return id;
    }

    /** Opens a session with room for so many assignments. */
    SessionMessage.Welcome connect(int capacity, PoolId... pools) {
      session = TestProbe.create(SessionMessage.class, running.system());
      tell(new WorkerCommand.Connect("hello", session.getRef(), capacity, List.of(pools)));
      return hears(SessionMessage.Welcome.class);
    }

    void disconnect() {
      tell(new WorkerCommand.Disconnect(session.getRef(), false));
    }

    TestProbe<SessionMessage> session() {
      return session;
    }

    /** The next message of this type; others before it are passed over. */
    <M extends SessionMessage> M hears(Class<M> type) {
      return eventually(
          () -> {
            SessionMessage message = session.receiveMessage(SOON);
            return type.isInstance(message) ? type.cast(message) : null;
          });
    }

    AssignmentId assigned() {
      return hears(SessionMessage.Assigned.class).held().assignment();
    }

    /** Answers, and hears that it is accepted. */
    void answers(AssignmentId assignment, String answer) {
      sends(assignment, answer);
      hears(SessionMessage.Accepted.class);
    }

    void sends(AssignmentId assignment, String answer) {
      tell(new WorkerCommand.Answer("answer", assignment, answer, session.getRef()));
    }

    WorkerReply.Pulled pulls(PoolId pool) {
      return pulls(pool, null, Duration.ZERO, null);
    }

    WorkerReply.Pulled pulls(PoolId pool, TaskId only, Duration wait, String request) {
      return (WorkerReply.Pulled)
          await(engine().pull(id, List.of(pool), only, 1, clock.instant(), wait, request));
    }

    /** The assignment that a pull got. */
    AssignmentId gets(PoolId pool) {
      return eventually(
          () -> {
            var pulled = pulls(pool);
            return pulled.assignments().isEmpty() ? null : pulled.assignments().get(0).assignment();
          });
    }

    /** Numbers of the tasks that so many pulls get, one after the other. */
    List<Long> gets(PoolId pool, int many) {
      return Stream.generate(() -> gets(pool).task().number()).limit(many).toList();
    }

    /** Why a pull gets nothing. */
    Refusal refused(PoolId pool) {
      var pulled = pulls(pool);
      assertThat(pulled.assignments()).isEmpty();
      return pulled.why();
    }

    /** Answers by the platform's hand. */
    TaskReply submits(AssignmentId assignment, String answer) {
      return await(engine().answer(assignment, id.name(), answer));
    }

    WorkerReply.Described described() {
      return (WorkerReply.Described) ask(WorkerCommand.Describe::new);
    }

    WorkerReply ask(Function<ActorRef<WorkerReply>, WorkerCommand> command) {
      return await(engine().ask(id, command));
    }

    /** Ledger entries, each an assignment's settlement. */
    List<LedgerEntry> ledger() {
      return new ArrayList<>(await(engine().catalog().ledger(id, null, 1000)).items());
    }

    Map<String, Long> earned() {
      return described().earned();
    }

    void tell(WorkerCommand command) {
      engine().tell(id, command);
    }
  }
}
