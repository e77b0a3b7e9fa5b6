package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.PartitionCommand.Claim;
import swarmline.engine.dispatch.PartitionCommand.Missing;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.WorkerProfile;

/** A worker's places are filled from several slices, no more of them and no fewer. */
class WorkerSearchTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int SLICES = 3;
  private static final int ROOM = 10;

  private final WorkerId ann = new WorkerId(Samples.POOL.tenant(), "ann");
  private final List<Asked> asked = new ArrayList<>();
  private final List<PartitionId> reminded = new ArrayList<>();
  private WorkerSearch search;

  /** A claim as a slice got it. */
  private record Asked(PartitionId partition, int want) {}

  @BeforeEach
  void lookInOnePool() {
    var directory = new PoolDirectory();
    directory.put(
        new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, SLICES, 1, NOW, NOW));
    ActorRef<WorkerCommand> self = TestInbox.<WorkerCommand>create().getRef();
    search =
        new WorkerSearch(
            ann,
            self,
            new EngineParts(
                null,
                null,
                directory,
                new Slices(),
                null,
                null,
                SimulatedNode.SETTINGS,
                () -> NOW));
    search.in(List.of());
  }

  @Test
  void whatOneSliceSendsIsNotAskedOfTheNext() {
    seek(ROOM, NOW);
    nothing(first(), 4);
    seek(ROOM, NOW);

    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).want()).isEqualTo(ROOM);
    assertThat(asked.get(1).want()).as("four are on their way").isEqualTo(ROOM - 4);
    assertThat(asked.get(1).partition()).isNotEqualTo(first());
  }

  @Test
  void leasesThatOvertookTheAnswerAreNotWaitedForAnyMore() {
    seek(ROOM, NOW);
    lease(first(), 3);
    nothing(first(), 4);
    lease(first(), 1);
    seek(ROOM - 4, NOW);

    assertThat(asked.get(1).want()).as("none is on its way").isEqualTo(ROOM - 4);
  }

  @Test
  void aSliceThatHasNotAnsweredIsNotAskedAgain() {
    seek(ROOM, NOW);
    lease(first(), 2);
    seek(ROOM - 2, NOW);

    assertThat(asked).hasSize(1);
  }

  @Test
  void aLeaseThatNeverComesHoldsUpTheOthersForAMomentOnly() {
    seek(ROOM, NOW);
    nothing(first(), ROOM);
    seek(ROOM, NOW);
    assertThat(asked).as("all places are spoken for").hasSize(1);

    search.askAfter(NOW.plus(PATIENCE), PATIENCE);
    seek(ROOM, NOW.plus(PATIENCE));

    assertThat(reminded).containsExactly(first());
    assertThat(asked.get(1)).isEqualTo(new Asked(asked.get(1).partition(), ROOM));
  }

  private PartitionId first() {
    return asked.get(0).partition();
  }

  private void seek(int room, Instant now) {
    var profile = new WorkerProfile(Map.of(), List.of(), Map.of(), 0);
    search.seek(
        room,
        true,
        now,
        (partition, want, line) -> new Claim(ann, null, profile, want, 0, 0, line, null));
  }

  private void nothing(PartitionId partition, int coming) {
    search.nothing(new NothingNow(partition, coming, Refusal.NOTHING_TO_OFFER), true);
  }

  private void lease(PartitionId partition, int many) {
    for (int i = 0; i < many; i++) {
      search.leased(partition);
    }
  }

  /** Notes what the worker asks. */
  private final class Slices extends NobodyIsTold {
    @Override
    public void tell(PartitionId partition, PartitionCommand command) {
      if (command instanceof Claim claim) {
        asked.add(new Asked(partition, claim.want()));
      } else if (command instanceof Missing) {
        reminded.add(partition);
      }
    }
  }
}
