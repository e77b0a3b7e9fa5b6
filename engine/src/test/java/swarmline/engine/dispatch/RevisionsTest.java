package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.crowd.SliceModel;
import swarmline.engine.pool.PoolSpec;

class RevisionsTest {
  private static final PoolSpec POOL = pool(0.5);
  private static final String A = "\"a\"";
  private static final String B = "\"b\"";

  private final SliceModel model = SliceModel.of(POOL);

  @Test
  void aTaskWhoseAnswersComeToAnotherValueNowIsFoundOnce() {
    answered(1, A, A, A);
    var revisions = new Revisions(model, Map.of(1L, B));

    assertThat(found(revisions)).containsExactly(Map.entry(1L, A));
    assertThat(found(revisions)).isEmpty();
  }

  @Test
  void aContestedTaskThatWouldBeResolvedNowIsFound() {
    answered(1, A, A, A);
    var revisions = new Revisions(model, contested(1));

    assertThat(found(revisions)).containsExactly(Map.entry(1L, A));
  }

  @Test
  void tasksThatHaveNotEndedOrComeToTheSameAreLeftAlone() {
    answered(1, A, A, A);
    answered(2, B, B, B);

    assertThat(found(new Revisions(model, Map.of(2L, B)))).isEmpty();
  }

  @Test
  void aValueThatIsNoLikelierThanAnotherIsNoReason() {
    answered(1, A, B);

    assertThat(found(new Revisions(model, contested(1)))).isEmpty();
  }

  @Test
  void aValueThatIsLessLikelyThanThePoolAsksIsNoReason() {
    answered(1, A, A, A, B, B);
    var revisions = new Revisions(model, Map.of(1L, B));

    assertThat(revisions.next(pool(0.99).consensus())).isEmpty();
    assertThat(revisions.next(pool(0.5).consensus())).hasSize(1);
  }

  @Test
  void oneThatFollowedIsFoundAgainWhenItComesToYetAnother() {
    answered(1, A, A, A);
    var revisions = new Revisions(model, Map.of(1L, B));
    assertThat(found(revisions)).hasSize(1);

    revisions.ended(1, A);
    assertThat(found(revisions)).isEmpty();
    revisions.ended(1, B);

    assertThat(found(revisions)).as("asked for, had, and lost again").hasSize(1);
  }

  @Test
  void allAreLookedAtAPartAtATimeRoundAndRound() {
    Map<Long, String> outcomes = new HashMap<>();
    IntStream.range(0, 450)
        .forEach(
            task -> {
              answered(task, A, A, A);
              outcomes.put((long) task, B);
            });
    var revisions = new Revisions(model, outcomes);
    List<Integer> sizes = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      sizes.add(found(revisions).size());
    }

    assertThat(sizes).containsExactly(200, 200, 50, 0);
  }

  private static PoolSpec pool(double threshold) {
    return Specs.spec(
        "answer: {choices: ['a', 'b']}, consensus: {rule: 'agreement', aggregator:"
            + " 'weighted-majority', outcomes: 'revisable', threshold: "
            + threshold
            + "}");
  }

  private static Map<Long, String> contested(long task) {
    Map<Long, String> outcomes = new HashMap<>();
    outcomes.put(task, null);
    return outcomes;
  }

  private void answered(long task, String... values) {
    List<CountedAnswer> answers = new ArrayList<>();
    for (String value : values) {
      int ordinal = answers.size() + 1;
      answers.add(new CountedAnswer(ordinal, "w" + ordinal, value, Instant.EPOCH));
    }
    model.estimate(task, new TaskAnswers(null, answers));
  }

  private static Map<Long, String> found(Revisions revisions) {
    Map<Long, String> values = new HashMap<>();
    revisions
        .next(POOL.consensus())
        .forEach((task, estimate) -> values.put(task, estimate.value()));
    return values;
  }
}
