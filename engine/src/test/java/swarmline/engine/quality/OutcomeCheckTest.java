package swarmline.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.Specs.spec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.Assignment.Status;

class OutcomeCheckTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final PoolSpec CHOICES = spec("answer: {choices: ['a', 'b']}");

  private final List<Assignment> turns = new ArrayList<>();

  @Test
  void eachCountedAnswerAgreesWithTheOutcomeOrDoesNot() {
    turn("ann", "'a'", true);
    turn("bob", "'b'", true);
    turn("cid", null, false);
    turn("dan", "'b'", false);

    assertThat(agreements(CHOICES, "'a'")).isEqualTo(Map.of("ann", true, "bob", false));
  }

  @Test
  void nobodyIsHeldAgainstAnOutcomeThatIsItsOwnAnswer() {
    turn("ann", "'a'", true);
    turn("dan", "'a'", false);

    assertThat(agreements(CHOICES, "'a'")).isEmpty();
  }

  @Test
  void aTaskWithoutAValueSaysNothing() {
    turn("ann", "'a'", true);
    turn("bob", "'b'", true);

    assertThat(agreements(CHOICES, null)).isEmpty();
  }

  @Test
  void numbersAndTextsAgreeAsTheAggregatorHasIt() {
    turn("ann", "10.4", true);
    turn("bob", "11", true);
    assertThat(
            agreements(
                spec("answer: {type: 'number', tolerance: 0.5}, consensus: {aggregator: 'median'}"),
                "10.5"))
        .isEqualTo(Map.of("ann", true, "bob", true));

    turns.clear();
    turn("ann", "'Stop!'", true);
    turn("bob", "'go'", true);
    assertThat(
            agreements(
                spec("answer: {type: 'text'}, consensus: {aggregator: 'normalised-text'}"),
                "'stop'"))
        .isEqualTo(Map.of("ann", true, "bob", false));
  }

  @Test
  void anAnswerOfPartsAgreesWhereMoreOfItIsAlikeThanNot() {
    turn("ann", "['a','b']", true);
    turn("bob", "['a','c']", true);
    turn("cid", "['a','b','c']", true);

    assertThat(agreements(spec("answer: {type: 'choices', choices: ['a', 'b', 'c']}"), "['a','b']"))
        .isEqualTo(Map.of("ann", true, "bob", false, "cid", true));
  }

  private Map<String, Boolean> agreements(PoolSpec pool, String value) {
    return OutcomeCheck.agreements(pool, value == null ? null : json(value), turns);
  }

  private void turn(String worker, String answer, boolean counted) {
    turns.add(
        new Assignment(
            turns.size() + 1,
            worker,
            NOW,
            NOW,
            NOW,
            answer == null ? Status.RETURNED : Status.APPROVED,
            answer == null ? null : json(answer),
            counted,
            NOW,
            null,
            null,
            true,
            null,
            null,
            null,
            null));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
