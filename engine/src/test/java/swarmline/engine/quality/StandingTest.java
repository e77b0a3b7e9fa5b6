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
}
