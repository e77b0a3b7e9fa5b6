package swarmline.engine.dispatch;

import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.PartitionCommand.TaskStopped;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;

/** Where a message to a partition goes, whether it runs here or is to be found. */
class ShardedEntitiesTest {
  private static final ActorTestKit ACTORS = TestCluster.named("entities");
  private static final PartitionId PARTITION =
      new PartitionId(new PoolId(new TenantId("acme"), "p0123456789ab"), 0, 1);
  private static final TestProbe<PartitionCommand> FOUND = ACTORS.createTestProbe();

  private final TestProbe<PartitionCommand> here = ACTORS.createTestProbe();
  private final Entities entities = new ShardedEntities(ClusterSharding.get(ACTORS.system()));

  @BeforeAll
  static void join() {
    Cluster cluster = Cluster.get(ACTORS.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    ClusterSharding.get(ACTORS.system())
        .init(
            Entity.of(
                EntityTypes.PARTITION,
                context ->
                    Behaviors.receiveMessage(
                        message -> {
                          FOUND.ref().tell(message);
                          return Behaviors.same();
                        })));
  }

  @AfterAll
  static void stop() {
    ACTORS.shutdownTestKit();
  }

  @Test
  void aPartitionThatRunsElsewhereIsFound() {
    FOUND.expectMessage(told());
  }

  @Test
  void aPartitionThatRunsHereIsToldDirectly() {
    entities.here(PARTITION, here.ref());
    here.expectMessage(told());
  }

  @Test
  void aPartitionThatIsGoneIsLookedForAgain() {
    entities.here(PARTITION, here.ref());
    entities.gone(PARTITION, here.ref());
    FOUND.expectMessage(told());
  }

  @Test
  void theEndOfAnEarlierActorDoesNotHideTheOneAfterIt() {
    entities.here(PARTITION, ACTORS.<PartitionCommand>createTestProbe().ref());
    entities.here(PARTITION, here.ref());
    entities.gone(PARTITION, ACTORS.<PartitionCommand>createTestProbe().ref());
    here.expectMessage(told());
  }

  private PartitionCommand told() {
    PartitionCommand message = new TaskStopped(UUID.randomUUID().getMostSignificantBits());
    entities.tell(PARTITION, message);
    return message;
  }
}
