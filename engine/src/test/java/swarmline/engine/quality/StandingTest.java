package swarmline.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import swarmline.engine.task.Settlement.Verdict;

class StandingTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void everySignSaysWhichTaskItIsOf() {
    Standing standing =
        Standing.NEW
            .after(17, Verdict.APPROVED, new Observation(1_000, 1L, true), NOW)
            .after(5, Verdict.SKIPPED, new Observation(1_000, null, null), NOW);

    assertThat(standing.signs()).extracting(Sign::task).containsExactly(17L, 5L);
    assertThat(standing.golds()).extracting(Sign::task).containsExactly(17L);
  }

  @Test
  void anOutcomeIsNotedAtTheAnswerToItsTask() {
    Standing standing =
        Standing.NEW
            .after(17, Verdict.RETURNED, new Observation(1_000, null, null), NOW)
            .after(17, Verdict.APPROVED, new Observation(1_000, 1L, null), NOW)
            .after(18, Verdict.APPROVED, new Observation(1_000, 1L, null), NOW);

    Standing told = standing.agreeing(17, false);

    assertThat(told.signs()).extracting(Sign::agrees).containsExactly(null, false, null);
    assertThat(told.agreeing(17, false)).as("told twice").isSameAs(told);
    assertThat(told.agreeing(17, true).signs().get(1).agrees()).isTrue();
    assertThat(told.agreeing(19, true)).as("of a task it has not answered").isSameAs(told);
  }

  @Test
  void whatIsRightOrAgreesMakesAStreakLongerAndAnythingElseEndsIt() {
    Standing three =
        Standing.NEW
            .after(1, Verdict.APPROVED, new Observation(1_000, 1L, true), NOW)
            .after(2, Verdict.APPROVED, new Observation(1_000, 1L, null), NOW)
            .after(3, Verdict.APPROVED, new Observation(1_000, 1L, null), NOW)
            .after(4, Verdict.RETURNED, new Observation(1_000, null, null), NOW)
            .agreeing(2, true)
            .agreeing(3, true);

    assertThat(three.streak()).isEqualTo(3);
    assertThat(three.agreeing(3, true).streak()).as("told twice").isEqualTo(3);
    assertThat(three.actedOn("rule").streak()).isEqualTo(3);
    assertThat(three.agreeing(2, false).streak()).as("disagrees after all").isZero();
    assertThat(three.agreeing(2, false).agreeing(2, true).streak())
        .as("agrees after all; what was in between is not known")
        .isZero();
    assertThat(three.corrected(1, false).streak()).as("wrong after all").isZero();
    assertThat(three.corrected(1, true).streak()).isEqualTo(3);
    assertThat(
            three
                .after(5, Verdict.APPROVED, new Observation(1_000, 1L, false), NOW)
                .after(6, Verdict.APPROVED, new Observation(1_000, 1L, true), NOW)
                .streak())
        .as("after a wrong gold")
        .isEqualTo(1);
    assertThat(three.after(5, Verdict.REJECTED, new Observation(1_000, 1L, null), NOW).streak())
        .as("rejected")
        .isZero();
  }

  @Test
  void whatIsKnownOfAGoldIsItsTruth() {
    Standing gold =
        Standing.NEW
            .after(17, Verdict.APPROVED, new Observation(1_000, 1L, true), NOW)
            .agreeing(17, false);

    assertThat(gold.signs().get(0).agreed()).isTrue();
  }
}
