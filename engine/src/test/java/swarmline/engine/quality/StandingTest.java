package swarmline.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swarmline.engine.pool.QualityRule;
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
        .as("agrees after all")
        .isEqualTo(3);
    assertThat(three.corrected(1, false).streak())
        .as("wrong after all, before the other two were known")
        .isEqualTo(2);
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
  void aCorrectedGoldIsAsIfItsTruthHadBeenKnownFromTheStart() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      int tasks = 1 + random.nextInt(QualityRule.LAST_MAX);
      boolean[] wrong = new boolean[tasks];
      boolean[] flipped = new boolean[tasks];
      for (int task = 0; task < tasks; task++) {
        wrong[task] = random.nextInt(4) == 0;
        flipped[task] = random.nextInt(6) == 0;
      }
      Standing corrected = history(seed, wrong);
      for (int task = 0; task < tasks; task++) {
        if (flipped[task] && isGold(seed, task)) {
          corrected = corrected.corrected(task, wrong[task]);
          wrong[task] = !wrong[task];
        }
      }

      assertThat(corrected).as("seed %d", seed).isEqualTo(history(seed, wrong));
    }
  }

  private static boolean isGold(int seed, int task) {
    return (seed + task) % 3 == 0;
  }

  /** Golds and other answers, some rejected, outcomes coming some time after them. */
  private static Standing history(int seed, boolean[] wrong) {
    var random = new Random(-seed - 1);
    Standing standing = Standing.NEW;
    for (int task = 0; task < wrong.length; task++) {
      Boolean right = isGold(seed, task) ? !wrong[task] : null;
      Verdict verdict = random.nextInt(20) == 0 ? Verdict.REJECTED : Verdict.APPROVED;
      standing = standing.after(task, verdict, new Observation(1_000, 1L, right), NOW);
      for (int news = random.nextInt(3); news > 0; news--) {
        standing = standing.agreeing(random.nextInt(task + 1), random.nextInt(5) > 0);
      }
    }
    return standing;
  }

  @Test
  void aStreakThatBeganBeforeWhatIsKeptCountsOnUntilSomethingKeptEndsIt() {
    Standing standing = Standing.NEW;
    for (int task = 1; task <= QualityRule.LAST_MAX + 50; task++) {
      standing = standing.after(task, Verdict.APPROVED, new Observation(1_000, 1L, true), NOW);
    }

    assertThat(standing.corrected(QualityRule.LAST_MAX + 50, true).streak())
        .isEqualTo(QualityRule.LAST_MAX + 50);
    assertThat(standing.corrected(QualityRule.LAST_MAX + 20, false).streak()).isEqualTo(30);
    assertThat(standing.corrected(3, false).streak())
        .as("no longer kept")
        .isEqualTo(QualityRule.LAST_MAX + 50);
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
