package swarmline.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.Specs.spec;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.Settlement.Verdict;

class MeasuredTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final String HERE = "p0123456789ab";
  private static final String TRAINING = "p0123456789cd";
  private static final PoolSpec WORK =
      spec(
          "requires: [{qualification: 'english', op: 'exists'}, {measure: 'agreement', op: 'ge',"
              + " values: ['0.8']}, {measure: 'gold-accuracy', pool: 'p0123456789cd', op: 'ge',"
              + " values: ['0.9']}]");

  @Test
  void eachRequirementIsHeldAgainstWorkInThePoolThatItNames() {
    Standing here = Standing.NEW;
    Standing there = Standing.NEW;
    for (int i = 1; i <= 5; i++) {
      here = answered(here, null).agreeing(i, true);
      there = answered(there, false);
    }

    List<Measured> measured = Measured.of(WORK, HERE, Map.of(HERE, here, TRAINING, there));

    assertThat(measured)
        .extracting(Measured::requirement)
        .containsExactly(WORK.requires().get(1), WORK.requires().get(2));
    assertThat(measured.get(0).accuracy().high()).isGreaterThan(0.9);
    assertThat(measured.get(1).accuracy().high()).isLessThan(0.5);
  }

  @Test
  void fourAnswersAreTooFewToKnowAWorkerBy() {
    Standing there = Standing.NEW;
    for (int i = 1; i <= 4; i++) {
      there = answered(there, false);
    }

    assertThat(Measured.of(WORK, HERE, Map.of(TRAINING, there)).get(1).accuracy()).isNull();
    there = answered(there, false);
    assertThat(Measured.of(WORK, HERE, Map.of(TRAINING, there)).get(1).accuracy()).isNotNull();
  }

  @Test
  void whereNothingOfTheKindIsRequiredNothingIsMeasured() {
    PoolSpec plain = spec("requires: [{qualification: 'english', op: 'exists'}]");

    assertThat(Measured.of(plain, HERE, Map.of(HERE, answered(Standing.NEW, true)))).isEmpty();
  }

  private static Standing answered(Standing before, Boolean right) {
    return before.after(
        before.seen() + 1, Verdict.APPROVED, new Observation(1_000, before.seen(), right), NOW);
  }
}
