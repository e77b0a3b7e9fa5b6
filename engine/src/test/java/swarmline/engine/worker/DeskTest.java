package swarmline.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.quality.Agreement;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.Taken;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

class DeskTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");
  private static final AssignmentId ONE = new AssignmentId(new TaskId(POOL, 1), 1);
  private static final AssignmentId TWO = new AssignmentId(new TaskId(POOL, 2), 1);
  private static final Settlement PAID = new Settlement(Verdict.APPROVED, 7, "USD");

  private final Desk<String> desk = new Desk<>();
  private WorkerState stored = WorkerState.unknown();

  @Test
  void aLeaseIsNewsOnce() {
    assertThat(take(ONE)).isTrue();
    assertThat(take(ONE)).isFalse();

    assertThat(desk.held()).containsOnlyKeys(ONE);
  }

  @Test
  void theSettlementOfAnAssignmentChangesTheLedgerOnceHoweverOftenItComes() {
    take(ONE);
    assertThat(settle(ONE)).isTrue();
    assertThat(settle(ONE)).isFalse();
    record();
    assertThat(settle(ONE)).as("stored and remembered").isFalse();
    assertThat(desk.unrecorded()).isZero();

    desk.forget(ONE, stored);
    record();

    assertThat(stored.remembered()).isEmpty();
    assertThat(stored.earned()).containsEntry("USD", 7L);
    assertThat(stored.ledger()).isEqualTo(1);
  }

  @Test
  void aLeaseThatIsToldAgainAfterItsSettlementIsNotTaken() {
    settle(ONE);
    assertThat(take(ONE)).isFalse();
    record();

    assertThat(take(ONE)).isFalse();
    assertThat(desk.held()).isEmpty();
  }

  @Test
  void theLedgersSequenceHasNoGapsWithinOneRecordAndAcrossThem() {
    settle(ONE);
    settle(TWO);
    WorkRecorded first = record();
    settle(new AssignmentId(new TaskId(POOL, 3), 1));
    WorkRecorded second = record();

    assertThat(first.settled()).extracting(Settled::sequence).containsExactly(1L, 2L);
    assertThat(second.settled()).extracting(Settled::sequence).containsExactly(3L);
  }

  @Test
  void anOutcomeIsRecordedWhereItChangesWhatIsKeptOfTheAnswer() {
    desk.settle(ONE, PAID, new Observation(5, 1L, null), NOW, stored);
    record();

    desk.learn(List.of(new Agreement(ONE.task(), true), new Agreement(TWO.task(), true)), stored);
    desk.learn(List.of(new Agreement(ONE.task(), false)), stored);
    assertThat(record().agreements()).containsExactly(new Agreement(ONE.task(), false));

    desk.learn(List.of(new Agreement(ONE.task(), false)), stored);
    assertThat(desk.unrecorded()).as("told again").isZero();
    desk.learn(List.of(new Agreement(ONE.task(), true)), stored);
    desk.learn(List.of(new Agreement(ONE.task(), false)), stored);
    assertThat(desk.isClear()).as("as it was stored before").isTrue();
  }

  @Test
  void whatWasTakenAndSettledSinceIsSettledOnly() {
    take(ONE);
    take(TWO);
    settle(ONE);

    WorkRecorded event = record();

    assertThat(event.taken()).extracting(Taken::assignment).containsExactly(TWO);
    assertThat(stored.open()).containsOnlyKeys(TWO);
  }

  @Test
  void settlementsAreWaitedForAndWhatWasTakenOrMayBeForgottenIsNot() {
    settle(ONE);
    assertThat(desk.unrecordedSettlements()).isTrue();
    record();

    take(TWO);
    desk.forget(ONE, stored);

    assertThat(desk.unrecorded()).isEqualTo(2);
    assertThat(desk.unrecordedSettlements()).isFalse();
  }

  @Test
  void anAnswerOnItsWayFreesThePlaceAndARefusalTakesItBack() {
    take(ONE);
    desk.answering(ONE);
    assertThat(desk.held()).isEmpty();
    assertThat(desk.answeredOf(POOL.code())).isEqualTo(1);
    assertThat(take(ONE)).as("the lease told again meanwhile").isFalse();

    desk.answerRefused(ONE);
    assertThat(desk.held()).containsOnlyKeys(ONE);
    desk.answerRefused(ONE);
    desk.answering(TWO);
    assertThat(desk.held()).containsOnlyKeys(ONE);
  }

  @Test
  void aSubmittedAnswerIsRememberedAsOpenUntilItIsReviewed() {
    take(ONE);
    desk.answering(ONE);
    desk.submitted(ONE, NOW, stored);
    record();
    assertThat(stored.open()).containsOnlyKeys(ONE);
    assertThat(desk.answeredOf(POOL.code())).isEqualTo(1);
    assertThat(desk.isClear()).isFalse();

    settle(ONE);
    record();
    assertThat(stored.open()).isEmpty();
    assertThat(stored.done()).containsEntry(POOL.code(), 1);
    assertThat(desk.answeredOf(POOL.code())).isZero();
    assertThat(desk.isClear()).isTrue();
  }

  @Test
  void aSubmissionThatIsToldAfterItsSettlementIsNothing() {
    settle(ONE);
    desk.submitted(ONE, NOW, stored);

    assertThat(desk.answeredOf(POOL.code())).isEqualTo(1);
    record();
    assertThat(desk.isClear()).isTrue();
  }

  @Test
  void aMovedDeadlineIsStoredAndOneOfALeaseThatIsGoneIsNot() {
    take(ONE);
    record();
    desk.move(ONE, "later", NOW.plusSeconds(120));
    desk.move(TWO, "gone", NOW.plusSeconds(120));

    assertThat(record().taken()).containsExactly(new Taken(ONE, NOW.plusSeconds(120)));
    assertThat(desk.held()).containsEntry(ONE, "later").doesNotContainKey(TWO);
  }

  @Test
  void aLeaseStoredBeforeIsNotStoredAgainWhenItIsToldAfterARestart() {
    take(ONE);
    record();
    var again = new Desk<String>();

    assertThat(again.take(ONE, "a", NOW.plusSeconds(60), stored)).isTrue();
    assertThat(again.unrecorded()).isZero();
  }

  @Test
  void whatIsStoredAsTakenMayBeLiveUntilItIsHeardOf() {
    take(ONE);
    record();
    var again = new Desk<String>();
    assertThat(again.mayBeLive(ONE)).isTrue();

    again.submitted(ONE, NOW, stored);
    assertThat(again.mayBeLive(ONE)).isFalse();
  }

  @Test
  void onlyWhatWasRememberedIsForgotten() {
    desk.forget(ONE, stored);

    assertThat(desk.unrecorded()).isZero();
  }

  @Test
  void whatIsAppliedIsKnownUntilItIsForgotten() {
    settle(ONE);
    record();
    desk.applied(List.of(ONE));
    assertThat(desk.isApplied(ONE)).isTrue();

    desk.forget(ONE, stored);
    assertThat(desk.isApplied(ONE)).isFalse();
  }

  private boolean take(AssignmentId assignment) {
    return desk.take(assignment, "a", NOW.plusSeconds(60), stored);
  }

  private boolean settle(AssignmentId assignment) {
    return desk.settle(assignment, PAID, null, NOW, stored);
  }

  private WorkRecorded record() {
    WorkRecorded event = desk.record();
    stored = WorkerState.after(stored, event);
    return event;
  }
}
