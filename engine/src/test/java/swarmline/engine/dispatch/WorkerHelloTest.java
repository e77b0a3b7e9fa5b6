package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.SessionMessage.Assigned;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.SessionMessage.Welcome;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;

/** What follows from the hello of a session, and from one that is said again. */
class WorkerHelloTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Held HELD =
      new Held(new AssignmentId(Samples.TASK, 1), "{}", NOW.plusSeconds(600));

  private final TestInbox<SessionMessage> session = TestInbox.create();
  private final PoolDirectory directory = new PoolDirectory();
  private final LoneWorker ann =
      new LoneWorker(
          new WorkerId(Samples.POOL.tenant(), "ann"), new MemoryStore(), directory, () -> NOW);

  private void hello(int capacity) {
    ann.run(new WorkerCommand.Connect("h", session.getRef(), capacity, List.of()));
  }

  @Test
  void theSameHelloIsWelcomedAgainAndNothingElseHappens() {
    hello(2);
    assertThat(session.getAllReceived()).first().isInstanceOf(Welcome.class);
    ann.run(new WorkerCommand.Leased(HELD, true, null));
    assertThat(session.getAllReceived()).containsExactly(new Assigned(HELD));

    hello(2);

    assertThat(session.getAllReceived())
        .singleElement()
        .isInstanceOfSatisfying(
            Welcome.class, welcome -> assertThat(welcome.assignments()).containsExactly(HELD));
  }

  @Test
  void anotherHelloOfTheSessionIsOneOfItsOwn() {
    hello(2);
    session.getAllReceived();

    hello(3);

    assertThat(session.getAllReceived())
        .hasSize(2)
        .element(1)
        .isInstanceOf(SessionMessage.Waiting.class);
  }

  @Test
  void aPoolThatOpensIsAskedByWhoeverWaitsWithoutATick() {
    hello(1);
    assertThat(ann.told()).isEmpty();

    directory.put(
        new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, 1, 1, NOW, NOW));
    ann.run(new WorkerCommand.Describe(TestInbox.<WorkerReply>create().getRef()));

    assertThat(ann.told()).singleElement().isInstanceOf(PartitionCommand.Claim.class);
  }
}
