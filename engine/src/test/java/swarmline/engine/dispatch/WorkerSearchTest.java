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
import swarmline.engine.dispatch.PartitionCommand.LeaveLine;
import swarmline.engine.dispatch.PartitionCommand.Line;
import swarmline.engine.dispatch.PartitionCommand.Missing;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
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
  private final List<PartitionId> left = new ArrayList<>();
  private WorkerSearch search;

  /** A claim as a slice got it. */
  private record Asked(PartitionId partition, int want, Line line) {}

  @BeforeEach
  void lookInOnePool() {
    lookInOnePoolOf(SLICES);
  }

  private void lookInOnePoolOf(int slices) {
    var directory = new PoolDirectory();
    directory.put(
        new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, slices, 1, NOW, NOW));
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
  void theHomeSliceIsAskedFirstAndTheOthersInTurnUntilNoneIsLeft() {
    for (int i = 0; i < SLICES; i++) {
      assertThat(seek(ROOM, NOW)).as("slices are left to ask").isFalse();
      nothing(asked.get(i).partition(), 0);
    }

    assertThat(seek(ROOM, NOW)).as("slices are left to ask").isTrue();
    int home = Math.floorMod(ann.name().hashCode(), SLICES);
    assertThat(asked)
        .extracting(claim -> claim.partition().index())
        .containsExactly(home, (home + 1) % SLICES, (home + 2) % SLICES);
  }

  @Test
  void whoeverHasRoomForNothingAsksNobody() {
    assertThat(seek(0, NOW)).as("no partition is left").isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void oneSliceGrantsToItsLineAndOneOfSeveralNudgesIt() {
    seek(ROOM, NOW);
    lookInOnePoolOf(1);
    seek(ROOM, NOW);
    lookInOnePoolOf(1);
    seek(ROOM, false, NOW);

    assertThat(asked).extracting(Asked::line).containsExactly(Line.NUDGE, Line.GRANT, Line.NONE);
  }

  @Test
  void theLineOfOneSliceIsJoinedAnewForMoreOnly() {
    lookInOnePoolOf(1);
    seek(1, NOW);
    nothing(first(), 0);

    seek(1, NOW);
    assertThat(asked).as("it waits for one already").hasSize(1);
    seek(2, NOW);
    assertThat(asked).extracting(Asked::want).containsExactly(1, 2);
  }

  @Test
  void aSliceThatHasSomethingAgainIsAskedAgain() {
    nothingAnywhere(Refusal.NOTHING_TO_OFFER);
    PartitionId last = asked.get(SLICES - 1).partition();

    search.available(last);
    seek(ROOM, NOW);

    assertThat(asked).hasSize(SLICES + 1);
    assertThat(asked.get(SLICES).partition()).isEqualTo(last);
  }

  @Test
  void whereTheWorkerHeldEnoughItAsksAgainOnceSomethingOfThatPoolEnded() {
    nothingAnywhere(Refusal.WORKER_HOLDS_ENOUGH);
    search.ended(new PoolId(ann.tenant(), "p000000000000"));
    assertThat(seek(ROOM, NOW)).as("no partition is left").isTrue();

    search.ended(Samples.POOL);

    assertThat(seek(ROOM, NOW)).as("no partition is left").isFalse();
    assertThat(asked).hasSize(SLICES + 1);
  }

  @Test
  void whereNoLineIsWaitedInTheWorkerTriesAgain() {
    nothingAnywhere(Refusal.NOTHING_TO_OFFER);
    search.tryAgain();
    assertThat(seek(ROOM, NOW)).as("no partition is left").isTrue();

    nothing(first(), 0, Refusal.NOT_QUALIFIED);
    search.tryAgain();

    assertThat(seek(ROOM, NOW)).as("no partition is left").isFalse();
    assertThat(asked.get(SLICES).partition()).isEqualTo(first());
  }

  @Test
  void whoeverWantsNothingLeavesTheLinesItWaitsIn() {
    nothingAnywhere(Refusal.NOTHING_TO_OFFER);
    nothing(first(), 0, Refusal.NOT_QUALIFIED);

    search.stop();

    assertThat(left).containsExactlyInAnyOrder(asked.get(1).partition(), asked.get(2).partition());
    assertThat(seek(ROOM, NOW)).as("nowhere to look").isTrue();
    assertThat(asked).hasSize(SLICES);
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
  void aLeaseThatCameToNothingIsLookedForElsewhereAndTheOthersAreStillWaitedFor() {
    seek(ROOM, NOW);
    nothing(first(), 0, Refusal.TRY_AGAIN);

    assertThat(seek(ROOM, NOW)).as("no slice is left to ask").isFalse();
    assertThat(asked.get(1).partition()).isNotEqualTo(first());
    assertThat(asked.get(1).want()).isEqualTo(1);
  }

  @Test
  void theSliceThatCouldNotReadItIsAskedAgainAtTheNextTick() {
    lookInOnePoolOf(1);
    seek(1, NOW);
    nothing(first(), 0, Refusal.TRY_AGAIN);
    assertThat(seek(1, NOW)).as("no slice is left to ask").isTrue();

    search.tryAgain();
    seek(1, NOW);

    assertThat(asked).hasSize(2);
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
    search.askAfter(NOW.plus(PATIENCE).minusNanos(1), PATIENCE);
    seek(ROOM, NOW);
    assertThat(asked).as("all places are spoken for").hasSize(1);
    assertThat(reminded).isEmpty();

    search.askAfter(NOW.plus(PATIENCE), PATIENCE);
    seek(ROOM, NOW.plus(PATIENCE));

    assertThat(reminded).containsExactly(first());
    assertThat(asked.get(1).partition()).isNotEqualTo(first());
    assertThat(asked.get(1).want()).isEqualTo(ROOM);
  }

  private PartitionId first() {
    return asked.get(0).partition();
  }

  private boolean seek(int room, Instant now) {
    return seek(room, true, now);
  }

  private boolean seek(int room, boolean waits, Instant now) {
    var profile = new WorkerProfile(Map.of(), List.of(), Map.of(), 0);
    return search.seek(
        room,
        waits,
        now,
        (partition, want, line) -> new Claim(ann, null, profile, want, 0, 0, line, null));
  }

  private void nothing(PartitionId partition, int coming) {
    nothing(partition, coming, Refusal.NOTHING_TO_OFFER);
  }

  private void nothing(PartitionId partition, int coming, Refusal why) {
    search.nothing(new NothingNow(partition, coming, why), true);
  }

  private void nothingAnywhere(Refusal why) {
    for (int i = 0; i < SLICES; i++) {
      seek(ROOM, NOW);
      nothing(asked.get(i).partition(), 0, why);
    }
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
        asked.add(new Asked(partition, claim.want(), claim.line()));
      } else if (command instanceof Missing) {
        reminded.add(partition);
      } else if (command instanceof LeaveLine) {
        left.add(partition);
      }
    }
  }
}
