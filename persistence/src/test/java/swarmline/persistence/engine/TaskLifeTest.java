package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static swarmline.persistence.engine.RunningEngine.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.SessionMessage.Expired;
import swarmline.engine.dispatch.SessionMessage.Revoked;
import swarmline.engine.dispatch.TaskReply;
import swarmline.engine.dispatch.TaskReply.TaskChanged;
import swarmline.engine.dispatch.TaskReply.TaskRefused;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.Assignment.Status;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;

/** What becomes of a task's leases and answers, by its pool's policy and its platform's hand. */
class TaskLifeTest extends OnePlatform {
  // Redundancy

  @Test
  void aTaskThatIsToHaveMoreAnswersGoesToThoseWhoWait() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    acme.publish(pool, "a", "b");
    var ann = acme.worker("ann");
    AssignmentId first = ann.gets(pool);
    acme.worker("bob").gets(pool);
    var cid = acme.worker("cid");
    cid.connect(1);
    acme.waiting(pool, 1);

    assertThat(await(platform.engine().setRedundancy(first.task(), 2)))
        .isInstanceOf(TaskChanged.class);

    AssignmentId second = cid.assigned();
    assertThat(second.task()).isEqualTo(first.task());
    ann.submits(first, "1");
    assertThat(acme.records(pool)).isEmpty();
    cid.answers(second, "1");
    assertThat(acme.settled(pool, 1).get(0).answers()).isEqualTo(2);
  }

  @Test
  void aTaskThatIsToHaveFewerAnswersRecallsItsNewestLease() {
    var acme = platform.tenant();
    PoolId pool = acme.open("redundancy: {answers: 2}");
    acme.publish(pool, "a");
    AssignmentId first = acme.worker("ann").gets(pool);
    var bob = acme.worker("bob");
    bob.connect(1);
    AssignmentId second = bob.assigned();

    await(platform.engine().setRedundancy(first.task(), 1));

    assertThat(bob.hears(Revoked.class))
        .isEqualTo(new Revoked(second, RevokeReason.REDUNDANCY_LOWERED, false));
    acme.worker("ann").submits(first, "1");
    assertThat(acme.settled(pool, 1).get(0).answers()).isEqualTo(1);
    assertThat(await(platform.engine().setRedundancy(first.task(), 3)))
        .isEqualTo(new TaskRefused(Refusal.TASK_ENDED));
  }

  @Test
  void aTaskWithAsManyAnswersAsItIsToHaveNowEndsAtOnce() {
    var acme = platform.tenant();
    PoolId pool = acme.open("redundancy: {answers: 3}");
    acme.publish(pool, "a");
    var task = new TaskId(pool, 1);
    for (String worker : List.of("ann", "bob")) {
      acme.worker(worker).submits(acme.worker(worker).gets(pool), "1");
    }
    assertThat(await(platform.engine().setRedundancy(task, 1)))
        .isEqualTo(new TaskRefused(Refusal.REDUNDANCY_BELOW_ANSWERS));

    await(platform.engine().setRedundancy(task, 2));

    assertThat(acme.settled(pool, 1).get(0).outcome()).isEqualTo(OutcomeKind.RESOLVED);
  }

  @Test
  void aPoolThatWantsMoreAnswersOffersItsTasksAgainAndFewerRecallsLeases() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    acme.publish(pool, "touched", "untouched");
    AssignmentId first = acme.worker("ann").gets(pool);
    var bob = acme.worker("bob");
    var cid = acme.worker("cid");
    var dee = acme.worker("dee");

    acme.change(pool, "redundancy: {answers: 2}");

    List.of(bob, cid, dee).forEach(worker -> worker.connect(1));
    assertThat(List.of(bob.assigned(), cid.assigned(), dee.assigned()))
        .extracting(assignment -> assignment.task().number())
        .containsExactlyInAnyOrder(1L, 2L, 2L);

    acme.change(pool, "redundancy: {answers: 1}");

    Platform.until(() -> acme.counted(pool).leased() == 2);
    assertThat(acme.worker("ann").submits(first, "1"))
        .isInstanceOf(TaskReply.AssignmentChanged.class);
    assertThat(acme.settled(pool, 1).get(0).answers()).isEqualTo(1);
  }

  // Reviews

  @Test
  void underManualReviewAWorkerIsPaidWhenItsAnswerIsApproved() {
    var acme = platform.tenant();
    PoolId pool = acme.open("review: {mode: 'manual'}, reward: {amount: 300}");
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    ann.connect(1);
    AssignmentId assignment = ann.assigned();
    ann.answers(assignment, "1");
    TaskRecord ended =
        Platform.eventually(() -> acme.records(pool).stream().findAny().orElse(null));
    assertThat(ended.outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(ended.settled()).isFalse();
    assertThat(ann.earned()).isEmpty();
    platform.restart();

    await(platform.engine().review(assignment, true));

    acme.settled(pool, 1);
    assertThat(ann.earned()).containsEntry("USD", 300L);
    assertThat(await(platform.engine().review(assignment, false)))
        .isEqualTo(new TaskRefused(Refusal.ALREADY_REVIEWED));
  }

  @Test
  void aRejectedAnswerNoLongerCountsAndItsPlaceGoesToAnotherWorker() {
    var acme = platform.tenant();
    PoolId pool =
        acme.open("review: {mode: 'manual'}, reward: {amount: 300}, redundancy: {answers: 2}");
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    AssignmentId wrong = ann.gets(pool);
    ann.submits(wrong, "0");

    await(platform.engine().review(wrong, false));

    assertThat(ann.refused(pool)).as("never again").isEqualTo(Refusal.NOTHING_TO_OFFER);
    for (String worker : List.of("bob", "cid")) {
      acme.worker(worker).submits(acme.worker(worker).gets(pool), "1");
    }
    Platform.until(() -> !acme.records(pool).isEmpty());
    assertThat(acme.records(pool).get(0).answers()).isEqualTo(2);
    assertThat(ann.earned()).isEmpty();
  }

  @Test
  void anAnswerThatIsRejectedAfterTheEndEarnsNothingAndTheOutcomeStays() {
    var acme = platform.tenant();
    PoolId pool = acme.open("review: {mode: 'manual'}, reward: {amount: 300}");
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    AssignmentId assignment = ann.gets(pool);
    ann.submits(assignment, "1");

    await(platform.engine().review(assignment, false));

    TaskRecord record = acme.settled(pool, 1).get(0);
    assertThat(record.outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(record.value()).isEqualTo("1");
    assertThat(record.assignments().get(0).status()).isEqualTo(Status.REJECTED);
    assertThat(ann.earned().getOrDefault("USD", 0L)).isZero();
  }

  @Test
  void anAnswerNobodyReviewsIsApprovedWhenItsTimeIsOver() {
    var acme = platform.tenant();
    PoolId pool = acme.open("review: {mode: 'auto', afterSeconds: 1}, reward: {amount: 300}");
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    ann.submits(ann.gets(pool), "1");

    TaskRecord record = acme.settled(pool, 1).get(0);

    assertThat(record.assignments().get(0).status()).isEqualTo(Status.APPROVED);
    assertThat(ann.earned()).containsEntry("USD", 300L);
  }

  // Lost connections

  @Test
  void aLostConnectionCostsTheLeasesWhereThePoolSaysSoAndNotElsewhere() {
    var acme = platform.tenant();
    PoolId strict = acme.open("lease: {seconds: 600, afterDisconnectSeconds: 1}");
    PoolId lenient = acme.open("lease: {seconds: 600}");
    acme.publish(strict, "a");
    acme.publish(lenient, "b");
    var ann = acme.worker("ann");
    ann.connect(2);
    ann.assigned();
    ann.assigned();
    var bob = acme.worker("bob");
    bob.connect(2);

    ann.disconnect();

    assertThat(bob.assigned()).isEqualTo(new AssignmentId(new TaskId(strict, 1), 2));
    assertThat(acme.counted(lenient).leased()).isEqualTo(1);
    assertThat(ann.connect(2).assignments())
        .extracting(held -> held.assignment().task().pool())
        .containsExactly(lenient);
  }

  @Test
  void aWorkerThatIsBackInTimeKeepsItsLeases() {
    var acme = platform.tenant();
    PoolId pool = acme.open("lease: {seconds: 600, afterDisconnectSeconds: 2}");
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    ann.connect(1);
    AssignmentId held = ann.assigned();
    var bob = acme.worker("bob");
    bob.connect(1);

    ann.disconnect();

    assertThat(ann.connect(1).assignments())
        .extracting(SessionMessage.Held::assignment)
        .containsExactly(held);
    ann.answers(held, "1");
    assertThat(acme.settled(pool, 1).get(0).assignments()).hasSize(1);
  }

  // Late answers, and tasks that were given back

  @Test
  void aLateAnswerIsRefusedKeptOrCountedAsThePoolSays() {
    var acme = platform.tenant();
    String brief =
        "reward: {amount: 10}, redundancy: {answers: 2}, lease: {seconds: 1, lateAnswer: ";
    PoolId reject = acme.open(brief + "'reject'}");
    PoolId record = acme.open(brief + "'record'}");
    PoolId accept = acme.open(brief + "'accept'}");
    List<PoolId> pools = List.of(reject, record, accept);
    pools.forEach(pool -> acme.publish(pool, "a"));
    var ann = acme.worker("ann");
    List<AssignmentId> late = pools.stream().map(ann::gets).toList();
    Platform.until(() -> pools.stream().allMatch(pool -> acme.counted(pool).leased() == 0));

    assertThat(late.stream().map(assignment -> ann.submits(assignment, "1")))
        .containsExactly(
            new TaskRefused(Refusal.LEASE_EXPIRED),
            new TaskRefused(Refusal.LATE_ANSWER_RECORDED),
            ann.submits(late.get(2), "1"));

    var bob = acme.worker("bob");
    bob.submits(bob.gets(accept), "1");
    TaskRecord counted = acme.settled(accept, 1).get(0);
    assertThat(counted.answers()).isEqualTo(2);
    assertThat(counted.assignments())
        .extracting(turn -> turn.status(), turn -> turn.counted())
        .containsExactly(
            tuple(Status.EXPIRED, false),
            tuple(Status.APPROVED, true),
            tuple(Status.APPROVED, true));
    Platform.until(() -> ann.earned().getOrDefault("USD", 0L) == 10);
    await(platform.engine().cancel(new TaskId(record, 1)));
    assertThat(acme.settled(record, 1).get(0).assignments())
        .extracting(turn -> turn.status(), turn -> turn.answer(), turn -> turn.counted())
        .containsExactly(tuple(Status.EXPIRED, "1", false));
  }

  @Test
  void anAnswerThatComesWhenItsTaskIsFinalIsKeptInTheRecord() {
    var acme = platform.tenant();
    PoolId pool = acme.open("lease: {seconds: 1, lateAnswer: 'record'}");
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    AssignmentId late = ann.gets(pool);
    Platform.until(() -> acme.counted(pool).leased() == 0);
    await(platform.engine().cancel(new TaskId(pool, 1)));
    assertThat(acme.settled(pool, 1).get(0).assignments())
        .extracting(Assignment::answer)
        .containsOnlyNulls();

    assertThat(ann.submits(late, "1")).isEqualTo(new TaskRefused(Refusal.LATE_ANSWER_RECORDED));

    Platform.until(() -> "1".equals(acme.settled(pool, 1).get(0).assignments().get(0).answer()));
    assertThat(acme.settled(pool, 1).get(0).assignments().get(0).submittedAt()).isNotNull();
  }

  @Test
  void aTaskThatWasGivenBackIsOfferedToItsWorkerAgainOrNotAsThePoolSays() {
    var acme = platform.tenant();
    PoolId again = acme.open("lease: {seconds: 600, afterReturn: 'may-retry'}");
    PoolId never = acme.open("lease: {seconds: 600, afterReturn: 'not-again'}");
    List<PoolId> pools = List.of(again, never);
    pools.forEach(pool -> acme.publish(pool, "a"));
    var ann = acme.worker("ann");

    pools.forEach(pool -> await(platform.engine().giveBack(ann.gets(pool), "ann", "no time")));

    assertThat(ann.gets(again).ordinal()).isEqualTo(2);
    assertThat(ann.refused(never)).isEqualTo(Refusal.NOTHING_TO_OFFER);
    assertThat(acme.worker("bob").gets(never).ordinal()).isEqualTo(2);
    await(platform.engine().skip(new AssignmentId(new TaskId(again, 1), 2), "ann"));
    assertThat(ann.refused(again)).as("skipped is for ever").isEqualTo(Refusal.NOTHING_TO_OFFER);
  }

  @Test
  void aTaskWhoseLeaseRanOutIsOfferedToItsWorkerAgainOrNotAsThePoolSays() {
    var acme = platform.tenant();
    PoolId again = acme.open("lease: {seconds: 1, afterReturn: 'may-retry'}");
    PoolId never = acme.open("lease: {seconds: 1, afterReturn: 'not-again'}");
    acme.publish(again, "a");
    acme.publish(never, "a");
    var ann = acme.worker("ann");
    ann.connect(2);
    ann.assigned();
    ann.assigned();

    ann.hears(Expired.class);

    assertThat(ann.assigned()).isEqualTo(new AssignmentId(new TaskId(again, 1), 2));
    Platform.until(() -> acme.counted(never).leased() == 0);
    assertThat(ann.refused(never)).isEqualTo(Refusal.NOTHING_TO_OFFER);
  }

  // Cancel and reopen

  @Test
  void aCancelledTaskRecallsItsHoldersAndMayBeReopened() {
    var acme = platform.tenant();
    PoolId pool = acme.open("redundancy: {answers: 2}");
    acme.publish(pool, "a");
    var task = new TaskId(pool, 1);
    var ann = acme.worker("ann");
    ann.submits(ann.gets(pool), "1");
    var bob = acme.worker("bob");
    bob.connect(1);
    AssignmentId recalled = bob.assigned();

    assertThat(await(platform.engine().cancel(task))).isInstanceOf(TaskChanged.class);

    assertThat(bob.hears(Revoked.class))
        .isEqualTo(new Revoked(recalled, RevokeReason.TASK_CANCELLED, false));
    TaskRecord cancelled = acme.settled(pool, 1).get(0);
    assertThat(cancelled.outcome()).isEqualTo(OutcomeKind.CANCELLED);
    assertThat(cancelled.answers()).isEqualTo(1);
    assertThat(await(platform.engine().cancel(task))).isInstanceOf(TaskChanged.class);

    assertThat(await(platform.engine().reopen(task, null))).isInstanceOf(TaskChanged.class);

    AssignmentId next = bob.assigned();
    assertThat(next).isEqualTo(new AssignmentId(task, 3));
    bob.answers(next, "1");
    TaskRecord resolved = acme.settled(pool, 1).get(0);
    assertThat(resolved.outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(resolved.answers()).isEqualTo(2);
  }

  @Test
  void anUntouchedTaskThatIsCancelledIsNotOffered() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    acme.publish(pool, "a", "b");

    await(platform.engine().cancel(new TaskId(pool, 1)));
    platform.restart();

    assertThat(acme.worker("ann").gets(pool, 1)).containsExactly(2L);
    assertThat(acme.worker("bob").refused(pool)).isEqualTo(Refusal.NOTHING_TO_OFFER);
    assertThat(acme.settled(pool, 1).get(0).outcome()).isEqualTo(OutcomeKind.CANCELLED);
  }
}
