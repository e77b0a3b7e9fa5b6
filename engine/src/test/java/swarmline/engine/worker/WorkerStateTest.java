package swarmline.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.worker.WorkerEvent.QualificationRemoved;
import swarmline.engine.worker.WorkerEvent.QualificationSet;
import swarmline.engine.worker.WorkerEvent.RestrictionLifted;
import swarmline.engine.worker.WorkerEvent.RestrictionSet;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.Taken;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

class WorkerStateTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");

  private WorkerState state = WorkerState.unknown();

  @Test
  void whatIsTakenIsOpenUntilItIsSettled() {
    apply(recorded(List.of(taken(1), taken(2)), List.of(), List.of()));
    assertThat(state.open()).containsOnlyKeys(assignment(1), assignment(2));

    apply(recorded(List.of(), List.of(settled(1, 1, Verdict.APPROVED, 7)), List.of()));

    assertThat(state.open()).containsOnlyKeys(assignment(2));
    assertThat(state.remembered()).containsOnlyKeys(assignment(1));
    assertThat(state.earned()).containsOnly(java.util.Map.entry("USD", 7L));
    assertThat(state.ledger()).isEqualTo(1);
  }

  @Test
  void answersApprovedOrRejectedAreDoneOthersOnlyEnded() {
    long sequence = 1;
    for (Verdict verdict : Verdict.values()) {
      apply(
          recorded(List.of(), List.of(settled((int) sequence, sequence++, verdict, 0)), List.of()));
    }

    assertThat(state.done()).containsOnly(java.util.Map.entry(POOL.code(), 2));
    assertThat(state.ended()).containsOnlyKeys(Verdict.values());
    assertThat(state.earned()).as("what earns nothing leaves no trace").isEmpty();
    assertThat(state.ledger()).isEqualTo(Verdict.values().length);
  }

  @Test
  void aPaidRevocationEarns() {
    apply(recorded(List.of(), List.of(settled(1, 1, Verdict.REVOKED, 7)), List.of()));

    assertThat(state.earned()).containsEntry("USD", 7L);
    assertThat(state.done()).isEmpty();
  }

  @Test
  void whatIsForgottenIsNoLongerRememberedButStaysEarned() {
    apply(recorded(List.of(), List.of(settled(1, 1, Verdict.APPROVED, 7)), List.of()));
    apply(recorded(List.of(), List.of(), List.of(assignment(1))));

    assertThat(state.remembered()).isEmpty();
    assertThat(state.earned()).containsEntry("USD", 7L);
  }

  @Test
  void aQualificationIsReplacedAndRemoved() {
    apply(new QualificationSet("language", "de", NOW));
    apply(new QualificationSet("language", "en", NOW));
    assertThat(state.qualifications()).containsOnly(java.util.Map.entry("language", "en"));

    apply(new QualificationRemoved("language", NOW));
    assertThat(state.qualifications()).isEmpty();
  }

  @Test
  void thereIsOneRestrictionForEachPoolAndOneForAll() {
    apply(new RestrictionSet(POOL.code(), "slow", null, NOW));
    apply(new RestrictionSet(null, "spam", NOW.plusSeconds(1), NOW));
    apply(new RestrictionSet(POOL.code(), "slower", null, NOW));

    assertThat(state.restrictionsAt(NOW))
        .extracting(Restriction::reason)
        .containsExactly("spam", "slower");
    assertThat(state.restrictionsAt(NOW.plusSeconds(1)))
        .extracting(Restriction::reason)
        .containsExactly("slower");
    apply(new RestrictionLifted(POOL.code(), NOW));
    assertThat(state.restrictions()).extracting(Restriction::reason).containsExactly("spam");
  }

  @Test
  void aSnapshotIsTheWholeState() {
    apply(new QualificationSet("language", "de", NOW));
    apply(new RestrictionSet(null, "spam", null, NOW));
    apply(
        recorded(
            List.of(taken(1), taken(2)), List.of(settled(1, 1, Verdict.APPROVED, 7)), List.of()));

    assertThat(WorkerSnapshot.of(state).state()).isEqualTo(state);
  }

  private void apply(WorkerEvent event) {
    state = WorkerState.after(state, event);
  }

  private static WorkRecorded recorded(
      List<Taken> taken, List<Settled> settled, List<AssignmentId> forgotten) {
    return new WorkRecorded(taken, settled, forgotten);
  }

  private static Taken taken(int task) {
    return new Taken(assignment(task), NOW.plusSeconds(60));
  }

  private static Settled settled(int task, long sequence, Verdict verdict, long amount) {
    return new Settled(assignment(task), new Settlement(verdict, amount, "USD"), sequence, NOW);
  }

  private static AssignmentId assignment(int task) {
    return new AssignmentId(new TaskId(POOL, task), 1);
  }
}
