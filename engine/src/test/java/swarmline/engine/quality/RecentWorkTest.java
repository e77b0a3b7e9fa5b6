package swarmline.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import swarmline.engine.task.Settlement.Verdict;

class RecentWorkTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private Standing standing = Standing.NEW;

  @Test
  void ofNoWorkNothingIsSaid() {
    RecentWork none = RecentWork.of(Standing.NEW);

    assertThat(none)
        .isEqualTo(new RecentWork(0, null, 0, null, 0, null, 0, null, null, null, null, null));
  }

  @Test
  void sharesAreOfAnswersOrOfAssignmentsAndRecalledOnesAreLeftOut() {
    ended(Verdict.APPROVED, 4_000, "a", null);
    ended(Verdict.APPROVED, 2_000, "a", null);
    ended(Verdict.REJECTED, 9_000, "b", null);
    ended(Verdict.APPROVED, 3_000, "a", null);
    ended(Verdict.SKIPPED, 100, null, null);
    ended(Verdict.RETURNED, 100, null, null);
    ended(Verdict.EXPIRED, 60_000, null, null);
    ended(Verdict.EXPIRED, 60_000, null, null);
    ended(Verdict.REVOKED, 100, null, null);

    RecentWork work = RecentWork.of(standing);

    assertThat(work.assignments()).isEqualTo(8);
    assertThat(work.medianMillis()).as("of 2000 3000 4000 9000").isEqualTo(3_000);
    assertThat(work.repeated()).isEqualTo(0.25);
    assertThat(work.rejected()).isEqualTo(0.25);
    assertThat(work.skipped()).isEqualTo(0.125);
    assertThat(work.returned()).isEqualTo(0.125);
    assertThat(work.expired()).isEqualTo(0.25);
    assertThat(work.goldAccuracy()).isNull();
  }

  @Test
  void agreementIsOfAnswersWithAnOutcomeAndOfGolds() {
    ended(Verdict.APPROVED, 4_000, "a", null);
    ended(Verdict.APPROVED, 4_000, "a", null);
    assertThat(RecentWork.of(standing).agreement()).isNull();
    gold(true);
    standing = standing.agreeing(1, false);

    RecentWork work = RecentWork.of(standing);

    assertThat(work.outcomes()).isEqualTo(2);
    assertThat(work.agreement().mean()).as("the gold came later").isGreaterThan(0.5);
    assertThat(work.agreement().answers()).isEqualTo(2);
    assertThat(work.golds()).isEqualTo(1);
  }

  @Test
  void goldAccuracyIsDrawnToOneHalfAndOlderGoldsCountLess() {
    gold(true);
    assertThat(RecentWork.of(standing).goldAccuracy().mean()).isCloseTo(2 / 3.0, within(1e-12));
    gold(false);
    double all = 1 + 0.98;
    var accuracy = RecentWork.of(standing).goldAccuracy();

    assertThat(accuracy.mean()).isCloseTo((0.98 + 1) / (all + 2), within(1e-12));
    assertThat(accuracy.low()).isLessThan(accuracy.mean());
    assertThat(accuracy.high()).isGreaterThan(accuracy.mean());
    assertThat(RecentWork.of(standing).golds()).isEqualTo(2);
  }

  @Test
  void whoWasGoodOnceAndIsNotNowIsKnownForIt() {
    for (int i = 0; i < 100; i++) {
      gold(true);
    }
    double before = RecentWork.of(standing).goldAccuracy().low();
    for (int i = 0; i < 35; i++) {
      gold(false);
    }

    assertThat(before).isGreaterThan(0.9);
    assertThat(RecentWork.of(standing).goldAccuracy().high())
        .as("with every gold as good as another it would be above 0.7")
        .isLessThan(0.6);
  }

  private void gold(boolean right) {
    ended(Verdict.APPROVED, 5_000, "x" + standing.seen(), right);
  }

  private void ended(Verdict verdict, long millis, String answer, Boolean right) {
    Long stands = answer == null ? null : Observation.of(answer);
    standing =
        standing.after(standing.seen() + 1, verdict, new Observation(millis, stands, right), NOW);
  }
}
