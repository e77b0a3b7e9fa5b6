package swarmline.loadtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import swarmline.loadtest.replay.Crowd.Answer;
import swarmline.loadtest.replay.Replayed.Decision;

/** Worked by hand: four items; 1 and 2 go to the truth, 3 is a tie, 4 goes wrong. */
class ScoreTest {
  private static final List<Answer> ANSWERS =
      answers("1 a x", "1 b x", "1 c y", "2 a y", "2 b y", "3 a x", "3 b y", "4 a y", "4 b y");
  private static final Crowd CROWD =
      new Crowd("hand", ANSWERS, Map.of("1", "x", "2", "y", "3", "x", "4", "x"));

  @Test
  void aTieCountsHalfInAMajority() {
    assertThat(Score.majority(CROWD)).isEqualTo((1 + 1 + 0.5 + 0) / 4);
  }

  @Test
  void allAnswersAtTheSameCostAreTheMajorityOfAll() {
    Crowd even =
        new Crowd("even", answers("1 a x", "1 b x", "2 a x", "2 b y"), Map.of("1", "x", "2", "y"));

    assertThat(Score.majorityAtCost(even, 4, 1)).isEqualTo(Score.majority(even));
    assertThat(Score.majorityAtCost(even, 0, 1)).isZero();
    assertThat(Score.majorityAtCost(even, 2, 1)).isCloseTo(0.75, within(0.2));
  }

  @Test
  void anItemThatTheServerLeftOpenCountsByTheAnswersItTook() {
    Map<String, Decision> decisions =
        Map.of("1", decided("x", 0.9), "3", new Decision("contested", "", 0.5));

    assertThat(Score.accuracy(replayed(decisions))).isEqualTo((1 + 1 + 0.5 + 0) / 4);
  }

  @Test
  void anItemWithoutADecidedValueCountsByTheServersEstimateWhereThereIsOne() {
    Map<String, Decision> decisions =
        Map.of("1", decided("x", 0.9), "3", new Decision("contested", "", 0.5));
    Map<String, Decision> estimates =
        Map.of("1", decided("y", 0.6), "3", decided("x", 0.6), "4", decided("x", 0.7));
    var replayed = new Replayed(CROWD, null, 1, Set.of(), CROWD.byItem(), decisions, estimates, 1);

    assertThat(Score.accuracy(replayed)).isEqualTo(1);
    assertThat(Score.estimated(replayed)).isEqualTo(0.5);
    assertThat(Score.estimateError(replayed))
        .isCloseTo((Math.abs(1.2 - 1) + Math.abs(0.7 - 1)) / 3, within(1e-9));
    assertThat(Score.estimated(replayed(decisions))).isNaN();
  }

  @Test
  void goldsAreNotScored() {
    Map<String, Decision> decisions = Map.of("1", decided("x", 1), "4", decided("x", 1));
    var replayed =
        new Replayed(CROWD, null, 1, Set.of("4", "3"), CROWD.byItem(), decisions, decisions, 1);

    assertThat(replayed.truth()).containsOnlyKeys("1", "2");
    assertThat(Score.accuracy(replayed)).isEqualTo(1);
    assertThat(Score.estimated(replayed)).isEqualTo(0.5);
  }

  @Test
  void goldsAreAShareOfAllItemsAmongThoseWhoseTruthIsKnown() {
    assertThat(CROWD.golds(0.5, 7)).hasSize(2).isSubsetOf("1", "2", "3", "4");
    assertThat(CROWD.golds(0.5, 7)).isEqualTo(CROWD.golds(0.5, 7));
    assertThat(CROWD.golds(0, 7)).isEmpty();
    assertThat(new Crowd("none", ANSWERS, Map.of("1", "z")).golds(1, 7)).isEmpty();
  }

  @Test
  void calibrationErrorIsTheDistanceOfConfidenceFromAccuracy() {
    Map<String, Decision> decisions =
        Map.of(
            "1", decided("x", 0.95),
            "4", decided("y", 0.95),
            "2", decided("y", 0.65));

    assertThat(Score.calibrationError(replayed(decisions)))
        .isCloseTo((Math.abs(1.9 - 1) + Math.abs(0.65 - 1)) / 3, within(1e-9));
  }

  @Test
  void aRowHasTheMeansOfTheSeeds() {
    Replayed right = replayed(Map.of("3", decided("x", 1), "4", decided("x", 1)));
    Replayed wrong = replayed(Map.of("3", decided("y", 1), "4", decided("y", 1)));

    assertThat(ReplayTable.row(List.of(right, wrong))).contains("hand", "0.750", "1.000");
    assertThat(ReplayTable.json(List.of(right, wrong)).path("accuracy").path("each"))
        .extracting(each -> each.asDouble())
        .containsExactly(1.0, 0.5);
  }

  private static Replayed replayed(Map<String, Decision> decisions) {
    var policy = new Policy("all", new ObjectMapper().createObjectNode().put("rule", "fixed"));
    return new Replayed(CROWD, policy, 1, Set.of(), CROWD.byItem(), decisions, Map.of(), 1);
  }

  private static Decision decided(String value, double confidence) {
    return new Decision("resolved", value, confidence);
  }

  private static List<Answer> answers(String... rows) {
    List<Answer> answers = new ArrayList<>();
    for (String row : rows) {
      String[] fields = row.split(" ", -1);
      answers.add(new Answer(fields[0], fields[1], fields[2]));
    }
    return answers;
  }
}
