package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceProbeBehavior;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import swarmline.engine.dispatch.NeighbourMessage.Hear;
import swarmline.engine.dispatch.NeighbourMessage.Heard;
import swarmline.engine.id.PartitionId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolState;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;

/** A change of a pool is not over before the other nodes have heard of it, or had time to. */
@Timeout(60)
class NeighboursTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private final ActorTestKit actors = TestCluster.named("neighbours");
  private final PoolDirectory directory = new PoolDirectory();
  private final ConcurrentLinkedQueue<PartitionCommand> told = new ConcurrentLinkedQueue<>();
  private final TestProbe<Hear> other = actors.createTestProbe();

  /** Joins a cluster of one, in which another than the node's own actor listens too. */
  @BeforeEach
  void start() {
    Cluster cluster = Cluster.get(actors.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    Neighbours.start(actors.system(), parts());
    actors.system().receptionist().tell(Receptionist.register(Neighbours.KEY, other.ref()));
  }

  @AfterEach
  void stop() {
    actors.shutdownTestKit();
  }

  @Test
  void aChangeIsOverWhenTheOtherHasHeard() throws Exception {
    CompletableFuture<Done> change = changed();
    Hear news = other.receiveMessage();
    assertThat(change).isNotDone();

    news.replyTo().tell(new Heard(Samples.POOL));
    change.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aChangeDoesNotWaitForEverForOneThatSaysNothing() throws Exception {
    CompletableFuture<Done> change = changed();
    long from = System.nanoTime();
    change.get(10, TimeUnit.SECONDS);
    assertThat(Duration.ofNanos(System.nanoTime() - from))
        .isLessThan(Neighbours.HEARD_WITHIN.multipliedBy(4));
  }

  @Test
  void whatItHearsIsKnownBeforeItSaysSo() {
    TestProbe<Heard> asking = actors.createTestProbe();
    own().tell(new Hear(pool(1), asking.ref()));

    asking.expectMessage(new Heard(Samples.POOL));
    assertThat(directory.find(Samples.POOL)).contains(pool(1));
    assertThat(told).containsExactly(new PartitionCommand.PoolChanged(pool(1), false));
  }

  @Test
  void aPoolAnswersWhenTheOthersHaveHeard() {
    var heard = new CompletableFuture<Done>();
    directory.tellOthers(pool -> heard);
    var pool =
        PersistenceProbeBehavior.<PoolCommand, Object, PoolState>fromEventSourced(
                PoolEntity.create(Samples.POOL, parts()), new PoolState.Known(pool(1)), 1)
            .getBehaviorTestKit();
    TestInbox<PoolCommand.Reply> platform = TestInbox.create();

    pool.run(new PoolCommand.RowWritten(pool(1), platform.getRef(), null));
    settleDown(pool);
    assertThat(platform.hasMessages()).isFalse();

    heard.complete(Done.getInstance());
    settleDown(pool);
    platform.expectMessage(new PoolCommand.PoolIs(pool(1)));
  }

  private static void settleDown(BehaviorTestKit<PoolCommand> pool) {
    while (pool.selfInbox().hasMessages()) {
      pool.runOne();
    }
  }

  /** A change that the other is told of: it takes a moment to be known to the node. */
  private CompletableFuture<Done> changed() throws InterruptedException {
    long version = 1;
    CompletableFuture<Done> change = directory.changed(pool(version)).toCompletableFuture();
    while (change.isDone()) {
      TimeUnit.MILLISECONDS.sleep(10);
      change = directory.changed(pool(++version)).toCompletableFuture();
    }
    return change;
  }

  private ActorRef<Hear> own() {
    TestProbe<Receptionist.Listing> listings = actors.createTestProbe();
    actors.system().receptionist().tell(Receptionist.subscribe(Neighbours.KEY, listings.ref()));
    while (true) {
      for (ActorRef<Hear> one : listings.receiveMessage().getServiceInstances(Neighbours.KEY)) {
        if (!one.equals(other.ref())) {
          return one;
        }
      }
    }
  }

  private EngineParts parts() {
    return new MemoryStore().parts(directory, new Partitions(), () -> NOW);
  }

  private static PoolView pool(long version) {
    return new PoolView(
        Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, 1, version, NOW, NOW);
  }

  /** Notes what partitions are told. */
  private final class Partitions extends NobodyIsTold {
    @Override
    public void tell(PartitionId partition, PartitionCommand command) {
      told.add(command);
    }
  }
}
