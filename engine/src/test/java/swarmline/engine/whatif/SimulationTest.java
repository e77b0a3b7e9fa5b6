package swarmline.engine.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.PoolSpec;

class SimulationTest {
  private static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");
  private static final String CHOICES = "answer: {choices: ['a', 'b']}, redundancy: {answers: 3}, ";

  @Test
  void majorityOfThreeBuysTheThirdAnswerOnlyWhereTheFirstTwoDiffer() {
    Simulated result =
        simulate(
            CHOICES + "consensus: {rule: 'agreement', matching: 2}",
            task(1, null, "aaa"),
            task(2, null, "abb"),
            task(3, null, "ab"));

    assertThat(result.tasks()).isEqualTo(3);
    assertThat(result.answers()).as("2 + 3 + 2").isEqualTo(7);
    assertThat(result.resolved()).isEqualTo(2);
    assertThat(result.undecided()).as("task 3 has no third answer").isEqualTo(1);
    assertThat(result.contested()).isEmpty();
  }

  @Test
  void tasksThatComeToNoValueAreCountedByReason() {
    Simulated result =
        simulate(
            "answer: {choices: ['a', 'b']}, redundancy: {answers: 2}",
            task(1, null, "ab"),
            task(2, null, "aa"),
            task(3, null, "ba"));

    assertThat(result.contested()).isEqualTo(Map.of("tie", 2));
    assertThat(result.resolved()).isEqualTo(1);
  }

  @Test
  void goldsAreWhatItIsMeasuredByAndAreNotToldToIt() {
    Simulated result =
        simulate(
            CHOICES + "consensus: {aggregator: 'crowd'}",
            task(1, "\"a\"", "aab"),
            task(2, "\"a\"", "bbb"),
            task(3, "\"b\"", "bb"));

    assertThat(result.golds()).as("task 3 is not decided").isEqualTo(new Compared(3, 2, 1));
    assertThat(result.outcomes()).isEqualTo(Compared.NONE);
  }

  @Test
  void valuesAreHeldAgainstTheOutcomesOfTasksThatAreNoGolds() {
    List<RecordedTask> tasks =
        List.of(outcome(1, "\"a\"", "aab"), outcome(2, "\"b\"", "aab"), outcome(3, null, "abb"));

    Simulated result = Simulation.of(POOL, Specs.spec(CHOICES + "priority: 0"), tasks);

    assertThat(result.outcomes()).isEqualTo(new Compared(2, 2, 1));
  }

  @Test
  void aTaskThatSaysItsOwnRedundancyKeepsIt() {
    List<CountedAnswer> answers = task(1, null, "aab").answers();
    var own = new RecordedTask(1, 2, null, null, answers);

    assertThat(Simulation.of(POOL, Specs.spec(CHOICES + "priority: 0"), List.of(own)).answers())
        .isEqualTo(2);
  }

  @Test
  void oneAnswerIsEnoughOfWhoAgreedOftenWherePoolsTrust() {
    List<RecordedTask> tasks = new ArrayList<>();
    for (int number = 1; number <= 10; number++) {
      Instant at = Instant.ofEpochSecond(10L * number);
      tasks.add(
          new RecordedTask(
              number,
              null,
              null,
              null,
              List.of(
                  new CountedAnswer(1, "ann", "\"a\"", at),
                  new CountedAnswer(2, "bob", "\"a\"", at.plusSeconds(1)))));
    }
    String trusted = "redundancy: {answers: 2, trusted: {after: 3, spotChecks: %s}}";

    Simulated alone = Simulation.of(POOL, Specs.spec(trusted.formatted("1e-9")), tasks);
    assertThat(alone.answers()).as("3 tasks of two answers, 7 of one").isEqualTo(13);
    assertThat(alone.resolved()).isEqualTo(10);
    assertThat(Simulation.of(POOL, Specs.spec(trusted.formatted("1")), tasks).answers())
        .as("every task is checked")
        .isEqualTo(20);
  }

  @Test
  void aSurerPolicyBuysNoFewerAnswers() {
    List<RecordedTask> tasks = crowd(80);
    int before = 0;
    for (String lead : List.of("0.55", "0.8", "0.95", "0.999")) {
      Simulated result =
          Simulation.of(
              POOL,
              Specs.spec(
                  "answer: {choices: ['a', 'b']}, redundancy: {answers: 2, max: 9},"
                      + " consensus: {rule: 'lead', threshold: "
                      + lead
                      + "}"),
              tasks);

      assertThat(result.answers()).isGreaterThanOrEqualTo(before);
      before = result.answers();
    }
    assertThat(before).isGreaterThan(3 * 80);
  }

  @Test
  void theSamePolicyAndAnswersComeToTheSame() {
    PoolSpec spec =
        Specs.spec(
            "answer: {choices: ['a', 'b']}, redundancy: {answers: 2, max: 9},"
                + " consensus: {rule: 'expected-value'}");
    List<RecordedTask> tasks = crowd(60);
    List<RecordedTask> turned = new ArrayList<>(tasks);
    java.util.Collections.reverse(turned);

    assertThat(Simulation.of(POOL, spec, turned)).isEqualTo(Simulation.of(POOL, spec, tasks));
  }

  /** Nine answers on each task, three of four right. */
  private static List<RecordedTask> crowd(int tasks) {
    var random = new Random(4);
    List<RecordedTask> all = new ArrayList<>();
    for (int task = 1; task <= tasks; task++) {
      var letters = new StringBuilder();
      for (int i = 0; i < 9; i++) {
        letters.append(random.nextInt(4) > 0 ? 'a' : 'b');
      }
      all.add(task(task, "\"a\"", letters.toString()));
    }
    return all;
  }

  private static Simulated simulate(String spec, RecordedTask... tasks) {
    return Simulation.of(POOL, Specs.spec(spec), List.of(tasks));
  }

  private static RecordedTask task(long number, String gold, String letters) {
    List<CountedAnswer> answers = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      answers.add(
          new CountedAnswer(
              i + 1,
              "w" + (number + i) % 11,
              "\"" + letters.charAt(i) + "\"",
              Instant.ofEpochSecond(100L * i + number)));
    }
    return new RecordedTask(number, null, gold, null, answers);
  }

  private static RecordedTask outcome(long number, String outcome, String letters) {
    return new RecordedTask(number, null, null, outcome, task(number, null, letters).answers());
  }
}
