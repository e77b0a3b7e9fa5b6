package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static swarmline.persistence.engine.RunningEngine.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.PartitionCommand.PartitionRefused;
import swarmline.engine.dispatch.PoolCommand.PoolRefused;
import swarmline.engine.dispatch.SessionMessage.Revoked;
import swarmline.engine.dispatch.TaskReply;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;

/** The life of a pool, and of several beside each other, as their workers see it. */
class PoolLifeTest extends OnePlatform {
  @Test
  void aDraftTakesTasksAndOffersThemWhenItIsOpened() {
    var acme = platform.tenant();
    PoolId pool = acme.draft(Specs.spec(""));
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    ann.connect(1);
    assertThat(acme.worker("bob").refused(pool))
        .isIn(Refusal.POOL_NOT_OPEN, Refusal.NOTHING_TO_OFFER);

    acme.setStatus(pool, PoolStatus.OPEN, false);

    assertThat(ann.assigned().task()).isEqualTo(new TaskId(pool, 1));
  }

  @Test
  void aPausedPoolOffersNothingButTakesAnswersAndTasks() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    acme.publish(pool, "a", "b");
    var ann = acme.worker("ann");
    ann.connect(1);
    AssignmentId held = ann.assigned();

    acme.setStatus(pool, PoolStatus.PAUSED, false);
    acme.publish(pool, "c");
    ann.answers(held, "1");

