package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.RunningEngine.await;

import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.SessionMessage.Accepted;
import swarmline.engine.dispatch.TaskReply;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;

/** I8: every settled assignment changes the worker's ledger exactly once, whatever is repeated. */
class SettledOnceTest extends OnePlatform {
  private static final String PAID = "reward: {amount: 100, currency: 'USD'}";

  @Test
  void theSameAnswerSentAgainIsAcceptedAgainAndPaidOnce() {
    var acme = platform.tenant();
    PoolId pool = acme.open(PAID);
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    ann.connect(1, pool);
    AssignmentId assignment = ann.assigned();
    ann.answers(assignment, "\"yes\"");
    acme.settled(pool, 1);
    oneMore(acme, ann);

    ann.sends(assignment, "\"yes\"");

    assertThat(ann.hears(Accepted.class).assignment()).isEqualTo(assignment);
    ann.disconnect();
    assertPaidOnce(acme, ann);
  }

  @Test
  void aLeaseThatIsToldAgainIsShownOnce() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    ann.connect(1, pool);
    SessionMessage.Held held = ann.hears(SessionMessage.Assigned.class).held();

    ann.tell(new WorkerCommand.Leased(held, false, null));
    ann.sends(held.assignment(), "\"yes\"");

    assertThat(ann.session().receiveSeveralMessages(3))
        .as("asks for more as soon as it answers")
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(
            SessionMessage.Waiting.class, SessionMessage.NothingFollows.class, Accepted.class);
  }

  /** Some of these meet the task's actor while it is stopping, its record just written. */
  @Test
  void anAnswerSentAgainWhileItsTaskBecomesFinalIsPaidOnce() {
    var acme = platform.tenant();
    PoolId pool = acme.open(PAID);
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    ann.connect(1, pool);
    AssignmentId assignment = ann.assigned();
    ann.answers(assignment, "\"yes\"");
    while (acme.records(pool).isEmpty()) {
      ann.sends(assignment, "\"yes\"");
    }
    for (int i = 0; i < 200; i++) {
      ann.sends(assignment, "\"yes\"");
    }
    oneMore(acme, ann);

    assertPaidOnce(acme, ann);
  }

  @Test
  void aReopenedTaskPaysOnlyWhatIsNew() {
    var acme = platform.tenant();
    PoolId pool = acme.open(PAID);
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    ann.submits(ann.gets(pool), "\"yes\"");
    acme.settled(pool, 1);
    oneMore(acme, ann);

    assertThat(await(platform.engine().reopen(new TaskId(pool, 1), null)))
        .isInstanceOf(TaskReply.TaskChanged.class);
    var bob = acme.worker("bob");
    bob.submits(bob.gets(pool), "\"yes\"");
    acme.settled(pool, 1);

    assertPaidOnce(acme, ann);
    assertThat(bob.earned()).containsEntry("USD", 100L);
  }

  @Test
  void anAnswerToATaskThatGoesOnIsPaidOnceThoughItIsSentAgainAndAgain() {
    var acme = platform.tenant();
    PoolId pool = acme.open(PAID + ", redundancy: {answers: 3}");
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    AssignmentId assignment = ann.gets(pool);
    ann.submits(assignment, "\"yes\"");
    oneMore(acme, ann);
    var bob = acme.worker("bob");
    bob.submits(bob.gets(pool), "\"yes\"");

    ann.submits(assignment, "\"yes\"");
    ann.submits(assignment, "\"yes\"");

    assertPaidOnce(acme, ann);
  }

  @Test
  void aReviewOfAFinalTaskPaysNobodyAgain() {
    var acme = platform.tenant();
    PoolId pool = acme.open(PAID);
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    AssignmentId assignment = ann.gets(pool);
    ann.submits(assignment, "\"yes\"");
    acme.settled(pool, 1);
    oneMore(acme, ann);

    await(platform.engine().review(assignment, true));

    assertPaidOnce(acme, ann);
  }

  /**
   * A task of another pool, which no session of the worker takes from, takes the same way as any
   * settlement before it, and makes the worker store what it remembers and forgets.
   */
  private static void oneMore(Platform.Tenant tenant, Platform.Worker worker) {
    PoolId other = tenant.open(PAID);
    tenant.publish(other, "b");
    worker.submits(worker.gets(other), "\"yes\"");
    tenant.settled(other, 1);
  }

  private static void assertPaidOnce(Platform.Tenant tenant, Platform.Worker worker) {
    oneMore(tenant, worker);
    oneMore(tenant, worker);
    assertThat(worker.ledger())
        .extracting(LedgerEntry::assignment)
        .doesNotHaveDuplicates()
        .hasSize(4);
    assertThat(worker.earned()).containsEntry("USD", 400L);
  }
}
