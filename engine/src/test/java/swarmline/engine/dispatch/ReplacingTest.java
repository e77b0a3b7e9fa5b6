package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.Consequence;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.QualityRule.Collect;
import swarmline.engine.worker.WorkerEvent;
import swarmline.engine.worker.WorkerEvent.FiringWithdrawn;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerState;

/** A worker confirms nothing before every slice is through with what its rules decided. */
class ReplacingTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final int SLICES = 3;
  private static final AssignmentId FIRST = new AssignmentId(Samples.TASK, 1);
  private static final AssignmentId SECOND = new AssignmentId(Samples.TASK, 2);

  private final WorkerId sam = new WorkerId(Samples.POOL.tenant(), "sam");
  private final PoolDirectory directory = new PoolDirectory();
  private final List<Integer> asked = new ArrayList<>();
  private Sweep askedFor;
  private WorkerState state = WorkerState.unknown();
  private final Replacing replacing =
      new Replacing(
          sam,
          new EngineParts(
              null, null, directory, new Slices(), null, null, SimulatedNode.SETTINGS, () -> NOW));

  ReplacingTest() {
    directory.put(
        new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, SLICES, 1, NOW, NOW));
  }

  @Test
  void otherConsequencesAskNobody() {
    follow(fired(Consequence.Action.NOTIFY, NOW));

    assertThat(replacing.underWay()).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void everySliceIsAskedOnceForTheSameFiring() {
    follow(fired(Consequence.Action.REPLACE_ANSWERS, NOW));
    follow(fired(Consequence.Action.REPLACE_ANSWERS, NOW));

    assertThat(asked).containsExactly(0, 1, 2);
  }

  @Test
  void whatIsHeldBackIsFreeWhenTheLastSliceIsThrough() {
    follow(fired(Consequence.Action.REPLACE_ANSWERS, NOW));
    replacing.hold(List.of(FIRST));
    replacing.hold(List.of(SECOND));

    assertThat(heard(0, NOW)).isEmpty();
    assertThat(heard(1, NOW)).isEmpty();
    assertThat(heard(1, NOW)).isEmpty();
    assertThat(replacing.underWay()).isTrue();
    assertThat(heard(2, NOW)).containsExactly(FIRST, SECOND);
    assertThat(replacing.underWay()).isFalse();
    assertThat(heard(2, NOW)).isEmpty();
  }

  @Test
  void itWaitsForEveryFiring() {
    Instant later = NOW.plusSeconds(1);
    follow(
        fired(Consequence.Action.REPLACE_ANSWERS, NOW),
        fired(Consequence.Action.REPLACE_ANSWERS, later));
    replacing.hold(List.of(FIRST));

    for (int slice = 0; slice < SLICES; slice++) {
      assertThat(heard(slice, NOW)).isEmpty();
    }
    heard(0, later);
    heard(1, later);
    assertThat(heard(2, later)).containsExactly(FIRST);
  }

  @Test
  void onlyThoseThatAreNotThroughAreAskedAgainAfterAWhile() {
    follow(fired(Consequence.Action.REPLACE_ANSWERS, NOW));
    heard(1, NOW);
    asked.clear();

    replacing.tick(NOW.plus(SimulatedNode.SETTINGS.resendSettlement()).minusMillis(1));
    assertThat(asked).isEmpty();
    replacing.tick(NOW.plus(SimulatedNode.SETTINGS.resendSettlement()));
    assertThat(asked).containsExactly(0, 2);
  }

  @Test
  void aPoolThatIsNotKnownYetIsAskedLater() {
    var other = new PoolId(Samples.POOL.tenant(), "p0123456789zz");
    follow(fired(other, Consequence.Action.REPLACE_ANSWERS, NOW));
    assertThat(replacing.underWay()).isTrue();
    directory.put(new PoolView(other, PoolSpec.named("late"), PoolStatus.OPEN, 1, 1, NOW, NOW));

    replacing.tick(NOW.plusSeconds(60));

    assertThat(asked).containsExactly(0);
  }

  @Test
  void aWithdrawnFiringEndsItsSweepAndHasTheAnswersCountAgain() {
    follow(fired(Consequence.Action.REPLACE_ANSWERS, NOW));
    replacing.hold(List.of(FIRST));
    asked.clear();
    follow(withdrawn(NOW));

    Sweep restoring = Sweep.restoring(sam, Instant.EPOCH, NOW);
    assertThat(asked).containsExactly(0, 1, 2);
    assertThat(askedFor).isEqualTo(restoring);
    assertThat(heard(0, restoring)).isEmpty();
    assertThat(heard(1, restoring)).isEmpty();
    assertThat(heard(2, restoring)).containsExactly(FIRST);
    assertThat(replacing.underWay()).isFalse();
  }

  @Test
  void answersThatAnotherFiringReplacedToDoNotCountAgain() {
    Instant later = NOW.plusSeconds(1);
    follow(
        fired(Consequence.Action.REPLACE_ANSWERS, NOW),
        fired(Consequence.Action.REPLACE_ANSWERS, later));
    asked.clear();

    follow(withdrawn(NOW));
    assertThat(asked).isEmpty();

    state = WorkerState.unknown();
    follow(
        fired(Consequence.Action.REPLACE_ANSWERS, NOW),
        fired(Consequence.Action.REPLACE_ANSWERS, later),
        withdrawn(later));
    assertThat(askedFor).isEqualTo(Sweep.restoring(sam, NOW, later));
  }

  @Test
  void aFiringThatComesMeanwhileEndsTheSweepByWhichTheyCountAgain() {
    follow(fired(Consequence.Action.REPLACE_ANSWERS, NOW), withdrawn(NOW));
    follow(fired(Consequence.Action.REPLACE_ANSWERS, NOW.plusSeconds(9)));
    for (int slice = 0; slice < SLICES; slice++) {
      heard(slice, NOW.plusSeconds(9));
    }

    assertThat(replacing.underWay()).isFalse();
  }

  @Test
  void aSliceThatWasLateWithWhatHoldsNoLongerIsAskedForWhatDoes() {
    Sweep restoring = Sweep.restoring(sam, Instant.EPOCH, NOW);
    follow(fired(Consequence.Action.REPLACE_ANSWERS, NOW), withdrawn(NOW));
    for (int slice = 0; slice < SLICES; slice++) {
      heard(slice, restoring);
    }
    asked.clear();
    heard(0, restoring);
    assertThat(asked).isEmpty();

    heard(1, NOW);

    assertThat(asked).containsExactly(0, 1, 2);
    assertThat(askedFor).isEqualTo(restoring);
  }

  @Test
  void aSliceThatWasLateWithAnswersThatCountAgainIsAskedToReplaceThem() {
    follow(fired(Consequence.Action.REPLACE_ANSWERS, NOW));
    for (int slice = 0; slice < SLICES; slice++) {
      heard(slice, NOW);
    }
    asked.clear();

    heard(0, Sweep.restoring(sam, Instant.EPOCH, NOW.minusSeconds(1)));

    assertThat(asked).containsExactly(0, 1, 2);
    assertThat(askedFor).isEqualTo(Sweep.discounting(sam, NOW));
  }

  private List<AssignmentId> heard(int slice, Instant upTo) {
    return heard(slice, Sweep.discounting(sam, upTo));
  }

  private List<AssignmentId> heard(int slice, Sweep sweep) {
    return replacing.heard(
        new WorkerCommand.Swept(new PartitionId(Samples.POOL, slice, SLICES), sweep), state);
  }

  private void follow(WorkerEvent... events) {
    for (WorkerEvent event : events) {
      state = WorkerState.after(state, event);
    }
    replacing.follow(state, NOW);
  }

  private static FiringWithdrawn withdrawn(Instant firedAt) {
    return new FiringWithdrawn(Samples.POOL.code(), "same", firedAt, firedAt.plusSeconds(5));
  }

  private static RuleFired fired(Consequence.Action action, Instant at) {
    return fired(Samples.POOL, action, at);
  }

  private static RuleFired fired(PoolId pool, Consequence.Action action, Instant at) {
    return new RuleFired(
        pool.code(),
        "same",
        Collect.REPEATED_ANSWERS,
        3,
        3,
        new Consequence(action, null, null, null, null),
        null,
        null,
        at,
        0L,
        1L,
        null);
  }

  /** The slices, which note what they are asked. */
  private final class Slices extends NobodyIsTold {
    @Override
    public void tell(PartitionId partition, PartitionCommand command) {
      asked.add(partition.index());
      askedFor = ((PartitionCommand.SweepTasks) command).sweep();
    }
  }
}
