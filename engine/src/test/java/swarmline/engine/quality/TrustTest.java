package swarmline.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.QualityRule;
import swarmline.engine.task.Settlement.Verdict;

class TrustTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PoolSpec AFTER_THREE =
      Specs.spec("redundancy: {answers: 3, trusted: {after: 3, spotChecks: 0.2}}");

  @Test
  void whoAgreedSoOftenInARowIsTrusted() {
    assertThat(Trust.of(AFTER_THREE, null)).as("has done nothing").isNull();
    assertThat(Trust.of(AFTER_THREE, agreed(2))).isNull();
    assertThat(Trust.of(AFTER_THREE, agreed(3))).isCloseTo(0.8, within(0.01));
    assertThat(Trust.of(AFTER_THREE, agreed(30))).isCloseTo(0.96, within(0.01));
    assertThat(Trust.of(AFTER_THREE, agreed(30).agreeing(30, false))).as("disagreed").isNull();
    assertThat(Trust.of(Specs.spec("redundancy: {answers: 3}"), agreed(30))).isNull();
  }

  @Test
  void ofWhomNothingKnownIsKeptIsNotTrustedUntilSomethingIs() {
    Standing alone = agreed(5);
    for (int task = 6; task <= 5 + QualityRule.LAST_MAX; task++) {
      alone = answered(alone, task);
    }
    assertThat(alone.streak()).isEqualTo(5);
    assertThat(Trust.of(AFTER_THREE, alone)).isNull();
    assertThat(Trust.of(AFTER_THREE, alone.agreeing(50, true))).isNotNull();
  }

  private static Standing agreed(int answers) {
    Standing standing = Standing.NEW;
    for (int task = 1; task <= answers; task++) {
      standing = answered(standing, task).agreeing(task, true);
    }
    return standing;
  }

  private static Standing answered(Standing standing, int task) {
    return standing.after(task, Verdict.APPROVED, new Observation(1_000, 1L, null), NOW);
  }
}
