package swarmline.engine.dispatch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.WorkerId;

/**
 * A worker's actor without slices: whatever it stores is stored at once, whatever it says noted.
 */
final class LoneWorker {
  private final WorkerId id;
  private final MemoryStore store;
  private final List<PartitionCommand> told = new ArrayList<>();
  private final BehaviorTestKit<WorkerCommand> actor;

  /** Begins with what is stored of it. */
  LoneWorker(WorkerId id, MemoryStore store, PoolDirectory directory, InstantSource clock) {
    this.id = id;
    this.store = store;
    this.actor =
        BehaviorTestKit.create(
            WorkerEntity.create(
                id,
                TestInbox.<ClusterSharding.ShardCommand>create().getRef(),
                store.parts(directory, new Slices(), clock)));
    settleDown();
  }

  /** Until all that comes of it is stored and heard of. */
  void run(WorkerCommand command) {
    actor.run(command);
    settleDown();
  }

  private void settleDown() {
    while (!store.idle() || actor.selfInbox().hasMessages()) {
      while (!store.idle()) {
        store.commit();
      }
      while (actor.selfInbox().hasMessages()) {
        actor.runOne();
      }
    }
  }

  /** What slices were told, in order. */
  List<PartitionCommand> told() {
    return told;
  }

  /** Its events. */
  List<Object> journal() {
    return store.journal(PersistenceIds.of(id));
  }

  private final class Slices extends NobodyIsTold {
    @Override
    public void tell(PartitionId partition, PartitionCommand command) {
      told.add(command);
    }
  }
}
