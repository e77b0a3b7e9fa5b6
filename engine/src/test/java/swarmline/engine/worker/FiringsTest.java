package swarmline.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.worker.WorkerEvent.FiringWithdrawn;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

/** What rules make of golds, and of golds whose truth turns out to be another. */
class FiringsTest {
  private static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");
  private static final String MISSES =
      "{name: 'misses', collect: 'wrong-golds', last: 4, atLeast: 2, then: [{action: 'restrict'}]}";
  private static final String PASSES =
      "{name: 'passes', collect: 'right-golds', last: 3, atLeast: 2,"
          + " then: [{action: 'qualify', qualification: 'signs'}]}";

  private PoolSpec spec = Specs.spec("rules: [" + MISSES + ", " + PASSES + "]");
  private WorkerState worker = WorkerState.unknown();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private int turns;

  @Test
  void whoMissedOneGoldThatWasNoneOfItsFaultIsLetInAgain() {
    answered(1, false);
    answered(2, false);
    assertThat(worker.restrictionsAt(now)).hasSize(1);

    assertThat(corrected(2, true)).containsExactly(FiringWithdrawn.class);

    assertThat(worker.restrictionsAt(now)).isEmpty();
    assertThat(worker.firings()).hasSize(1);
    assertThat(worker.firings().get(0).withdrawnAt()).isEqualTo(now);
  }

  @Test
  void whatElseKeepsAWorkerOutStays() {
    answered(1, false);
    answered(2, false);
    apply(new WorkerEvent.RestrictionSet(POOL.code(), "spam", null, now));
    corrected(2, true);
    assertThat(worker.restrictionsAt(now)).extracting(Restriction::reason).containsExactly("spam");
  }

  @Test
  void aRuleThatAppliesAllTheSameIsNotWithdrawn() {
    answered(1, false);
    record(List.of(settled(2, false), settled(3, false)));
    assertThat(worker.restrictionsAt(now)).hasSize(1);
    assertThat(corrected(1, true)).isEmpty();
    assertThat(worker.restrictionsAt(now)).hasSize(1);
  }

  @Test
  void anotherGoldsCorrectionLeavesAFiringAlone() {
    answered(1, false);
    answered(2, false);
    answered(3, false);
    spec = Specs.spec("rules: [" + MISSES.replace("atLeast: 2", "atLeast: 4") + "]");
    assertThat(corrected(3, true)).isEmpty();
    assertThat(worker.restrictionsAt(now)).hasSize(1);
  }

  @Test
  void whoPassedByAWrongTruthHasNotPassed() {
    answered(1, true);
    answered(2, true);
    assertThat(worker.qualifications()).containsKey("signs");
    corrected(1, false);
    assertThat(worker.qualifications()).isEmpty();
  }

  @Test
  void whoFailedByAWrongTruthPassesAtOnce() {
    answered(1, true);
    answered(2, false);
    assertThat(corrected(2, true)).containsExactly(RuleFired.class);
    assertThat(worker.qualifications()).containsEntry("signs", "passed");
  }

  @Test
  void whatAWithdrawnFiringLookedAtIsLookedAtAgain() {
    answered(1, false);
    answered(2, false);
    corrected(2, true);
    assertThat(answered(3, false)).containsExactly(RuleFired.class);
    assertThat(worker.restrictionsAt(now)).hasSize(1);
  }

  @Test
  void aRuleOnDisagreementsIsWithdrawnToo() {
    spec =
        Specs.spec(
            "rules: ["
                + MISSES.replace("wrong-golds", "disagreements").replace("last: 4", "last: 10")
                + "]");
    answered(1, false);
    answered(2, false);
    assertThat(worker.restrictionsAt(now)).hasSize(1);

    assertThat(corrected(1, true)).containsExactly(FiringWithdrawn.class);
    assertThat(worker.restrictionsAt(now)).isEmpty();
  }

  @Test
  void aFiringIsWithdrawnOnce() {
    answered(1, false);
    answered(2, false);
    corrected(2, true);
    assertThat(corrected(1, true)).noneMatch(FiringWithdrawn.class::equals);
  }

  @Test
  void payThatIsAdjustedIsEarnedAndIsNoWorkMore() {
    answered(1, false);
    var adjusted =
        new Settled(
            assignment(1), new Settlement(Verdict.ADJUSTED, 7, "USD"), worker.ledger() + 1, now);
    record(List.of(adjusted));
    assertThat(worker.earned()).containsEntry("USD", 7L);
    assertThat(worker.done()).containsEntry(POOL.code(), 1);
  }

  private List<Class<?>> answered(long gold, boolean right) {
    return record(List.of(settled(gold, right)));
  }

  private Settled settled(long gold, boolean right) {
    return settled(gold, right, Verdict.APPROVED);
  }

  private List<Class<?>> corrected(long gold, boolean right) {
    return record(List.of(settled(gold, right, Verdict.ADJUSTED)));
  }

  private Settled settled(long gold, boolean right, Verdict verdict) {
    var seen = new Observation(9_000, (long) turns, right);
    return new Settled(
        assignment(gold), new Settlement(verdict, 0, "USD"), worker.ledger() + 1, now, seen);
  }

  private AssignmentId assignment(long gold) {
    return new AssignmentId(new TaskId(POOL, gold), ++turns);
  }

  /** What followed from work that is recorded. */
  private List<Class<?>> record(List<Settled> settled) {
    now = now.plusSeconds(10);
    var work = new WorkRecorded(List.of(), settled, List.of());
    List<WorkerEvent> events =
        Firings.of(work, WorkerState.after(worker, work), pool -> Optional.of(spec), now);
    apply(work);
    events.forEach(this::apply);
    List<Class<?>> types = new ArrayList<>();
    events.forEach(event -> types.add(event.getClass()));
    return types;
  }

  private void apply(WorkerEvent event) {
    worker = WorkerState.after(worker, event);
  }
}