    acme.settled(pool, 1);
    assertThat(acme.worker("bob").pulls(pool, new TaskId(pool, 2), Duration.ZERO, null).why())
        .isEqualTo(Refusal.POOL_NOT_OPEN);
    assertThat(ann.described().live()).isEmpty();
    acme.setStatus(pool, PoolStatus.OPEN, false);
    assertThat(ann.assigned().task()).isEqualTo(new TaskId(pool, 2));
  }

  @Test
  void aClosedPoolLetsItsLeasesGoOnAndTakesNoTasks() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    acme.publish(pool, "a", "b");
    var ann = acme.worker("ann");
    AssignmentId held = ann.gets(pool);

    acme.setStatus(pool, PoolStatus.CLOSED, false);

    assertThat(await(platform.engine().publish(acme.view(pool), List.of(Platform.task("c")))))
        .isEqualTo(new PartitionRefused(Refusal.POOL_TAKES_NO_TASKS));
    assertThat(ann.submits(held, "1")).isInstanceOf(TaskReply.AssignmentChanged.class);
    assertThat(acme.worker("bob").pulls(pool, new TaskId(pool, 2), Duration.ZERO, null).why())
        .isEqualTo(Refusal.POOL_NOT_OPEN);
    acme.setStatus(pool, PoolStatus.OPEN, false);
    assertThat(acme.worker("bob").gets(pool, 1)).containsExactly(2L);
  }

  @Test
  void aPoolThatIsClosedWithItsLeasesTellsTheirHoldersAndPaysThem() {
    var acme = platform.tenant();
    PoolId pool = acme.open("reward: {amount: 700, revoked: 'pay'}");
    acme.publish(pool, "a");
    var ann = acme.worker("ann");
    ann.connect(1);
    AssignmentId held = ann.assigned();

    acme.setStatus(pool, PoolStatus.CLOSED, true);

    assertThat(ann.hears(Revoked.class))
        .isEqualTo(new Revoked(held, RevokeReason.POOL_CLOSED, true));
    Platform.until(() -> ann.earned().getOrDefault("USD", 0L) == 700);
    assertThat(ann.submits(held, "1")).isEqualTo(new TaskReply.TaskRefused(Refusal.LEASE_REVOKED));
    acme.setStatus(pool, PoolStatus.OPEN, false);
    assertThat(ann.assigned())
        .as("the same task, and a lease of its own")
        .isEqualTo(new AssignmentId(held.task(), 2));
  }

  @Test
  void whatHasNoOutcomeExpiresWhenThePoolIsArchived() {
    var acme = platform.tenant();
    PoolId pool = acme.open("redundancy: {answers: 2}, reward: {amount: 5}");
    acme.publish(pool, "done", "held", "answered", "untouched");
    var ann = acme.worker("ann");
    var bob = acme.worker("bob");
    ann.submits(ann.gets(pool), "1");
    bob.submits(bob.gets(pool), "1");
    acme.settled(pool, 1);
    ann.submits(take(ann, pool, 3), "1");
    take(ann, pool, 2);

    acme.setStatus(pool, PoolStatus.ARCHIVED, false);

    assertThat(acme.settled(pool, 4))
        .extracting(record -> record.task().number(), TaskRecord::outcome, TaskRecord::answers)
        .containsExactlyInAnyOrder(
            tuple(1L, OutcomeKind.RESOLVED, 2),
            tuple(2L, OutcomeKind.EXPIRED, 0),
            tuple(3L, OutcomeKind.EXPIRED, 1),
            tuple(4L, OutcomeKind.EXPIRED, 0));
    assertThat(ann.earned()).containsEntry("USD", 10L);
    assertThat(await(platform.engine().publish(acme.view(pool), List.of(Platform.task("e")))))
        .isEqualTo(new PartitionRefused(Refusal.POOL_ARCHIVED));
    assertThat(await(platform.engine().setStatus(pool, PoolStatus.OPEN, false)))
        .isEqualTo(new PoolRefused(Refusal.POOL_ARCHIVED));
    assertThat(await(platform.engine().reopen(new TaskId(pool, 1), null)))
        .isEqualTo(new TaskReply.TaskRefused(Refusal.POOL_ARCHIVED));
  }

  @Test
  void aPoolOpensAndClosesAtItsTimes() {
    var acme = platform.tenant();
    Instant opens = Instant.now().plusMillis(700);
    Instant closes = opens.plusMillis(700);
    PoolId pool = acme.draft(Specs.spec("opensAt: '" + opens + "', closesAt: '" + closes + "'"));
    acme.publish(pool, "a", "b");
    var ann = acme.worker("ann");
    ann.connect(1);

    ann.assigned();

    assertThat(Instant.now()).isAfterOrEqualTo(opens);
    Platform.until(() -> acme.view(pool).status() == PoolStatus.CLOSED);
    assertThat(acme.view(pool).changedAt()).isAfterOrEqualTo(closes);
  }

  @Test
  void timesThatPassWhileTheEngineIsDownAreKeptWhenItIsBack() {
    var acme = platform.tenant();
    Instant soon = Instant.now().plusMillis(500);
    PoolId opening = acme.draft(Specs.spec("opensAt: '" + soon + "'"));
    PoolId closing = acme.open("closesAt: '" + soon + "'");
    acme.publish(opening, "a");

    platform.restart(soon);

    Platform.until(() -> acme.view(opening).status() == PoolStatus.OPEN);
    Platform.until(() -> acme.view(closing).status() == PoolStatus.CLOSED);
    assertThat(acme.worker("ann").gets(opening, 1)).containsExactly(1L);
  }

  @Test
  void aWorkerGetsTheTasksOfThePoolWithTheHigherPriorityFirst() {
    var acme = platform.tenant();
    PoolId low = acme.open("priority: -1");
    PoolId high = acme.open("priority: 5");
    PoolId middle = acme.open("priority: 1");
    List.of(low, high, middle).forEach(pool -> acme.publish(pool, "a"));
    var ann = acme.worker("ann");

    ann.connect(1);

    for (PoolId next : List.of(high, middle, low)) {
      AssignmentId assignment = ann.assigned();
      assertThat(assignment.task().pool()).isEqualTo(next);
      ann.sends(assignment, "1");
    }
  }

  @Test
  void aWorkerWhoseHelloNamesPoolsGetsNothingFromOthers() {
    var acme = platform.tenant();
    PoolId first = acme.open("priority: 5");
    PoolId second = acme.open("");
    acme.publish(first, "a");
    acme.publish(second, "a", "b");
    var ann = acme.worker("ann");

    ann.connect(5, second);

    assertThat(ann.assigned().task().pool()).isEqualTo(second);
    acme.waiting(first, 0);
    assertThat(acme.counted(first).leased()).isZero();
  }

  @Test
  void aWorkerThatWaitsInSeveralPoolsIsPushedFromWhicheverHasSomething() {
    var acme = platform.tenant();
    PoolId first = acme.open("");
    PoolId second = acme.open("");
    var ann = acme.worker("ann");
    ann.connect(1);
    acme.waiting(first, 1);
    acme.waiting(second, 1);

    acme.publish(second, "a");
    AssignmentId held = ann.assigned();
    acme.publish(first, "b");

    assertThat(held.task().pool()).isEqualTo(second);
    assertThat(acme.counted(first).leased()).as("its only place is taken").isZero();
    ann.sends(held, "1");
    assertThat(ann.assigned().task().pool()).isEqualTo(first);
  }

  private static AssignmentId take(Platform.Worker worker, PoolId pool, long number) {
    return Platform.eventually(
        () ->
            worker.pulls(pool, new TaskId(pool, number), Duration.ZERO, null).assignments().stream()
                .map(held -> held.assignment())
                .findAny()
                .orElse(null));
  }
}
