package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;

/** A gold that is mixed in among workers' tasks. */
class MixedGoldTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final String POOL = "lease: {seconds: 60}, gold: {every: 5, answers: 3}";

  private TaskRules rules = rules(POOL);
  private TaskState state = TaskState.untouched();

  @Test
  void itTakesAllAnswersItWantsHoweverTheyDifferAndEndsWithItsTruth() {
    answer("ann", "\"b\"");
    answer("bob", "\"b\"");
    assertThat(state).isInstanceOf(TaskState.Open.class);
    answer("cid", "\"c\"");

    TaskState.Ended ended = (TaskState.Ended) state;
    assertThat(ended.outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(ended.value()).isEqualTo("\"a\"");
    assertThat(ended.confidence()).isEqualTo(1);
  }

  @Test
  void whereAnswersAreWeighedItEndsTheSameWay() {
    rules = rules(POOL + ", answer: {choices: ['a', 'b', 'c']}, consensus: {rule: 'posterior'}");
    answer("ann", "\"b\"");
    answer("bob", "\"b\"");
    answer("cid", "\"b\"");

    assertThat(((TaskState.Ended) state).value()).isEqualTo("\"a\"");
  }

  @Test
  void itsTurnsAreCountedFromWhereTheTaskBegins() {
    rules = new TaskRules(new TaskTerms(rules.terms().pool(), rules.terms().definition(), 71_234));

    assertThat(claim("ann")).isEqualTo(71_234);
    assertThat(claim("bob")).isEqualTo(71_235);
    carryOut(rules.submit(state, 71_235, "bob", "\"a\"", NOW));

    assertThat(state.turns().of(71_235).orElseThrow().answer()).isEqualTo("\"a\"");
    assertThat(state.turns().of(71_234).orElseThrow().live()).isTrue();
    for (int none : new int[] {1, 2, 71_233, 71_236}) {
      Decision decision = rules.submit(state, none, "ann", "\"a\"", NOW);
      assertThat(((Decision.Refused) decision).refusal()).isEqualTo(Refusal.UNKNOWN_ASSIGNMENT);
    }
    TaskInvariants.check(state, rules.terms());
  }

  @Test
  void nobodyGetsItTwiceHoweverTheFirstTurnEnded() {
    int ordinal = claim("ann");
    carryOut(rules.giveBack(state, ordinal, "ann", null, NOW));
    assertRefused("ann", Refusal.GIVEN_BACK_BEFORE);
    claim("bob");
    assertRefusedAt("bob", NOW.plusSeconds(61));
    int third = claim("cid");
    carryOut(rules.revoke(state, third, RevokeReason.POOL_CLOSED, NOW));
    assertRefused("cid", Refusal.GIVEN_BACK_BEFORE);
    answer("dee", "\"a\"");
    assertRefused("dee", Refusal.ALREADY_ANSWERED);

    assertThat(rules.excluded(state)).containsExactly("ann", "bob", "cid", "dee");
  }

  @Test
  void inAPoolThatMixesNothingInAGoldIsOfferedAgainLikeAnyTask() {
    rules = rules("lease: {seconds: 60}");
    int ordinal = claim("ann");
    carryOut(rules.giveBack(state, ordinal, "ann", null, NOW));

    assertThat(rules.claim(state, "ann", null, NOW)).isInstanceOf(Decision.Accepted.class);
  }

  private void assertRefused(String worker, Refusal why) {
    Decision decision = rules.claim(state, worker, null, NOW);
    assertThat(((Decision.Refused) decision).refusal()).isEqualTo(why);
  }

  private void assertRefusedAt(String worker, Instant at) {
    Decision decision = rules.claim(state, worker, null, at);
    carryOut(decision);
    assertThat(((Decision.Refused) decision).refusal()).isEqualTo(Refusal.GIVEN_BACK_BEFORE);
  }

  private int claim(String worker) {
    Decision.Accepted granted = (Decision.Accepted) rules.claim(state, worker, null, NOW);
    carryOut(granted);
    return granted.ordinal();
  }

  private void answer(String worker, String answer) {
    int ordinal = claim(worker);
    carryOut(rules.submit(state, ordinal, worker, answer, NOW));
  }

  private void carryOut(Decision decision) {
    List<TaskEvent> events = decision.events();
    events.forEach(event -> state = TaskState.after(state, event));
  }

  private static TaskRules rules(String spec) {
    return new TaskRules(
        new TaskTerms(
            Specs.spec(spec),
            new TaskDefinition(
                RuledTask.ID, null, "{}", 0, null, Set.of(), Set.of(), NOW, "\"a\"", null)));
  }
}
