package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertAccepted;

import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.Estimate;

/** What a task does with what its pool's model says of its answers. */
class EstimateRulesTest {
  private static final String POSTERIOR =
      "redundancy: {answers: 2, max: 4}, answer: {choices: ['a', 'b']},"
          + " consensus: {rule: 'posterior', threshold: 0.9}";

  @Test
  void answersThatAreWeighedSettleNothingByThemselves() {
    var task = RuledTask.of(POSTERIOR);

    task.answered("ann", "a");
    task.answered("bob", "a");

    assertThat(task.open()).isTrue();
    assertThat(task.redundancy()).isEqualTo(2);
    assertThat(task.claim("cid")).isInstanceOf(Decision.Refused.class);
  }

  @Test
  void aLikelyValueSettlesTheTaskAndItsConfidenceIsStored() {
    var task = RuledTask.of(POSTERIOR);
    task.answered("ann", "a");
    task.answered("bob", "a");

    task.consider("a", 0.97);

    assertThat(task.ended().outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(task.ended().value()).isEqualTo("\"a\"");
    assertThat(task.ended().confidence()).isEqualTo(0.97);
  }

  @Test
  void oneAnswerAfterTheOtherIsBoughtUntilTheMaximumAndThenItIsContested() {
    var task = RuledTask.of(POSTERIOR);
    task.answered("ann", "a");
    task.answered("bob", "b");
    task.consider("a", 0.6);
    assertThat(task.redundancy()).isEqualTo(3);
    task.answered("cid", "b");
    task.consider("b", 0.7);
    assertThat(task.redundancy()).isEqualTo(4);
    task.answered("dee", "a");

    task.consider("a", 0.6);

    assertThat(task.ended().outcome()).isEqualTo(OutcomeKind.CONTESTED);
    assertThat(task.ended().reason()).isEqualTo("posterior-below-threshold");
    assertThat(task.ended().value()).isNull();
    assertThat(task.ended().confidence()).isEqualTo(0.6);
  }

  @Test
  void fewerAnswersThanThePoolWantsAtFirstSettleNothingHoweverLikely() {
    var task = RuledTask.of(POSTERIOR);
    task.answered("ann", "a");

    assertThat(task.consider("a", 0.99).events()).isEmpty();
  }

  @Test
  void whoStillHoldsTheTaskIsRecalledWhenItSettles() {
    var task = RuledTask.of(POSTERIOR);
    task.setRedundancy(3);
    task.answered("ann", "a");
    task.answered("bob", "a");
    int cid = task.leased("cid");

    task.consider("a", 0.95);

    assertThat(task.turn(cid).status()).isEqualTo(Assignment.Status.REVOKED);
    assertThat(task.ended().outcome()).isEqualTo(OutcomeKind.RESOLVED);
  }

  @Test
  void anEstimateOfOtherAnswersThanThoseThatCountNowDecidesNothing() {
    var task = RuledTask.of(POSTERIOR);
    task.answered("ann", "a");
    task.answered("bob", "a");

    assertThat(task.consider("a", 0.99, List.of(1)).events()).isEmpty();
    assertThat(task.consider("a", 0.99, List.of(1, 3)).events()).isEmpty();
    assertThat(task.open()).isTrue();
  }

  @Test
  void theSameEstimateTwiceDecidesOnce() {
    var task = RuledTask.of(POSTERIOR);
    task.answered("ann", "a");
    task.answered("bob", "b");
    task.consider("a", 0.6);

    assertThat(task.consider("a", 0.6).events()).isEmpty();
    assertThat(task.redundancy()).isEqualTo(3);
  }

  @Test
  void aTaskThatWasReopenedIsNotSettledAgainBeforeItHasAnAnswerMore() {
    var task = RuledTask.of(POSTERIOR);
    task.answered("ann", "a");
    task.answered("bob", "a");
    task.consider("a", 0.97);
    task.reopen(null);

    assertThat(task.consider("a", 0.97).events()).isEmpty();
    task.answered("cid", "a");
    task.consider("a", 0.98);

    assertThat(task.ended().confidence()).isEqualTo(0.98);
  }

  @Test
  void aReopenedTaskThatIsToHaveNoMoreAfterAllIsDecided() {
    var task = RuledTask.of(POSTERIOR);
    task.answered("ann", "a");
    task.answered("bob", "a");
    task.consider("a", 0.97);
    task.reopen(null);
    task.setRedundancy(2);

    task.consider("a", 0.97);

    assertThat(task.ended().outcome()).isEqualTo(OutcomeKind.RESOLVED);
  }

  @Test
  void allAnswersAreTakenWhereTheNumberIsFixedAndTheLikeliestValueIsTheOutcome() {
    var task =
        RuledTask.of(
            "redundancy: {answers: 2}, answer: {choices: ['a', 'b']},"
                + " consensus: {rule: 'fixed', aggregator: 'dawid-skene'}");
    task.answered("ann", "a");
    assertThat(task.consider("a", 1).events()).isEmpty();
    task.answered("bob", "b");

    assertAccepted(task.consider("b", 0.51), 0);

    assertThat(task.ended().value()).isEqualTo("\"b\"");
  }

  @Test
  void aGoldTakesAllAnswersItWantsToKnowItsWorkers() {
    var task = RuledTask.gold(POSTERIOR, "a");
    task.setRedundancy(3);
    task.answered("ann", "a");
    task.answered("bob", "a");
    assertThat(task.consider("a", 1).events()).isEmpty();
    task.answered("cid", "b");

    task.consider("a", 1);

    assertThat(task.ended().value()).isEqualTo("\"a\"");
    assertThat(task.ended().turns().counted()).isEqualTo(3);
  }

  @Test
  void twoValuesAsLikelyAsEachOtherAreContested() {
    var task =
        RuledTask.of(
            "redundancy: {answers: 1}, answer: {choices: ['a', 'b']},"
                + " consensus: {rule: 'fixed', aggregator: 'one-coin'}");
    task.answered("ann", "a");

    task.consider("a", 0.5);

    assertThat(task.ended().reason()).isEqualTo("tie");
  }

  @Test
  void leadLooksAtTheTwoLikeliestOnly() {
    var task = RuledTask.of(POSTERIOR.replace("'posterior'", "'lead'"));
    task.answered("ann", "a");
    task.answered("bob", "a");
    var estimate = new Estimate("\"a\"", 0.7, 0.92, 0.8, null, List.of(1, 2));

    task.carryOut(task.rules().consider(task.state(), estimate, task.now()));

    assertThat(task.ended().confidence()).isEqualTo(0.7);
  }

  @Test
  void answersAreBoughtForAsLongAsSomeNumberOfThemGainsMoreThanItCosts() {
    var task = RuledTask.of(WORTH.replace("WORTH", "30"));
    task.answered("ann", "a");
    task.answered("bob", "a");

    task.consider("a", 0.8);
    assertThat(task.redundancy())
        .as("one answer more changes nothing, two gain 0.096 each 30 prices: 2.88 for 2")
        .isEqualTo(3);
    task.answered("cid", "a");
    task.consider("a", 0.99);

    assertThat(task.ended().outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(task.ended().confidence()).isEqualTo(0.99);
  }

  @Test
  void whatIsNotWorthAnotherAnswerIsSettledOnTheLikeliestOrContestedWhereThatIsNotLikelyEnough() {
    var cheap = RuledTask.of(WORTH.replace("WORTH", "20"));
    cheap.answered("ann", "a");
    cheap.answered("bob", "a");
    cheap.consider("a", 0.8);
    var strict = RuledTask.of(WORTH.replace("WORTH", "20, threshold: 0.9"));
    strict.answered("ann", "a");
    strict.answered("bob", "a");
    strict.consider("a", 0.8);

    assertThat(cheap.ended().value()).isEqualTo("\"a\"");
    assertThat(strict.ended().outcome()).isEqualTo(OutcomeKind.CONTESTED);
    assertThat(strict.ended().reason()).isEqualTo("no-answer-more-is-worth-its-price");
  }

  @Test
  void theMaximumEndsItHoweverMuchARightOutcomeIsWorth() {
    var task = RuledTask.of(WORTH.replace("WORTH", "1e9, threshold: 0.9"));
    task.answered("ann", "a");
    assertThat(task.consider("a", 0.99).events()).as("fewer than are wanted at first").isEmpty();
    task.answered("bob", "b");
    task.consider("a", 0.6);
    task.answered("cid", "b");
    task.consider("b", 0.6);
    task.answered("dee", "a");
    task.consider("a", 0.6);

    assertThat(task.ended().reason()).isEqualTo("posterior-below-threshold");
  }

  @Test
  void aTaskThatWantsMoreThanTheMaximumHasRoomForThem() {
    var task = RuledTask.of(WORTH.replace("max: 4", "max: 2").replace("WORTH", "30"));
    task.setRedundancy(4);
    task.answered("ann", "a");
    task.answered("bob", "a");

    assertThat(task.consider("a", 0.8).events()).isEmpty();
    task.answered("cid", "a");
    task.consider("a", 0.99);
    assertThat(task.ended().value()).isEqualTo("\"a\"");
  }

  private static final String WORTH =
      "redundancy: {answers: 2, max: 4}, answer: {choices: ['a', 'b']},"
          + " consensus: {rule: 'expected-value', worth: WORTH}";

  @Test
  void votesThatWeighAreCountedAsVotesAre() {
    var task =
        RuledTask.of(
            "redundancy: {answers: 2, max: 4}, answer: {choices: ['a', 'b']},"
                + " consensus: {rule: 'agreement', matching: 2, threshold: 0.6, aggregator:"
                + " 'weighted-majority'}");
    task.answered("ann", "a");
    task.answered("bob", "b");
    task.consider(Estimate.of(new Aggregate("\"a\"", 1.5, 1.5, 1, 2.5, 2), List.of(1, 2)));
    assertThat(task.redundancy()).isEqualTo(3);
    task.answered("cid", "a");

    task.consider(Estimate.of(new Aggregate("\"a\"", 2.25, 2.25, 1, 3.25, 3), List.of(1, 2, 3)));

    assertThat(task.ended().value()).isEqualTo("\"a\"");
    assertThat(task.ended().confidence()).isEqualTo(2.25 / 3.25);
  }
}
