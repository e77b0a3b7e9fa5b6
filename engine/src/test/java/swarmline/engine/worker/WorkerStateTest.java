package swarmline.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.QualityRule;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.worker.WorkerEvent.QualificationRemoved;
import swarmline.engine.worker.WorkerEvent.QualificationSet;
import swarmline.engine.worker.WorkerEvent.RestrictionLifted;
import swarmline.engine.worker.WorkerEvent.RestrictionSet;
import swarmline.engine.worker.WorkerEvent.RuleFired;
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
    apply(new RestrictionLifted(POOL.code(), NOW, null));
    assertThat(state.restrictions()).extracting(Restriction::reason).containsExactly("spam");
  }

  @Test
  void aRulesRestrictionStandsBesideThePlatformsAndGoesWithTheSamePool() {
    apply(new RestrictionSet(POOL.code(), "by hand", null, NOW));
    apply(fired("{action: 'restrict', forSeconds: 60}", "r", null, NOW));
    apply(fired("{action: 'restrict', forSeconds: 60}", "r", null, NOW.plusSeconds(30)));
    apply(fired("{action: 'restrict', scope: 'project'}", "r", "zoo", NOW));
    apply(fired("{action: 'notify'}", "r", null, NOW));

    assertThat(state.restrictionsAt(NOW))
        .extracting(Restriction::reason, Restriction::until, Restriction::project)
        .containsExactly(
            tuple("by hand", null, null),
            tuple("r", NOW.plusSeconds(90), null),
            tuple("r", NOW.plusSeconds(60), "zoo"));
    assertThat(state.firings()).hasSize(4);
    apply(new RestrictionLifted(null, NOW, "zoo"));
    apply(new RestrictionLifted(POOL.code(), NOW, null));
    assertThat(state.restrictions()).isEmpty();
  }

  @Test
  void aRestrictionFromAProjectHoldsInItsPoolsOnly() {
    var restriction = new Restriction(null, "r", null, NOW, "zoo", "r");

    assertThat(restriction.holds("p1", "zoo", NOW)).isTrue();
    assertThat(restriction.holds("p1", "farm", NOW)).isFalse();
    assertThat(restriction.holds("p1", null, NOW)).isFalse();
    assertThat(new Restriction(null, "r", null, NOW).holds("p1", null, NOW)).isTrue();
  }

  @Test
  void onlyTheLatestFiringsAreKept() {
    for (int i = 0; i < WorkerState.FIRINGS_MAX + 5; i++) {
      apply(fired("{action: 'notify'}", "r" + i, null, NOW));
    }

    assertThat(state.firings()).hasSize(WorkerState.FIRINGS_MAX);
    assertThat(state.firings().get(0).rule()).isEqualTo("r5");
  }

  private static RuleFired fired(String then, String rule, String project, Instant at) {
    QualityRule spec =
        Specs.spec(
                "project: 'zoo', rules: [{name: '"
                    + rule
                    + "', collect: 'skips', atLeast: 1, then: ["
                    + then
                    + "]}]")
            .rules()
            .get(0);
    Instant until = spec.then().get(0).until(NOW.plusSeconds(at.equals(NOW) ? 0 : 30));
    return new RuleFired(
        POOL.code(),
        rule,
        spec.collect(),
        1,
        1,
        spec.then().get(0),
        project,
        project == null ? until : NOW.plusSeconds(60),
        at,
        null,
        null,
        null);
  }

  @Test
  void whatRulesMadeOfTheWorkerIsPendingUntilItHasComeToPass() {
    assertThat(state.pendingFrom()).isNull();
    apply(fired("{action: 'notify'}", "r", null, NOW));
    apply(fired("{action: 'notify'}", "s", null, NOW));
    apply(fired("{action: 'notify'}", "t", null, NOW.plusSeconds(9)));
    assertThat(state.pendingFrom()).isEqualTo(NOW);

    apply(new WorkRecorded(List.of(), List.of(), List.of(), null, NOW));
    assertThat(state.pendingFrom()).isEqualTo(NOW.plusSeconds(9));
    apply(recorded(List.of(), List.of(), List.of()));
    assertThat(state.pendingFrom()).isEqualTo(NOW.plusSeconds(9));
    apply(new WorkRecorded(List.of(), List.of(), List.of(), null, NOW.plusSeconds(9)));
    assertThat(state.pendingFrom()).isNull();
  }

  @Test
  void aSnapshotIsTheWholeState() {
    apply(new QualificationSet("language", "de", NOW));
    apply(new RestrictionSet(null, "spam", null, NOW));
    apply(
        recorded(
            List.of(taken(1), taken(2)), List.of(settled(1, 1, Verdict.APPROVED, 7)), List.of()));

    apply(fired("{action: 'notify'}", "r", null, NOW));
    apply(
        recorded(
            List.of(),
            List.of(
                new Settled(
                    assignment(2),
                    new Settlement(Verdict.SKIPPED, 0, "USD"),
                    2,
                    NOW,
                    new Observation(5, null, null))),
            List.of()));

    assertThat(state.standings().get(POOL.code()).seen()).isEqualTo(1);
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
