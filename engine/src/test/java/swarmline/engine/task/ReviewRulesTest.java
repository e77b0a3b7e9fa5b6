package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertAccepted;
import static swarmline.engine.task.RuledTask.assertRefused;
import static swarmline.engine.task.RuledTask.assertRepeated;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReviewRulesTest {

  @Test
  void withManualReviewAnAnswerCountsAndWaitsForItsVerdict() {
    var task = manual(2);

    task.answered("ann", "yes");

    assertThat(task.turn(1).status()).isEqualTo(Assignment.Status.SUBMITTED);
    assertThat(task.turn(1).counted()).isTrue();
    assertThat(task.turn(1).settlement()).isNull();
    assertThat(task.rules().nextLook(task.state())).isEmpty();
  }

  @Test
  void anApprovalPaysAndIsTheSameWhenSentAgain() {
    var task = manual(2);
    task.answered("ann", "yes");

    assertAccepted(task.review(1, true), 1);

    assertThat(task.turn(1).settlement())
        .isEqualTo(new Settlement(Settlement.Verdict.APPROVED, 7, "USD"));
    assertRepeated(task.review(1, true), 1);
    assertRefused(task.review(1, false), Refusal.ALREADY_REVIEWED);
  }

  @Test
  void aRejectionFreesTheSlotPaysNothingAndKeepsTheWorkerAway() {
    var task = manual(2);
    task.answered("ann", "yes");

    assertAccepted(task.review(1, false), 1);

    assertThat(task.turn(1).counted()).isFalse();
    assertThat(task.turn(1).settlement().amount()).isZero();
    assertThat(task.state().turns().taken()).isZero();
    assertRepeated(task.review(1, false), 1);
    assertRefused(task.review(1, true), Refusal.ALREADY_REVIEWED);
    assertRefused(task.claim("ann"), Refusal.ALREADY_ANSWERED);
  }

  @Test
  void aRejectionOfAnEndedTasksAnswerLeavesItsOutcome() {
    var task = manual(1);
    task.answered("ann", "yes");

    task.review(1, false);

    assertThat(task.ended().value()).isEqualTo("\"yes\"");
    assertThat(task.state().turns().counted()).isZero();
  }

  @Test
  void aRejectionMayLeaveAnswersThatAgree() {
    var task =
        RuledTask.of(
            "redundancy: {answers: 3, max: 7}, review: {mode: 'manual'},"
                + " consensus: {rule: 'agreement', matching: 2, threshold: 0.75}");
    task.answered("ann", "yes");
    task.answered("bob", "no");
    task.answered("cid", "yes");
    assertThat(task.open()).isTrue();

    task.review(2, false);

    assertThat(task.ended().value()).isEqualTo("\"yes\"");
    assertThat(task.ended().confidence()).isEqualTo(1.0);
  }

  @Test
  void onlyAnAnswerIsReviewed() {
    var task = manual(9);
    task.leased("ann");
    task.giveBack(task.leased("bob"), "bob");
    task.skip(task.leased("cid"), "cid");
    task.revoke(task.leased("dan"));

    for (int ordinal = 1; ordinal <= 4; ordinal++) {
      assertRefused(task.review(ordinal, true), Refusal.NOT_SUBMITTED);
    }
  }

  @Test
  void answersAreApprovedByThemselvesAtTheirTimeAlsoAfterTheEnd() {
    var task = RuledTask.of("review: {mode: 'auto', afterSeconds: 100}, reward: {amount: 7}");
    task.answered("ann", "yes");
    assertThat(task.ended().outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(task.rules().nextLook(task.state())).contains(task.now().plusSeconds(100));

    task.later(Duration.ofSeconds(100).minusNanos(1));
    assertThat(task.look().events()).isEmpty();
    task.later(Duration.ofNanos(1)).look();

    assertThat(task.turn(1).settlement())
        .isEqualTo(new Settlement(Settlement.Verdict.APPROVED, 7, "USD"));
    assertThat(task.look().events()).isEmpty();
    assertThat(task.rules().nextLook(task.state())).isEmpty();
  }

  @Test
  void aReviewMayComeBeforeTheApprovalOfItself() {
    var task = RuledTask.of("review: {mode: 'auto', afterSeconds: 100}");
    task.answered("ann", "yes");

    assertAccepted(task.later(50).review(1, false), 1);

    assertThat(task.later(100).look().events()).isEmpty();
    assertThat(task.turn(1).status()).isEqualTo(Assignment.Status.REJECTED);
  }

  @Test
  void whatWaitsForAReviewIsApprovedOnceThePoolNoLongerWantsAny() {
    var task = manual(2);
    task.answered("ann", "yes");

    task.policy("review: {mode: 'auto'}, redundancy: {answers: 2}");

    assertThat(task.rules().nextLook(task.state())).contains(task.now());
    task.look();
    assertThat(task.turn(1).status()).isEqualTo(Assignment.Status.APPROVED);
  }

  private static RuledTask manual(int answers) {
    return RuledTask.of(
        "review: {mode: 'manual'}, reward: {amount: 7}, redundancy: {answers: " + answers + "}");
  }
}
