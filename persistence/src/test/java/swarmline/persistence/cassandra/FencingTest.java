package swarmline.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.embedded.StoreFailure;
import swarmline.persistence.journal.EventList;

/** Two nodes that both believe they own a partition. */
class FencingTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
  private static final Duration LEASE = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TenantId tenant = new TenantId("t" + UUID.randomUUID().toString().substring(0, 8));
  private final PoolId pool = new PoolId(tenant, "p0123456789ab");
  private final PartitionId partition = new PartitionId(pool, 0, 1);
  private final TaskId task = new TaskId(pool, 1);
  private final List<Node> nodes = new ArrayList<>();

  /** A node, as far as the store is concerned. */
  private static final class Node {
    private final CassandraStore store;
    private final CassandraCatalog catalog;
    private ActorTestKit actors;
    private TestProbe<Object> stored;

    Node(CassandraSettings settings, LongSupplier nanos) {
      store = CassandraStore.open(settings, StatementMetrics.none(), nanos);
      catalog = new CassandraCatalog(store);
    }

    /** Its actors, which only some tests need. */
    private ActorTestKit actors() {
      if (actors == null) {
        actors = CassandraActors.on(store);
        stored = actors.createTestProbe();
      }
      return actors;
    }

    /** Starts the entity of the task. */
    ActorRef<Object> entity(TaskId task) {
      return entity(PersistenceIds.of(task));
    }

    ActorRef<Object> entity(String persistenceId) {
      return actors().spawn(EventList.create(persistenceId, Integer.MAX_VALUE));
    }

    /** What an entity has read and stored. */
    List<Integer> stored(ActorRef<Object> entity) {
      var heard = actors.<List<Integer>>createTestProbe();
      entity.tell(new EventList.Get(heard.ref()));
      return heard.receiveMessage(PATIENCE);
    }

    /** Has the entity store an event and waits until it says so. */
    void store(ActorRef<Object> entity, int priority) {
      entity.tell(new EventList.Store(new TaskEvent.PrioritySet(priority, NOW), stored.ref()));
      stored.expectMessage(PATIENCE, priority);
    }

    void close() {
      if (actors != null) {
        actors.shutdownTestKit();
      }
      store.close();
    }
  }

  /** A node that has looked at the others for as long as a lease, and has renewed its own. */
  private Node healthy() {
    var clock = new AtomicLong();
    Node node = started(clock::get);
    node.store.lease().look();
    clock.addAndGet(LEASE.toNanos() + 1);
    node.store.lease().renew();
    return node;
  }

  /**
   * A node that renews nothing and believes all the same that it may write, as one would whose
   * clock stands still: what every lease relies on does not hold for it.
   */
  private Node deluded() {
    return started(() -> 0);
  }

  /** Nothing is renewed while a test runs unless it says so. */
  private Node started(LongSupplier nanos) {
    TestCassandra.settings();
    var node =
        new Node(
            TestCassandra.settings("shared", "lease = 1 hour", "renew-every = 20 minutes"), nanos);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
  }

  @Test
  void aPartitionIsTakenWhenItsOwnerLeavesItAndNotBefore() {
    Node first = started(System::nanoTime);
    Node second = started(System::nanoTime);
    scan(first);

    CompletionStage<List<Long>> taken = scanning(second);
    publish(first, "a");
    assertThat(taken.toCompletableFuture()).isNotDone();

    await(first.catalog.leave(partition));
    assertThat(await(taken)).containsExactly(1L);
    assertThatThrownBy(() -> publish(first, "b")).hasRootCauseInstanceOf(StoreFailure.class);
  }

  @Test
  void aPartitionIsTakenWhenTheLeaseOfItsOwnerIsOver() {
    Node dead = deluded();
    Node next = healthy();
    scan(dead);

    assertThat(scan(next)).isEmpty();
    publish(next, "a");
  }

  @Test
  void ofTwoOwnersOnlyTheEventsOfTheLaterOneCount() {
    Node former = deluded();
    scan(former);
    publish(former, "a");
    ActorRef<Object> its = former.entity(task);
    former.store(its, 1);

    Node owner = healthy();
    scan(owner);
    ActorRef<Object> rightful = owner.entity(task);
    owner.store(rightful, 2);
    former.store(its, 3);
    former.store(its, 4);
    owner.store(rightful, 5);
    former.store(its, 6);
    former.store(its, 7);

    assertThat(priorities(owner)).containsExactly(1, 2, 5);
    assertThat(priorities(former)).containsExactly(1, 2, 5);
    ActorRef<Object> again = owner.entity(task);
    assertThat(owner.stored(again)).containsExactly(1, 2, 5);
  }

  @Test
  void whatAnOwnerStoresAnewFromANumberTakesThePlaceOfAllThatItStoredFromThere() {
    Node owner = started(System::nanoTime);
    scan(owner);
    publish(owner, "a");
    Slice slice = owner.store.slices().owned(task).orElseThrow();

    TaskEvents events = owner.store.taskEvents();
    await(events.append(slice, task, 1, List.of(set(1))));
    await(events.append(slice, task, 2, List.of(set(2), set(3))));
    await(events.append(slice, task, 2, List.of(set(4))));

    assertThat(priorities(owner)).containsExactly(1, 4);
    assertThat(scanTouched(owner)).containsExactly(true);
  }

  private static TaskEvent set(int priority) {
    return new TaskEvent.PrioritySet(priority, NOW);
  }

  @Test
  void ofTwoIncarnationsOfAWorkerOnlyTheLaterIsToldThatItHasStored() {
    String worker = PersistenceIds.of(new WorkerId(tenant, "ann"));
    Node first = started(System::nanoTime);
    Node second = started(System::nanoTime);
    ActorRef<Object> former = first.entity(worker);
    first.store(former, 1);

    ActorRef<Object> later = second.entity(worker);
    assertThat(second.stored(later)).containsExactly(1);
    former.tell(new EventList.Store(new TaskEvent.PrioritySet(2, NOW), first.stored.ref()));
    first.stored.expectTerminated(former, PATIENCE);
    second.store(later, 3);

    assertThat(first.stored(first.entity(worker))).containsExactly(1, 3);
  }

  @Test
  void ofTwoOwnersTheRowsOfTheLaterOneStayWhateverComesAfterThem() {
    Node former = deluded();
    scan(former);
    Node owner = healthy();
    scan(owner);

    publish(owner, "rightful");
    publish(former, "late");

    assertThat(await(owner.catalog.definition(task))).map(TaskDefinition::key).contains("rightful");
    assertThat(await(owner.catalog.taskOfKey(pool, "late"))).isEmpty();
    assertThat(scan(owner)).containsExactly(1L);
  }

  @Test
  void aNodeWhoseLeaseAnotherHasEndedKnowsSoAtItsNextRenewal() {
    Node former = deluded();
    scan(former);
    scan(healthy());

    former.store.lease().renew();

    assertThat(former.store.lost().toCompletableFuture()).isDone();
    assertThat(former.store.unwritable()).isPresent();
    assertThatThrownBy(() -> publish(former, "a")).hasRootCauseInstanceOf(StoreFailure.class);
  }

  private List<Integer> priorities(Node node) {
    return await(new CassandraTaskJournal(node.store).events(task)).stream()
        .map(event -> ((TaskEvent.PrioritySet) event).priority())
        .toList();
  }

  private void publish(Node node, String key) {
    await(
        node.catalog.publish(
            partition, 1, List.of(new NewTask(key, "1", 0, null, Set.of(), Set.of())), NOW));
  }

  private List<Long> scan(Node node) {
    return await(scanning(node));
  }

  private CompletionStage<List<Long>> scanning(Node node) {
    List<Long> open = new ArrayList<>();
    return node.catalog
        .scanOpen(partition, found -> open.add(found.number()))
        .thenApply(done -> open);
  }

  private List<Boolean> scanTouched(Node node) {
    List<Boolean> touched = new ArrayList<>();
    await(node.catalog.scanOpen(partition, found -> touched.add(found.touched())));
    return touched;
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the stage did not complete", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
