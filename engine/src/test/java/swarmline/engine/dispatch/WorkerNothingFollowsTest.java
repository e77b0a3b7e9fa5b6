package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.SessionMessage.Assigned;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.SessionMessage.NothingFollows;
import swarmline.engine.dispatch.SessionMessage.Waiting;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;

/** A session that made a place free hears that no task follows as soon as that is known. */
class WorkerNothingFollowsTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PartitionId SLICE = new PartitionId(Samples.POOL, 0, 1);

  private final TestInbox<SessionMessage> session = TestInbox.create();
  private final PoolDirectory directory = new PoolDirectory();
  private LoneWorker ann;

  @BeforeEach
  void holdTwo() {
    directory.put(
        new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, 1, 1, NOW, NOW));
    ann =
        new LoneWorker(
            new WorkerId(Samples.POOL.tenant(), "ann"), new MemoryStore(), directory, () -> NOW);
    ann.run(new WorkerCommand.Connect("h", session.getRef(), 2, List.of()));
    lease(1);
    lease(2);
    session.getAllReceived();
  }

  @Test
  void whereASliceHasNothingItIsKnownWhenItSaysSo() {
    answer(1);
    assertThat(session.getAllReceived()).as("a claim is under way").isEmpty();

    nothing(0);
    assertThat(session.getAllReceived()).containsExactly(new Waiting(), new NothingFollows());
  }

  @Test
  void itIsSaidForEachPlaceThoughTheClientHearsOfWaitingOnce() {
    answer(1);
    nothing(0);
    session.getAllReceived();

    answer(2);
    nothing(0);
    assertThat(session.getAllReceived()).containsExactly(new NothingFollows());
  }

  @Test
  void whileATaskIsOnItsWayItIsNotSaid() {
    answer(1);
    answer(2);
    nothing(1);
    assertThat(session.getAllReceived()).doesNotContain(new NothingFollows());

    lease(3);
    assertThat(session.getAllReceived()).hasOnlyElementsOfType(Assigned.class);
  }

  @Test
  void aSessionThatHasPausedHearsAtOnce() {
    ann.run(new WorkerCommand.Pause("p", session.getRef()));
    session.getAllReceived();

    answer(1);
    assertThat(session.getAllReceived()).containsExactly(new NothingFollows());
  }

  private void lease(long task) {
    ann.run(
        new WorkerCommand.Leased(new Held(assignment(task), "{}", NOW.plusSeconds(9)), true, null));
  }

  private void answer(long task) {
    ann.run(new WorkerCommand.Answer("a", assignment(task), "\"yes\"", session.getRef()));
  }

  private void nothing(int coming) {
    ann.run(new NothingNow(SLICE, coming, Refusal.NOTHING_TO_OFFER));
  }

  private static AssignmentId assignment(long task) {
    return new AssignmentId(new TaskId(Samples.POOL, task), 1);
  }
}
