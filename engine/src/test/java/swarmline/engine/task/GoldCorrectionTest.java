package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.task.TaskEvent.GoldCorrected;
import swarmline.engine.task.TaskEvent.SettlementAdjusted;
import swarmline.engine.task.TaskEvent.TaskEnded;
import swarmline.engine.task.TaskEvent.TaskReconsidered;

class GoldCorrectionTest {
  private static final String QUIZ = "gold: {every: 1, answers: 3}, reward: {amount: 7}";
  private static final String RULES =
      ", rules: [{name: 'g', collect: 'wrong-golds', atLeast: 1, then: [{action: 'notify'}]}]";
  private static final String UNPAID_WHEN_WRONG =
      "gold: {every: 1, answers: 3}, reward: {amount: 7, wrongGolds: 'no-pay'}";

  @Test
  void anEndedGoldIsReconsideredAndEndsWithItsNewTruth() {
    RuledTask gold = ended(QUIZ);
    Decision decision = gold.correctGold("dog");
    assertThat(decision.events())
        .extracting(Object::getClass)
        .isEqualTo(List.of(TaskReconsidered.class, GoldCorrected.class, TaskEnded.class));
    assertThat(gold.ended().value()).isEqualTo("\"dog\"");
    assertThat(gold.ended().confidence()).isEqualTo(1);
  }

  @Test
  void theSameCorrectionAgainChangesNothing() {
    RuledTask gold = ended(UNPAID_WHEN_WRONG + RULES);
    gold.correctGold("dog");
    RuledTask.assertRepeated(gold.correctGold("dog"), 0);
  }

  @Test
  void anOpenGoldGoesOnWithItsNewTruth() {
    RuledTask gold = RuledTask.gold(QUIZ, "cat");
    gold.answered("ann", "cat");
    assertThat(gold.correctGold("dog").events())
        .containsExactly(new GoldCorrected("\"dog\"", gold.now()));
    gold.answered("bob", "cat");
    gold.answered("cid", "cat");
    assertThat(gold.ended().value()).isEqualTo("\"dog\"");
  }

  @Test
  void whoWasRightAndIsWrongGivesBackWhatWrongAnswersDoNotEarnAndTheOtherWayRound() {
    RuledTask gold = ended(UNPAID_WHEN_WRONG);
    assertThat(settled(gold)).containsExactly(7L, 7L, 0L);
    gold.correctGold("dog");
    assertThat(adjustments(gold)).containsExactly(-7L, -7L, 7L);
    assertThat(gold.turn(6).worker()).isEqualTo("cid");
    assertThat(gold.turn(6).status()).isEqualTo(Assignment.Status.ADJUSTED);
    assertThat(gold.turn(6).settlement()).isEqualTo(new Settlement(Verdict.ADJUSTED, 7, "USD"));
    assertThat(gold.turn(3).settlement()).isEqualTo(new Settlement(Verdict.APPROVED, 0, "USD", 7L));
  }

  @Test
  void twoCorrectionsComeToWhatTheLastAloneWouldHave() {
    RuledTask gold = ended(UNPAID_WHEN_WRONG);
    gold.correctGold("dog");
    gold.correctGold("cat");
    assertThat(paid(gold, "ann")).isEqualTo(7);
    assertThat(paid(gold, "bob")).isEqualTo(7);
    assertThat(paid(gold, "cid")).isZero();
  }

  @Test
  void nobodyGivesBackAnythingWhereWrongAnswersArePaid() {
    RuledTask gold = ended(UNPAID_WHEN_WRONG);
    gold.policy("lease: {seconds: 60}, " + QUIZ);
    gold.correctGold("dog");
    assertThat(adjustments(gold)).containsExactly(7L);
    assertThat(paid(gold, "cid")).isEqualTo(7);
  }

  @Test
  void whoWasRightAllAlongIsPaidWhatTheAnswerWouldHaveEarnedThen() {
    RuledTask gold = ended(UNPAID_WHEN_WRONG);
    gold.policy(
        "lease: {seconds: 60}, gold: {every: 1, answers: 3},"
            + " reward: {amount: 9, wrongGolds: 'no-pay'}");
    gold.correctGold("dog");
    assertThat(adjustments(gold)).containsExactly(-7L, -7L, 7L);
    gold.correctGold("cat");
    assertThat(paid(gold, "ann")).isEqualTo(7);
    assertThat(paid(gold, "cid")).isZero();
  }

  @Test
  void nobodyGivesBackWhatAWrongAnswerEarnedWhenItWasGiven() {
    RuledTask gold = ended(QUIZ);
    gold.policy("lease: {seconds: 60}, " + UNPAID_WHEN_WRONG);
    gold.correctGold("dog");
    assertThat(adjustments(gold)).isEmpty();
    assertThat(paid(gold, "ann")).isEqualTo(7);
  }

