package swarmline.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swarmline.engine.Specs;
import swarmline.engine.consensus.crowd.Accuracy;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.quality.Measured;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.Restriction;
import swarmline.engine.worker.WorkerProfile;

class EligibilityTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");
  private static final WorkerProfile ANYBODY = profile(Map.of(), 0);

  @Test
  void withoutRulesOfItsOwnAnOpenPoolOffersToAnybodyWhoHoldsNothing() {
    assertThat(of("", ANYBODY, 0, 0, true)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = PoolStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "OPEN")
  void onlyAnOpenPoolOffers(PoolStatus status) {
    assertThat(new Eligibility(pool("", status), ANYBODY, 0, 0, 0, null, true, NOW).refusal())
        .contains(Refusal.POOL_NOT_OPEN);
  }

  @Test
  void capsAreCheckedInTheirOrder() {
    String limits = "limits: {perWorker: 5, perWorkerAtOnce: 2, atOnce: 10}";

    assertThat(of(limits, profile(Map.of(), 4), 0, 9, true)).isEmpty();
    assertThat(of(limits, profile(Map.of(), 4), 1, 10, true))
        .as("answered and held count together")
        .contains(Refusal.WORKER_LIMIT_REACHED);
    assertThat(of(limits, ANYBODY, 2, 10, false)).contains(Refusal.WORKER_HOLDS_ENOUGH);
    assertThat(of(limits, ANYBODY, 0, 10, false)).contains(Refusal.POOL_HOLDS_ENOUGH);
    assertThat(of(limits, ANYBODY, 0, 0, false)).contains(Refusal.NOTHING_TO_OFFER);
  }

  @Test
  void whatAWorkerHoldsInOtherSlicesCountsAgainstItsCaps() {
    var elsewhere = new WorkerProfile(Map.of(), List.of(), Map.of(POOL.code(), 1), 2);

    assertThat(of("limits: {perWorkerAtOnce: 3}", elsewhere, 1, 0, true))
        .contains(Refusal.WORKER_HOLDS_ENOUGH);
    assertThat(of("limits: {perWorkerAtOnce: 4}", elsewhere, 1, 0, true)).isEmpty();
    assertThat(of("limits: {perWorker: 4, perWorkerAtOnce: 0}", elsewhere, 1, 0, true))
        .contains(Refusal.WORKER_LIMIT_REACHED);
  }

  @Test
  void aCapOfZeroIsNone() {
    assertThat(of("limits: {perWorkerAtOnce: 0}", profile(Map.of(), 1_000), 1_000, 9_999, true))
        .isEmpty();
  }

  @Test
  void everyRequirementMustBeMet() {
    String requires =
        "requires: [{qualification: 'language', op: 'in', values: ['en', 'de']},"
            + " {qualification: 'score', op: 'ge', values: ['80']}]";

    assertThat(of(requires, profile(Map.of("language", "de", "score", "80.0"), 0), 0, 0, true))
        .isEmpty();
    assertThat(of(requires, profile(Map.of("language", "de"), 0), 0, 0, true))
        .contains(Refusal.NOT_QUALIFIED);
  }

  @Test
  void aRestrictionHoldsForItsPoolOrForAllUntilItEnds() {
    assertThat(restricted(POOL.code(), NOW.plusNanos(1))).contains(Refusal.WORKER_RESTRICTED);
    assertThat(restricted(POOL.code(), NOW)).isEmpty();
    assertThat(restricted("p000000000000", null)).isEmpty();
    assertThat(restricted(null, null)).contains(Refusal.WORKER_RESTRICTED);
  }

  @ParameterizedTest
  @EnumSource(Eligibility.Rule.class)
  void everyRuleSaysWhatItWasHeldAgainst(Eligibility.Rule rule) {
    var eligibility =
        new Eligibility(pool("", PoolStatus.PAUSED), ANYBODY, 3, 4, 5, null, false, NOW);

    assertThat(eligibility.detail(rule)).isNotBlank();
  }

  @Test
  void whoIsKnownToBeRightTooSeldomIsKeptOutAndWhoIsNotKnownYetIsNot() {
    PoolView pool =
        pool(
            "answer: {choices: ['a', 'b']}, consensus: {rule: 'posterior'},"
                + " requires: [{measure: 'accuracy', op: 'ge', values: ['0.9']}]",
            PoolStatus.OPEN);

    assertThat(measured(pool, new Accuracy(0.7, 0, 1, 0)).refusal()).isEmpty();
    assertThat(measured(pool, new Accuracy(0.85, 0.78, 0.9, 60)).refusal()).isEmpty();
    Eligibility poor = measured(pool, new Accuracy(0.8, 0.71, 0.87, 60));
    assertThat(poor.refusal()).contains(Refusal.NOT_QUALIFIED);
    assertThat(poor.detail(Eligibility.Rule.QUALIFIED))
        .contains("accuracy is 0.710 to 0.870 after 60 answers")
        .contains("ge [0.9]");
    assertThat(measured(pool, null).refusal()).isEmpty();
  }

  @Test
  void whoseLatestWorkIsKnownToBePoorIsKeptOutWhereThatIsRequired() {
    PoolView pool =
        pool(
            "requires: [{measure: 'gold-accuracy', pool: 'p0123456789cd', op: 'ge', values:"
                + " ['0.9']}]",
            PoolStatus.OPEN);

    assertThat(remembered(pool, null).refusal()).isEmpty();
    assertThat(remembered(pool, new Accuracy(0.85, 0.78, 0.9, 60)).refusal()).isEmpty();
    Eligibility poor = remembered(pool, new Accuracy(0.8, 0.71, 0.87, 60));
    assertThat(poor.refusal()).contains(Refusal.NOT_QUALIFIED);
    assertThat(poor.detail(Eligibility.Rule.QUALIFIED))
        .isEqualTo(
            "gold-accuracy is 0.710 to 0.870 after 60 answers in p0123456789cd, the pool requires"
                + " ge [0.9]");
    assertThat(measured(pool, new Accuracy(0, 0, 0, 60)).refusal())
        .as("what the pool's model has of it is another matter")
        .isEmpty();
  }

  private static Eligibility remembered(PoolView pool, Accuracy accuracy) {
    var measured = new Measured(pool.spec().requires().get(0), accuracy);
    var profile = new WorkerProfile(Map.of(), List.of(), Map.of(), 0, List.of(measured), null);
    return new Eligibility(pool, profile, 0, 0, 0, null, true, NOW);
  }

  private static Eligibility measured(PoolView pool, Accuracy accuracy) {
    return new Eligibility(pool, ANYBODY, 0, 0, 0, accuracy, true, NOW);
  }

  @Test
  void rulesAreInTheOrderOfTheirRefusals() {
    assertThat(List.of(Eligibility.Rule.values())).extracting(Eligibility.Rule::refusal).isSorted();
  }

  private static Optional<Refusal> of(
      String spec, WorkerProfile profile, int held, int heldByAll, boolean taskForWorker) {
    PoolView pool = pool(spec, PoolStatus.OPEN);
    int atOnce = pool.spec().limits().atOnceOf(0, 1);
    return new Eligibility(pool, profile, held, heldByAll, atOnce, null, taskForWorker, NOW)
        .refusal();
  }

  private static Optional<Refusal> restricted(String pool, Instant until) {
    var profile =
        new WorkerProfile(
            Map.of(), List.of(new Restriction(pool, "spam", until, NOW)), Map.of(), 0);
    return of("", profile, 0, 0, true);
  }

  private static WorkerProfile profile(Map<String, String> qualifications, int done) {
    return new WorkerProfile(qualifications, List.of(), Map.of(POOL.code(), done), 0);
  }

  private static PoolView pool(String spec, PoolStatus status) {
    return new PoolView(POOL, Specs.spec(spec), status, 1, 1, NOW, NOW);
  }
}