  @Test
  void wherePayStaysTheSameOnlyPoolsWithRulesHearOfIt() {
    RuledTask gold = ended(QUIZ + RULES);
    gold.correctGold("dog");
    assertThat(adjustments(gold)).containsExactly(0L, 0L, 0L);
  }

  @Test
  void aRejectedAnswerStaysUnpaid() {
    RuledTask gold = RuledTask.gold(UNPAID_WHEN_WRONG + ", review: {mode: 'manual'}", "cat");
    gold.answered("ann", "dog");
    gold.review(1, false);
    gold.correctGold("dog");
    assertThat(adjustments(gold)).isEmpty();
  }

  @Test
  void anAnswerUnderReviewIsSettledByTheNewTruth() {
    RuledTask gold = RuledTask.gold(UNPAID_WHEN_WRONG + ", review: {mode: 'manual'}", "cat");
    gold.answered("ann", "dog");
    gold.correctGold("dog");
    gold.review(1, true);
    assertThat(gold.turn(1).settlement().amount()).isEqualTo(7);
  }

  @Test
  void aGoldThatIsOfferedLikeAnyTaskKeepsTheOutcomeThatItsAnswersCameTo() {
    RuledTask gold = RuledTask.gold("redundancy: {answers: 1}" + RULES, "cat");
    gold.answered("ann", "cat");
    gold.correctGold("dog");
    assertThat(gold.ended().value()).isEqualTo("\"cat\"");
    assertThat(adjustments(gold)).containsExactly(0L);
  }

  @Test
  void inAPoolThatWeighsTheTaskWaitsForWhatItsAnswersComeToNow() {
    RuledTask gold =
        RuledTask.gold(
            "answer: {choices: ['cat', 'dog']}, redundancy: {answers: 1},"
                + " consensus: {rule: 'posterior'}",
            "cat");
    gold.answered("ann", "cat");
    gold.consider("cat", 1);
    gold.correctGold("dog");
    assertThat(gold.open()).isTrue();
    gold.consider("dog", 1);
    assertThat(gold.ended().value()).isEqualTo("\"dog\"");
  }

  @Test
  void aCancelledGoldStaysCancelled() {
    RuledTask gold = RuledTask.gold(QUIZ + RULES, "cat");
    gold.answered("ann", "cat");
    gold.end(OutcomeKind.CANCELLED);
    gold.correctGold("dog");
    assertThat(gold.ended().outcome()).isEqualTo(OutcomeKind.CANCELLED);
    assertThat(adjustments(gold)).containsExactly(0L);
  }

  @Test
  void anAdjustmentIsNoAssignmentThatAnybodyCouldAnswer() {
    RuledTask gold = ended(UNPAID_WHEN_WRONG);
    gold.correctGold("dog");
    RuledTask.assertRefused(gold.submit(6, "cid", "cat"), Refusal.UNKNOWN_ASSIGNMENT);
    RuledTask.assertRefused(gold.renew(6, "cid"), Refusal.UNKNOWN_ASSIGNMENT);
  }

  @Test
  void onlyGoldsHaveATruthToCorrect() {
    RuledTask task = RuledTask.of("redundancy: {answers: 1}");
    RuledTask.assertRefused(task.correctGold("dog"), Refusal.TASK_NO_GOLD);
  }

  @Test
  void aTruthMustBeAnAnswerThatThePoolWouldTake() {
    RuledTask gold = RuledTask.gold("answer: {choices: ['cat', 'dog']}, " + QUIZ, "cat");
    RuledTask.assertRefused(gold.correctGold("cow"), Refusal.INVALID_ANSWER);
  }

  /** Two say cat, which is declared, and one says dog. */
  private static RuledTask ended(String pool) {
    RuledTask gold = RuledTask.gold(pool, "cat");
    gold.answered("ann", "cat");
    gold.answered("bob", "cat");
    gold.answered("cid", "dog");
    assertThat(gold.ended().value()).isEqualTo("\"cat\"");
    return gold;
  }

  private static List<Long> settled(RuledTask gold) {
    return gold.state().turns().all().stream().map(turn -> turn.settlement().amount()).toList();
  }

  private static List<Long> adjustments(RuledTask gold) {
    return gold.journal().stream()
        .filter(SettlementAdjusted.class::isInstance)
        .map(event -> ((SettlementAdjusted) event).settlement().amount())
        .toList();
  }

  private static long paid(RuledTask gold, String worker) {
    return gold.state().turns().all().stream()
        .filter(turn -> turn.worker().equals(worker))
        .mapToLong(turn -> turn.settlement().amount())
        .sum();
  }
}
